import { setImmediate, setTimeout } from 'node:timers/promises'
import { Connection } from './connection.ts'
import type { SteadyPlan } from './plan.ts'

/**
 * Sends when it is time to, not when the server is ready, and counts from when it was time: a server that stalls is
 * charged for every request that had to wait (no coordinated omission). Returns the latencies in ms.
 */
export async function runOpenLoop(plan: SteadyPlan): Promise<number[]> {
  const idle: Connection[] = []
  const answers: Promise<number>[] = []
  const interval = 1000 / plan.requestsPerSecond
  const start = performance.now() + interval
  for (let due = start; due < start + plan.durationMs; due += interval) {
    await waitUntil(due)
    const connection = idle.pop() ?? (await Connection.open(plan.url))
    answers.push(
      connection.exchange(plan.request).then(() => {
        idle.push(connection)
        return performance.now() - due
      }),
    )
  }
  const latenciesMs = await Promise.all(answers)
  for (const connection of idle) connection.close()
  return latenciesMs
}

/** Timers are late by up to 1 ms, which is as long as an answer takes; so the last 2 ms are spun. */
async function waitUntil(time: number): Promise<void> {
  const rest = time - performance.now() - 2
  if (rest > 0) await setTimeout(rest)
  while (performance.now() < time) await setImmediate()
}
