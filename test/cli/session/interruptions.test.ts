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

  test('while something of ours is open elsewhere ends that first, and no more of the work is seen', async () => {
    const log: string[] = []
    const interruptions = new Interruptions(() => log.push('ended'))
    const work = interruptions.leaving(
      async () => log.push('closed'),
      1_000,
      async () => interruptions.signal(),
    )
    const report = work.then(() => log.push('reported'))
    await Promise.race([report, new Promise((resolve) => setTimeout(resolve, 20))])
    expect(log).toEqual(['closed', 'ended'])
  })

  test('does not wait for that longer than it should, and not at all when pressed again', async () => {
    for (const presses of [1, 2]) {
      let ended = 0
      const interruptions = new Interruptions(() => {
        ended += 1
      })
      const never = () => new Promise<never>(() => undefined)
      void interruptions.leaving(never, 50, never)
      for (let press = 0; press < presses; press += 1) interruptions.signal()
      expect(ended).toBe(presses - 1)
      await new Promise((resolve) => setTimeout(resolve, 80))
      expect(ended).toBe(presses)
    }
  })

  test('is what it was once the work is over', async () => {
    const log: string[] = []
    const interruptions = new Interruptions(() => log.push('ended'))
    await interruptions.leaving(
      async () => log.push('closed'),
      1_000,
      async () => undefined,
    )
    interruptions.signal()
    expect(log).toEqual(['ended'])
  })
})
