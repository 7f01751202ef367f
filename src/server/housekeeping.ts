import type { Store } from '../../db/connect.ts'
import type { Log } from './log.ts'
import { pruneOutbox } from './mail/outbox.ts'

const hour = 60 * 60 * 1000
const day = 24 * hour

/** How long an ended session is still listed by its reason, in ms. */
const sessionMemory = 30 * day

/** Removes what has run out, at the start and hourly, so that no table grows for ever. Trouble is logged, never thrown. */
export function startHousekeeping(deps: { db: Store; log: Log; now: () => number }): { stop: () => void } {
  const clean = () => {
    prune(deps.db, deps.now()).catch((error: unknown) => deps.log.warn({ err: error }, 'housekeeping failed'))
  }
  clean()
  const timer = setInterval(clean, hour).unref()
  return { stop: () => clearInterval(timer) }
}

/** Every row that nothing can need any more. */
export async function prune(db: Store, now: number): Promise<void> {
  await db.deleteFrom('registrations').where('expires_at', '<=', now).execute()
  await db.deleteFrom('one_time_codes').where('expires_at', '<=', now).execute()
  await db.deleteFrom('rate_limits').where('arrives_at', '<=', now).execute()
  await db
    .deleteFrom('sessions')
    .where((eb) =>
      eb.or([eb('ended_at', '<=', now - sessionMemory), eb('expires_at', '<=', now - sessionMemory)]),
    )
    .execute()
  await pruneOutbox(db, now)
}
