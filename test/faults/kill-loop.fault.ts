import { expect, test } from 'vitest'
import { runKillLoop } from '../support/kill-loop.ts'

// A hundred rounds, and how fast it starts, are for bench/kill-loop.ts, which has the machine for itself.
test('kill -9 at random moments under load: no acknowledged write is lost, no token is new twice (hydra#1928, rauthy#1205)', async () => {
  const report = await runKillLoop(25, 40_000)
  expect(report.faults).toEqual([])
  expect(report.rounds).toBeGreaterThan(0)
  expect(report.cut).toBeGreaterThan(0)
})
