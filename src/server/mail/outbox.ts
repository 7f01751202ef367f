import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import type { Secret } from '../secret.ts'
import { type Letter, openLetter, sealLetter } from './letter.ts'

export interface NewLetter {
  to: string
  letter: Letter
  /** Whose letter it is, where that is known: it goes with the account. */
  accountId?: string | undefined
  /** From then on nobody needs it (its code has run out) and it is not sent any more. Epoch ms. */
  expiresAt?: number
  /** Costs the same work as any other letter, but is never sent nor listed: for addresses that nobody has. */
  discard?: boolean
}

export type LetterState = 'waiting' | 'sending' | 'sent' | 'failed' | 'expired'

/** A letter as `authd mail list --json` shows it. */
export interface OutboxEntry {
  id: string
  to: string
  subject: string
  text: string
  state: LetterState
  created_at: string
  attempts: number
  last_error: string | null
}

/** Writes a letter to the outbox, in the transaction that caused it. Wake the worker after the commit. */
export async function enqueueLetter(db: Store, secret: Secret, input: NewLetter, now: number): Promise<void> {
  await db
    .insertInto('outbox')
    .values({
      id: randomUUID(),
      recipient: input.to,
      // Nobody's letter has an id as well, of nobody: the row tells as little as the time of writing it.
      account_id: input.accountId ?? (input.discard ? randomUUID() : null),
      letter_sealed: sealLetter(secret, input.letter),
      created_at: now,
      expires_at: input.expiresAt ?? null,
      next_attempt_at: now,
      discarded_at: input.discard ? now : null,
    })
    .execute()
}

/** Newest first. */
export async function listLetters(
  db: Store,
  secret: Secret,
  { to, limit = 100 }: { to?: string; limit?: number },
  now: number,
): Promise<OutboxEntry[]> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('discarded_at', 'is', null)
    .$if(to !== undefined, (query) => query.where('recipient', '=', to ?? ''))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => describeRow(row, secret, now))
}

/** One letter by its id; undefined if there is none. */
export async function showLetter(
  db: Store,
  secret: Secret,
  id: string,
  now: number,
): Promise<OutboxEntry | undefined> {
  const row = await db
    .selectFrom('outbox')
    .selectAll()
    .where('id', '=', id)
    .where('discarded_at', 'is', null)
    .executeTakeFirst()
  return row && describeRow(row, secret, now)
}

type OutboxRow = Selectable<Database['outbox']>

function describeRow(row: OutboxRow, secret: Secret, now: number): OutboxEntry {
  const letter = openLetter(secret, row.letter_sealed)
  return {
    id: row.id,
    to: row.recipient,
    subject:
      letter?.subject ?? '(unreadable: sealed under a secret key that is no longer in AUTHD_SECRET_KEY)',
    text: letter?.text ?? '',
    state: stateOf(row, now),
    created_at: new Date(row.created_at).toISOString(),
    attempts: row.attempts,
    last_error: row.last_error,
  }
}

function stateOf(row: OutboxRow, now: number): LetterState {
  if (row.sent_at !== null) return 'sent'
  if (row.failed_at !== null) return 'failed'
  if (row.leased_until !== null && row.leased_until > now) return 'sending'
  return row.expires_at !== null && row.expires_at <= now ? 'expired' : 'waiting'
}
