import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import type { Secret } from '../secret.ts'
import { type Letter, openLetter } from './letter.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** Longer than one sending can take (see transport.ts), so that no second worker starts while the first still sends. */
const leaseTime = 3 * minute

const firstDelays = [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute]

/** With hourly attempts after the first five, about a day. */
const mostAttempts = 28

export interface LeasedLetter extends Letter {
  id: string
  to: string
  /** This one included. It names the lease: who took the letter over afterwards has a higher number. */
  attempt: number
}

/**
 * Takes one letter that is due, for this worker alone; undefined if there is none. The read only proposes: of all
 * workers that saw the same row, one makes its UPDATE true. With `to`, only letters to that address.
 */
export async function leaseLetter(
  db: Store,
  secret: Secret,
  now: number,
  to?: string,
): Promise<LeasedLetter | undefined> {
  for (;;) {
    const candidates = await db
      .selectFrom('outbox')
      .select('id')
      .where((eb) => isDue(eb, now))
      .$if(to !== undefined, (query) => query.where('recipient', '=', to ?? ''))
      .orderBy('next_attempt_at')
      .limit(8)
      .execute()
    if (candidates.length === 0) return undefined
    for (const { id } of candidates) {
      const leased = await lease(db, secret, id, now)
      if (leased) return leased
    }
  }
}

async function lease(db: Store, secret: Secret, id: string, now: number): Promise<LeasedLetter | undefined> {
  const row = await db
    .updateTable('outbox')
    .set((eb) => ({ leased_until: now + leaseTime, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where((eb) => isDue(eb, now))
    .returning(['recipient', 'letter_sealed', 'attempts'])
    .executeTakeFirst()
  if (!row) return undefined
  const letter = openLetter(secret, row.letter_sealed)
  if (letter) return { id, to: row.recipient, attempt: row.attempts, ...letter }
  const error = 'sealed under a secret key that is no longer in AUTHD_SECRET_KEY'
  await recordFailure(db, { id, attempt: row.attempts }, { permanent: true, error }, now)
  return undefined
}

/** Makes what waits for its next attempt due at once. Returns how many letters. */
export async function hastenLetters(db: Store, { to }: { to?: string }, now: number): Promise<number> {
  const result = await db
    .updateTable('outbox')
    .set({ next_attempt_at: now })
    .where(isOpen)
    .where('next_attempt_at', '>', now)
    .$if(to !== undefined, (query) => query.where('recipient', '=', to ?? ''))
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** True for whoever says it: a letter that went out is sent, even if the lease had run out meanwhile. */
export async function recordSent(db: Store, { id }: { id: string }, now: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ sent_at: now, leased_until: null, failed_at: null, last_error: null })
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .execute()
}

/** Gives the letter back for a later attempt, or makes it a dead letter. Says nothing where the lease was lost. */
export async function recordFailure(
  db: Store,
  { id, attempt }: { id: string; attempt: number },
  failure: { permanent: boolean; error: string },
  now: number,
): Promise<void> {
  const isDead = failure.permanent || attempt >= mostAttempts
  await db
    .updateTable('outbox')
    .set({
      leased_until: null,
      next_attempt_at: now + (firstDelays[attempt - 1] ?? hour),
      failed_at: isDead ? now : null,
      last_error: failure.error,
    })
    .where('id', '=', id)
    .where('attempts', '=', attempt)
    .where('sent_at', 'is', null)
    .execute()
}

type OutboxBuilder = ExpressionBuilder<Database, 'outbox'>

function isOpen(eb: OutboxBuilder): Expression<SqlBool> {
  return eb.and([eb('sent_at', 'is', null), eb('failed_at', 'is', null), eb('discarded_at', 'is', null)])
}

function isDue(eb: OutboxBuilder, now: number): Expression<SqlBool> {
  return eb.and([
    isOpen(eb),
    eb('next_attempt_at', '<=', now),
    eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]),
    eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]),
  ])
}
