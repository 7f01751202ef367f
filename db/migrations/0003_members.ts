import { createHash, randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

/** Invitations, lists of members, and the audit log as a chain of hashes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('accounts_created_at').on('accounts').columns(['created_at', 'id']).execute()
  await db.schema.alterTable('registrations').addColumn('invite_id', 'text').execute()
  await db.schema.alterTable('outbox').addColumn('account_id', 'text').execute()
  await db.schema
    .createTable('invites')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('code_digest', 'text', (c) => c.notNull().unique())
    .addColumn('email', 'text')
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('redeemed_at', 'bigint')
    .addColumn('redeemed_by', 'text')
    .execute()
  await chainAudit(db)
}

/** Entries from before the chain get into it in the order of their times. */
async function chainAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('audit_at').execute()
  await db.schema.alterTable('audit').renameTo('audit_unchained').execute()
  await db.schema
    .createTable('audit')
    .addColumn('sequence', 'bigint', (c) => c.primaryKey().notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .addColumn('actor', 'text')
    .addColumn('subject', 'text')
    .addColumn('client_id', 'text')
    .addColumn('reason', 'text')
    .addColumn('address', 'text')
    .addColumn('detail', 'text')
    .addColumn('salt', 'text')
    .addColumn('private_digest', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('audit_subject').on('audit').columns(['subject', 'sequence']).execute()
  await db.schema.createIndex('audit_actor').on('audit').columns(['actor', 'sequence']).execute()
  await db.schema
    .createTable('audit_head')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('sequence', 'bigint', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute()
  await moveEntries(db)
  await db.schema.dropTable('audit_unchained').execute()
}

interface Unchained {
  id: string
  at: number
  event: string
  actor: string | null
  subject: string | null
  client_id: string | null
  address: string | null
  detail: string | null
}

async function moveEntries(db: Kysely<unknown>): Promise<void> {
  let head = { sequence: 0, hash: '0'.repeat(64) }
  let last: Pick<Unchained, 'at' | 'id'> = { at: -1, id: '' }
  for (;;) {
    const { rows } = await sql<Unchained>`select * from audit_unchained
      where at > ${last.at} or (at = ${last.at} and id > ${last.id}) order by at, id limit 1000`.execute(db)
    for (const row of rows) head = await append(db, head, row)
    last = rows.at(-1) ?? last
    if (rows.length === 0) break
  }
  if (head.sequence > 0)
    await sql`insert into audit_head (name, sequence, hash) values ('audit', ${head.sequence}, ${head.hash})`.execute(
      db,
    )
}

/** As src/protocol/audit-chain.ts has it; a copy, because what a migration does never changes. */
async function append(db: Kysely<unknown>, head: { sequence: number; hash: string }, row: Unchained) {
  const sequence = head.sequence + 1
  const { at, event, actor, subject, client_id, address, detail } = row
  const salt = randomBytes(16).toString('base64url')
  const digest = sha256([salt, address, detail === null ? null : JSON.parse(detail)])
  const time = new Date(at).toISOString()
  const hash = sha256([head.hash, sequence, time, event, actor, subject, client_id, null, digest])
  await sql`insert into audit
    (sequence, at, event, actor, subject, client_id, reason, address, detail, salt, private_digest, hash)
    values (${sequence}, ${at}, ${event}, ${actor}, ${subject}, ${client_id}, ${null}, ${address}, ${detail},
      ${salt}, ${digest}, ${hash})`.execute(db)
  return { sequence, hash }
}

function sha256(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
