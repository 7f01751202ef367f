import { describe, expect, test } from 'vitest'
import { describeDuration, parseDuration } from '../../src/cli/duration.ts'

describe('durations', () => {
  test.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['12h', 43_200_000],
    ['30d', 2_592_000_000],
    ['0s', 0],
  ])('%s is %d milliseconds', (text, milliseconds) => {
    expect(parseDuration(text, '--min-validity')).toBe(milliseconds)
  })

  test.each(['', '90', 's', '-1s', '1.5h', '90 s', '1w', '9999999999s'])(
    '"%s" is refused by the flag’s name',
    (text) => {
      expect(() => parseDuration(text, '--min-validity')).toThrow(`--min-validity ${text} is no duration.`)
    },
  )

  test.each([
    [0, '0s'],
    [-5_000, '0s'],
    [59_400, '59s'],
    [860_000, '14m 20s'],
    [90_061_000, '1d 1h'],
  ])('%d ms reads as %s', (milliseconds, words) => {
    expect(describeDuration(milliseconds)).toBe(words)
  })
})
