import { constants } from 'node:os'
import { describe, expect, it } from 'vitest'
import { endingSignals } from '../../../src/cli/platform/signals.ts'

describe('what asks the program to end', () => {
  it.each(['linux', 'darwin'] as const)(
    '%s: Ctrl-C, a polite request, a closed terminal; 128 + n',
    (platform) => {
      expect(endingSignals(platform)).toEqual([
        ['SIGINT', 130],
        ['SIGTERM', 143],
        ['SIGHUP', 129],
      ])
      const { SIGINT, SIGTERM, SIGHUP } = constants.signals
      expect([SIGINT, SIGTERM, SIGHUP].map((number) => 128 + number)).toEqual([130, 143, 129])
    },
  )

  it('Windows: Ctrl-C, Ctrl-Break (its SIGBREAK is 21), a closed window', () => {
    expect(endingSignals('win32')).toEqual([
      ['SIGINT', 130],
      ['SIGBREAK', 149],
      ['SIGHUP', 129],
    ])
  })
})
