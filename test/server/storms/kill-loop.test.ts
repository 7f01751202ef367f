import { expect, test } from 'vitest'
import { runKillLoop } from '../../support/kill-loop.ts'

// A hundred rounds, and how fast it starts, are for bench/kill-loop.ts, which has the machine for itself.
test('kill -9 at random moments under load: no acknowledged write is lost, no token is new twice (rauthy#1205)', {
  timeout: 90_000,
}, async () => {
  const report = await runKillLoop(10, 12_000)
  expect(report.faults).toEqual([])
  // There was load to be hurt; that each kind of write was acknowledged is seen to by the loop itself.
  expect(report.rounds).toBeGreaterThan(0)
  expect(report.cut).toBeGreaterThan(0)
})
