import type { Store } from '../../db/connect.ts'
import { type KeyRing, keyRereadInterval } from './keys.ts'
import type { Log } from './log.ts'
import { pruneDiscarded, pruneOutbox, resealLetters } from './mail/outbox-upkeep.ts'
import type { Secret } from './secret.ts'

const hour = 60 * 60 * 1000
const day = 24 * hour

/** How often the letters to nobody are removed, in ms. */
const discardInterval = 60_000

/** How long an ended session is still listed by its reason, in ms. */
const sessionMemory = 30 * day

/** How long an invitation is listed after its end, in ms. */
const inviteMemory = 30 * day

interface HousekeepingDeps {
  db: Store
  keys: KeyRing
  secret: Secret
  log: Log
  now: () => number
}

/**
 * Removes what has run out, at the start and hourly, so that no table but the audit log grows for ever, and seals anew
 * what an old secret key sealed; keeps the signing keys as the other nodes have them. Trouble is logged, never thrown.
 * `stop` waits for what is under way, which needs the store.
 */
export function startHousekeeping({ db, keys, secret, log, now }: HousekeepingDeps): {
  stop: () => Promise<void>
} {
  const running = new Set<Promise<void>>()
  const attempt = (chore: (now: number) => Promise<void>) => () => {
    const work = chore(now())
      .catch((error: unknown) => log.warn({ err: error }, 'housekeeping failed'))
      .finally(() => running.delete(work))
    running.add(work)
  }
  const clean = attempt(async (at) => {
    await prune(db, at)
    await resealLetters(db, secret)
  })
  clean()
  const timers = [
    setInterval(clean, hour).unref(),
    setInterval(
      attempt((at) => keys.refresh(at)),
      keyRereadInterval,
    ).unref(),
    setInterval(
      attempt(async (at) => void (await pruneDiscarded(db, at))),
      discardInterval,
    ).unref(),
  ]
  const stop = async () => {
    timers.forEach(clearInterval)
    await Promise.all(running)
  }
  return { stop }
}

/** Every row that nothing can need any more. */
export async function prune(db: Store, now: number): Promise<void> {
  await db.deleteFrom('registrations').where('expires_at', '<=', now).execute()
  await db.deleteFrom('one_time_codes').where('expires_at', '<=', now).execute()
  await db
    .deleteFrom('device_logins')
    .where('expires_at', '<=', now - hour)
    .execute()
  await db
    .deleteFrom('personal_tokens')
    .where('expires_at', '<=', now - sessionMemory)
    .execute()
  await db
    .deleteFrom('invites')
    .where('expires_at', '<=', now - inviteMemory)
    .execute()
  await db.deleteFrom('rate_limits').where('arrives_at', '<=', now).where('forgotten_at', '<=', now).execute()
  await db
    .deleteFrom('rate_limits')
    .where('arrives_at', '>', now + day) // written by a clock that was wrong then
    .execute()
  await db
    .deleteFrom('sessions')
    .where((eb) =>
      eb.or([eb('ended_at', '<=', now - sessionMemory), eb('expires_at', '<=', now - sessionMemory)]),
    )
    .execute()
  await pruneOutbox(db, now)
  await pruneDiscarded(db, now)
}
