import { readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second. */
const tickMs = 10

/**
 * How long a process has had a processor, all its threads together, in ms; undefined where the system does not say.
 * Whatever else runs on the machine takes from a server's time and not from its processor time.
 */
export function processorTimeMs(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined
  const [, afterName = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const fields = afterName.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tickMs
}

/** The share of one core that a process uses while something is done; 1 where that cannot be known. */
export async function withBusyShare<T>(pid: number, work: () => Promise<T>): Promise<[T, busyShare: number]> {
  const usedBefore = processorTimeMs(pid)
  const start = performance.now()
  const value = await work()
  const elapsedMs = performance.now() - start
  const used = processorTimeMs(pid)
  if (used === undefined || usedBefore === undefined) return [value, 1]
  return [value, (used - usedBefore) / elapsedMs]
}
