import { sql } from 'kysely'
import type { Store } from '../../db/connect.ts'

/** So many at once, then one per `interval` (ms). */
export interface RateLimit {
  name: string
  burst: number
  interval: number
}

const second = 1_000
const minute = 60 * second

/** Counted per account, address or claim in the store, so every node counts alike and a restart forgives nothing. */
export const rateLimits = {
  loginAccount: { name: 'login.account', burst: 10, interval: 30 * second },
  loginAddress: { name: 'login.address', burst: 100, interval: 3 * second },
  registerEmail: { name: 'register.email', burst: 5, interval: 5 * minute },
  registerAddress: { name: 'register.address', burst: 100, interval: 10 * second },
  sendAccount: { name: 'send.account', burst: 10, interval: 5 * minute },
  sendEmail: { name: 'send.email', burst: 5, interval: 5 * minute },
  sendAddress: { name: 'send.address', burst: 100, interval: 10 * second },
  codeEmail: { name: 'code.email', burst: 20, interval: minute },
  codeAddress: { name: 'code.address', burst: 100, interval: 3 * second },
  deviceAddress: { name: 'device.address', burst: 30, interval: 10 * second },
  userCodeAccount: { name: 'user-code.account', burst: 10, interval: 30 * second },
  userCodeAddress: { name: 'user-code.address', burst: 30, interval: 10 * second },
  clientAddress: { name: 'client.address', burst: 30, interval: 10 * second },
  refusalNote: { name: 'refusal-note', burst: 1, interval: minute },
  changeAccount: { name: 'change.account', burst: 60, interval: 5 * second },
  passwordAccount: { name: 'password.account', burst: 10, interval: 30 * second },
} as const satisfies Record<string, RateLimit>

/** One thing to count. An undefined subject (no known client address) is not counted: the world shares no bucket. */
export type RateLimited = readonly [limit: RateLimit, subject: string | undefined]

/**
 * Takes one from each bucket in turn, by the generic cell rate algorithm: the row holds when the bucket is full again, and
 * a single conditional upsert decides. Stops at the first that is empty, so a source that is refused takes nothing from
 * the account that it aims at (keycloak#26172): name the source first. Undefined where all had one left; otherwise the
 * limit that had none, and the whole seconds until it has.
 */
export async function takeTurns(
  db: Store,
  limited: readonly RateLimited[],
  now: number,
): Promise<{ limit: RateLimit; retryAfter: number } | undefined> {
  for (const [limit, subject] of limited) {
    const wait = await takeTurn(db, limit, subject, now)
    if (wait > 0) return { limit, retryAfter: Math.ceil(wait / second) }
  }
  return undefined
}

/** Gives back what a success should not have cost. */
export async function giveBack(db: Store, limited: readonly RateLimited[]): Promise<void> {
  await Promise.all(
    limited.map(([limit, subject]) =>
      subject === undefined
        ? undefined
        : db
            .updateTable('rate_limits')
            .set((eb) => ({ arrives_at: eb('arrives_at', '-', limit.interval) }))
            .where('name', '=', limit.name)
            .where('subject', '=', subject)
            .execute(),
    ),
  )
}

/** Returns the wait in ms; 0 where the turn was taken. */
async function takeTurn(
  db: Store,
  limit: RateLimit,
  subject: string | undefined,
  now: number,
): Promise<number> {
  if (subject === undefined) return 0
  const latestStart = now + (limit.burst - 1) * limit.interval
  const taken = await db
    .insertInto('rate_limits')
    .values({ name: limit.name, subject, arrives_at: now + limit.interval })
    .onConflict((conflict) =>
      conflict
        .columns(['name', 'subject'])
        .doUpdateSet({
          arrives_at: sql<number>`case when rate_limits.arrives_at > ${now} then rate_limits.arrives_at else ${now} end + ${limit.interval}`,
        })
        .where('rate_limits.arrives_at', '<=', latestStart),
    )
    .returning('arrives_at')
    .executeTakeFirst()
  if (taken) return 0
  const full = await db
    .selectFrom('rate_limits')
    .select('arrives_at')
    .where('name', '=', limit.name)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return Math.max(second, (full?.arrives_at ?? now) - latestStart)
}
