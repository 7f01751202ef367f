import { describe, expect, test } from 'vitest'
import { Interruptions } from '../../../src/cli/session/interruptions.ts'

describe('Ctrl-C', () => {
  test('ends the program at once while nothing is held', () => {
    let ended = 0
    new Interruptions(() => {
      ended += 1
    }).signal()
    expect(ended).toBe(1)
  })

  test('waits for a refresh that is being written down (azure-cli#870), once', async () => {
    const log: string[] = []
    const interruptions = new Interruptions(() => log.push('ended'))
    await interruptions.hold(async () => {
      interruptions.signal()
      log.push('written')
    })
    expect(log).toEqual(['written', 'ended'])
  })

  test('pressed again ends even that: a person who insists is obeyed', async () => {
    const log: string[] = []
    const interruptions = new Interruptions(() => log.push('ended'))
    await interruptions.hold(async () => {
      interruptions.signal()
      interruptions.signal()
      log.push('not reached in a real process')
    })
    expect(log[0]).toBe('ended')
  })
})
