import { measureClockOffset } from '../../db/clock.ts'
import type { Store } from '../../db/connect.ts'
import type { Log } from './log.ts'

/** Clocks drift by seconds a day at worst; once a minute is plenty. Milliseconds. */
const measureInterval = 60_000

/** So far apart, somebody should look at the machine's clock. Milliseconds. */
const worthAWord = 5_000

export interface Clock {
  /** Epoch milliseconds by the store's clock. */
  now(): number
  stop(): void
}

/** The clock that all nodes of a store share. Trouble with measuring keeps the last offset, and is logged. */
export async function startClock(db: Store, url: string, log: Log): Promise<Clock> {
  let offset = await measureClockOffset(db, url)
  if (Math.abs(offset) > worthAWord) {
    log.warn(
      { offset_ms: offset },
      "this machine's clock differs from the store's, which counts; set it by NTP",
    )
  }
  const measure = async () => {
    offset = await measureClockOffset(db, url)
  }
  const timer = setInterval(() => {
    measure().catch((error: unknown) => log.warn({ err: error }, "the store's clock was not read"))
  }, measureInterval).unref()
  return { now: () => Date.now() + offset, stop: () => clearInterval(timer) }
}
