import { sql } from 'kysely'
import type { Store } from '../../db/connect.ts'

/** So many at once, then one per `interval` (ms). */
export interface RateLimit {
  name: string
  burst: number
  interval: number
  /** Delays grow up to this (ms): each try beyond the burst doubles the wait for the next. */
  longest?: number
  /** A success proves that the owner was here and forgets all tries; never where anybody can have a success. */
  resets?: boolean
}

const second = 1_000
const minute = 60 * second

/** What tries at a secret cost: a person who mistypes hardly notices, a program soon waits a quarter of an hour. */
const guess = { burst: 10, interval: 30 * second, longest: 15 * minute }
const ownGuess = { ...guess, resets: true }
/** Typed from a letter, so mistyped more often; each code dies of a few wrong ones by itself. */
const codeGuess = { ...ownGuess, burst: 20, interval: minute }

/**
 * Counted in the store, so every node counts alike and a restart forgives nothing. `pair` is one account or address as
 * tried from one source: what is tried from there empties this, and not what the others share.
 */
export const rateLimits = {
  loginAddress: { name: 'login.address', burst: 100, interval: 3 * second },
  loginPair: { name: 'login.pair', ...ownGuess },
  loginAccount: { name: 'login.account', burst: 100, interval: 30 * second },
  loginDevice: { name: 'login.device', ...ownGuess },
  loginDevices: { name: 'login.devices', burst: 50, interval: minute },
  passwordAccount: { name: 'password.account', ...ownGuess },
  codeAddress: { name: 'code.address', burst: 100, interval: 3 * second },
  codePair: { name: 'code.pair', ...codeGuess },
  codeEmail: { name: 'code.email', burst: 50, interval: minute },
  resetAddress: { name: 'reset.address', burst: 100, interval: 3 * second },
  resetPair: { name: 'reset.pair', ...codeGuess },
  resetEmail: { name: 'reset.email', burst: 50, interval: minute },
  emailCodeAccount: { name: 'email-code.account', ...codeGuess },
  // Whoever guesses can have devices of their own: a right code proves nothing.
  userCodeAddress: { name: 'user-code.address', burst: 30, interval: 10 * second },
  userCodeAccount: { name: 'user-code.account', ...guess },
  deviceAddress: { name: 'device.address', burst: 30, interval: 10 * second },
  clientAddress: { name: 'client.address', burst: 30, interval: 10 * second },
  registerEmail: { name: 'register.email', burst: 5, interval: 5 * minute },
  registerAddress: { name: 'register.address', burst: 100, interval: 10 * second },
  sendAccount: { name: 'send.account', burst: 10, interval: 5 * minute },
  sendEmail: { name: 'send.email', burst: 5, interval: 5 * minute },
  sendAddress: { name: 'send.address', burst: 100, interval: 10 * second },
  changeAccount: { name: 'change.account', burst: 60, interval: 5 * second },
  refusalNote: { name: 'refusal-note', burst: 1, interval: minute },
} as const satisfies Record<string, RateLimit>

/** One thing to count. An undefined subject (no known client address) is not counted: the world shares no bucket. */
export type RateLimited = readonly [limit: RateLimit, subject: string | undefined]

export interface Refusal {
  limit: RateLimit
  /** Whole seconds until a repetition makes sense. */
  retryAfter: number
}

/**
 * Takes one from each bucket, by the generic cell rate algorithm: the row holds when the bucket is full again, and a single
 * conditional upsert decides. Where one is empty none is touched, so whoever is refused takes nothing from the account that
 * he aims at (keycloak#26172), nothing from who shares his address, and costs the store one read. Name the source first:
 * parallel tries find out there. Undefined where all had one left; otherwise the limit that takes longest to have one.
 */
export async function takeTurns(
  db: Store,
  limited: readonly RateLimited[],
  now: number,
): Promise<Refusal | undefined> {
  const known = limited.filter(isKnown)
  const refusal = await findRefusal(db, known, now)
  if (refusal) return refusal
  for (const [limit, subject] of known) {
    if (await takeTurn(db, limit, subject, now)) continue
    return (await findRefusal(db, known, now)) ?? { limit, retryAfter: 1 }
  }
  return undefined
}

/** Takes back what a success should not have cost; where it proves that the owner was here, all tries before it too. */
export async function forgive(db: Store, limited: readonly RateLimited[], now: number): Promise<void> {
  await Promise.all(
    limited
      .filter(isKnown)
      .map(([limit, subject]) =>
        limit.resets ? dropRow(db, limit, subject) : giveBack(db, limit, subject, now),
      ),
  )
}

/** When a bucket has its next turn; not after now where it has one. */
export function nextTurnAt({ burst, interval }: RateLimit, arrivesAt: number): number {
  return arrivesAt - (burst - 1) * interval
}

