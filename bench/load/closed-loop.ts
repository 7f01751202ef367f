import { Connection } from './connection.ts'

/** What a connection sends next, and what it makes of the answer. */
export interface Talk {
  next(): string
  take(body: string): void
}

/** Each talk on a connection of its own, without pause. Returns answers per second. */
export async function runClosedLoop(
  url: string,
  talks: readonly Talk[],
  durationMs: number,
): Promise<number> {
  const answeredAt: number[] = []
  const connections = await Promise.all(talks.map(() => Connection.open(url)))
  const deadline = performance.now() + durationMs
  await Promise.all(
    talks.map(async (talk, index) => {
      const connection = connections[index]
      while (connection && performance.now() < deadline) {
        talk.take(await connection.exchange(talk.next()))
        answeredAt.push(performance.now())
      }
    }),
  )
  for (const connection of connections) connection.close()
  return rateOf(answeredAt)
}

/**
 * For the time of a closed loop of short answers. A core that sleeps is woken at the expense of whoever sends to it
 * (20 µs in a virtual machine), so a slow server would pay for each answer what a fast one never does.
 */
export function keepAwake(deadline: number): void {
  if (performance.now() < deadline) setImmediate(keepAwake, deadline)
}

/** From the first answer to the last: where answers are few, counting them in a window would be off by one in ten. */
function rateOf(answeredAt: readonly number[]): number {
  const first = answeredAt[0] ?? 0
  const last = answeredAt.at(-1) ?? 0
  return ((answeredAt.length - 1) / (last - first)) * 1000
}

/** The same request again and again. */
export function repeat(request: string): Talk {
  return { next: () => request, take: () => {} }
}
