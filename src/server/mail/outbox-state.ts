import type { Store } from '../../../db/connect.ts'

/** How the mail is doing, as the rows tell it: the same on every node, and after a restart. */
export interface OutboxState {
  /** Not sent yet, and still of use to somebody; the delayed ones included. */
  waiting: number
  /** Waiting after an attempt that failed. */
  delayed: number
  /** Epoch ms: when the oldest of the delayed was written; undefined where none is. */
  delayedSince: number | undefined
  /** Given up for good; housekeeping removes them after a week. */
  failed: number
}

export async function readOutboxState(db: Store, now: number): Promise<OutboxState> {
  const waiting = await db
    .selectFrom('outbox')
    .select((eb) => [eb.fn.countAll().as('count'), eb.fn.count('last_error').as('delayed')])
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .where('discarded_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirstOrThrow()
  const delayed = Number(waiting.delayed)
  return {
    waiting: Number(waiting.count),
    delayed,
    delayedSince: delayed === 0 ? undefined : await findOldestDelayed(db, now),
    failed: await countFailed(db),
  }
}

async function findOldestDelayed(db: Store, now: number): Promise<number | undefined> {
  const oldest = await db
    .selectFrom('outbox')
    .select('created_at')
    .where('last_error', 'is not', null)
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .where('discarded_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
  return oldest?.created_at
}

async function countFailed(db: Store): Promise<number> {
  const { count } = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('failed_at', 'is not', null)
    .where('discarded_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}
