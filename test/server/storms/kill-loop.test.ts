import { expect, test } from 'vitest'
import { runKillLoop } from '../../support/kill-loop.ts'

// How fast it starts is for bench/kill-loop.ts, which has the machine for itself.
test('kill -9 at random moments under load: no acknowledged write is lost, no token is new twice (rauthy#1205)', async () => {
  const report = await runKillLoop(8)
  expect(report.faults).toEqual([])
  // The load was there.
  expect(report.refreshes).toBeGreaterThan(20)
  expect(report.logouts).toBeGreaterThan(0)
  expect(report.cut).toBeGreaterThan(0)
})