function isKnown(limited: RateLimited): limited is readonly [RateLimit, string] {
  return limited[1] !== undefined
}

async function findRefusal(
  db: Store,
  limited: ReadonlyArray<readonly [RateLimit, string]>,
  now: number,
): Promise<Refusal | undefined> {
  if (limited.length === 0) return undefined
  const rows = await db
    .selectFrom('rate_limits')
    .select(['name', 'arrives_at'])
    .where((eb) =>
      eb.or(
        limited.map(([{ name }, subject]) => eb.and([eb('name', '=', name), eb('subject', '=', subject)])),
      ),
    )
    .execute()
  const refusals = rows.flatMap(({ name, arrives_at }) => {
    const [limit] = limited.find(([each]) => each.name === name) ?? []
    const wait = limit && arrives_at <= reachOf(limit, now) ? nextTurnAt(limit, arrives_at) - now : 0
    return limit && wait > 0 ? [{ limit, retryAfter: Math.ceil(wait / second) }] : []
  })
  return refusals.sort((a, b) => b.retryAfter - a.retryAfter)[0]
}

/** False where the bucket is empty. */
async function takeTurn(db: Store, limit: RateLimit, subject: string, now: number): Promise<boolean> {
  const { name, burst, interval } = limit
  const longest = longestOf(limit)
  const taken = await db
    .insertInto('rate_limits')
    .values({ name, subject, arrives_at: now + interval, forgotten_at: now + longest })
    .onConflict((conflict) =>
      conflict
        .columns(['name', 'subject'])
        .doUpdateSet({
          arrives_at: withinReach(
            limit,
            now,
            sql`${notBefore('arrives_at', now)} + ${costOf(limit, now)}`,
            now + interval,
          ),
          forgotten_at: withinReach(
            limit,
            now,
            sql`${notBefore('forgotten_at', now)} + ${sql.lit(longest)}`,
            now + longest,
          ),
        })
        .where((eb) =>
          eb.or([
            eb('rate_limits.arrives_at', '<=', now + (burst - 1) * interval),
            eb('rate_limits.arrives_at', '>', reachOf(limit, now)),
          ]),
        ),
    )
    .returning('arrives_at')
    .executeTakeFirst()
  return taken !== undefined
}

/** Undoes one turn that was taken now: whatever it cost, and that it is remembered. */
async function giveBack(db: Store, limit: RateLimit, subject: string, now: number): Promise<void> {
  const longest = longestOf(limit)
  await db
    .updateTable('rate_limits')
    .set({
      arrives_at: sql<number>`arrives_at - ${costOf(limit, now + longest)}`,
      forgotten_at: sql<number>`forgotten_at - ${sql.lit(longest)}`,
    })
    .where('name', '=', limit.name)
    .where('subject', '=', subject)
    .execute()
}

async function dropRow(db: Store, { name }: RateLimit, subject: string): Promise<void> {
  await db.deleteFrom('rate_limits').where('name', '=', name).where('subject', '=', subject).execute()
}

/** Where delays do not grow, a try is remembered for as long as it is paid for. */
function longestOf({ interval, longest = interval }: RateLimit): number {
  return longest
}

/**
 * What a turn costs, in ms: the interval, doubled for each try that is remembered beyond the burst, up to the longest. Each
 * is remembered for as long as the longest wait, so who waits that long before each try gets no further than who does not.
 */
function costOf(limit: RateLimit, now: number) {
  const longest = longestOf(limit)
  const costs = []
  for (let cost = limit.interval; cost < longest; cost *= 2) costs.push(cost)
  if (costs.length === 0) return sql`${sql.lit(longest)}`
  const steps = costs.map((cost, extra) => {
    const remembered = (limit.burst - 1 + extra) * longest
    return sql`when rate_limits.forgotten_at <= ${now + remembered} then ${sql.lit(cost)}`
  })
  return sql`case ${sql.join(steps, sql` `)} else ${sql.lit(longest)} end`
}

function notBefore(column: 'arrives_at' | 'forgotten_at', now: number) {
  const value = sql.ref(`rate_limits.${column}`)
  return sql`case when ${value} > ${now} then ${value} else ${now} end`
}

/**
 * As late as a bucket can be full again (epoch ms), and a minute more. What lies beyond was written by a clock that was wrong
 * then, and counts for nothing: such an hour once kept people out until the wrong date had come.
 */
function reachOf(limit: RateLimit, now: number): number {
  return now + (limit.burst - 1) * limit.interval + longestOf(limit) + minute
}

/** The value of a bucket that is within reach; `fresh` for one that is not. */
function withinReach(limit: RateLimit, now: number, value: ReturnType<typeof sql>, fresh: number) {
  return sql<number>`case when rate_limits.arrives_at > ${reachOf(limit, now)} then ${fresh} else ${value} end`
}
