import { randomUUID } from 'node:crypto'
import type { Store } from '../../../../db/connect.ts'
import { recordAudit } from '../../audit.ts'
import type { AccountRow, LineFault } from './account-row.ts'

/** Rows in one transaction: few enough that a running server gets its turn on SQLite within milliseconds. */
export const importBatchSize = 500

export interface BatchOutcome {
  added: number
  /** Their address was somebody's before this run; they were left as they are. */
  alreadyThere: number
  faults: LineFault[]
}

/**
 * Adds accounts from one file, batch by batch, and never changes one that is there. Remembers the addresses of the file
 * (about 100 bytes each), so that a line that repeats one is told from an account that was there before.
 */
export class AccountImport {
  readonly #db: Store | undefined
  readonly #file: string
  readonly #dryRun: boolean
  /** Addresses and folded names that this run has taken, with their lines. */
  readonly #addresses = new Map<string, number>()
  readonly #names = new Map<string, number>()

  /** Without a store nothing is there yet, and nothing is added. */
  constructor(db: Store | undefined, options: { file: string; dryRun: boolean }) {
    this.#db = db
    this.#file = options.file
    this.#dryRun = options.dryRun
  }

  /** At most `importBatchSize` rows, in the order of the file; all that can be are added in one transaction, or none. */
  async add(rows: readonly AccountRow[], now: number): Promise<BatchOutcome> {
    if (rows.length === 0) return { added: 0, alreadyThere: 0, faults: [] }
    const db = this.#db
    if (!db) return this.#sort(rows, nobody).outcome
    if (this.#dryRun) return this.#sort(rows, await findHolders(db, rows)).outcome
    return db.transaction().execute(async (tx) => {
      const { fresh, outcome } = this.#sort(rows, await findHolders(tx, rows))
      const inserted = await insertRows(tx, fresh, now)
      const left = fresh.filter(({ email }) => !inserted.has(email))
      if (left.length > 0) this.#settleLeft(left, await findHolders(tx, left), outcome)
      if (inserted.size > 0) await this.#audit(tx, fresh, inserted.size, now)
      return outcome
    })
  }

  /** Which rows are new, which are there, and which cannot be; in the order of the file, as the first line wins. */
  #sort(rows: readonly AccountRow[], holders: Holders): { fresh: AccountRow[]; outcome: BatchOutcome } {
    const fresh: AccountRow[] = []
    const outcome: BatchOutcome = { added: 0, alreadyThere: 0, faults: [] }
    for (const row of rows) {
      const fault = this.#findFault(row, holders)
      if (fault) {
        outcome.faults.push(fault)
        continue
      }
      const holder = holders.byEmail.get(row.email)
      this.#addresses.set(row.email, row.line)
      const key = row.username?.key
      if (key !== undefined && (!holder || holder.username_key === key)) this.#names.set(key, row.line)
      if (holder) outcome.alreadyThere++
      else fresh.push(row)
    }
    outcome.added = fresh.length
    return { fresh, outcome }
  }

  #findFault({ line, email, username }: AccountRow, holders: Holders): LineFault | undefined {
    const first = this.#addresses.get(email)
    if (first !== undefined)
      return { line, code: 'email_repeated', reason: `the address ${email} is in line ${first} already` }
    if (!username || holders.byEmail.has(email)) return undefined
    const name = JSON.stringify(username.username)
    const namesake = this.#names.get(username.key)
    if (namesake !== undefined)
      return { line, code: 'username_repeated', reason: `the name ${name} is in line ${namesake} already` }
    return holders.names.has(username.key) ? nameTaken(line, name) : undefined
  }

  /** On PostgreSQL somebody may have registered between the look and the insert; the store has the last word. */
  #settleLeft(left: readonly AccountRow[], holders: Holders, outcome: BatchOutcome): void {
    outcome.added -= left.length
    for (const { line, email, username } of left) {
      if (holders.byEmail.has(email)) outcome.alreadyThere++
      else outcome.faults.push(nameTaken(line, JSON.stringify(username?.username)))
    }
  }

  async #audit(tx: Store, fresh: readonly AccountRow[], count: number, now: number): Promise<void> {
    const detail = {
      file: this.#file,
      count,
      superusers: fresh.filter(({ superuser }) => superuser).length,
      first_line: fresh[0]?.line,
      last_line: fresh.at(-1)?.line,
    }
    await recordAudit(tx, { event: 'accounts.added', address: 'host', detail }, now)
  }
}

function nameTaken(line: number, name: string): LineFault {
  return { line, code: 'username_taken', reason: `the name ${name} is that of another account` }
}

interface Holders {
  byEmail: Map<string, { username_key: string | null }>
  names: Set<string>
}

const nobody: Holders = { byEmail: new Map(), names: new Set() }

/** The accounts that have an address or a name of these rows. */
async function findHolders(db: Store, rows: readonly AccountRow[]): Promise<Holders> {
  const emails = rows.map(({ email }) => email)
  // Nobody's name is empty. The text of the query stays the same for each batch, which SQLite's driver keeps prepared.
  const keys = rows.map(({ username }) => username?.key ?? '')
  const found = await db
    .selectFrom('accounts')
    .select(['email', 'username_key'])
    .where((eb) => eb.or([eb('email', 'in', emails), eb('username_key', 'in', keys)]))
    .execute()
  return {
    byEmail: new Map(found.map((account) => [account.email, account])),
    names: new Set(found.flatMap(({ username_key }) => username_key ?? [])),
  }
}

/** Few sizes make few statements, which SQLite's driver keeps for good. */
const insertSizes = [100, 10, 1] as const

/** Returns the addresses that are in now. */
async function insertRows(tx: Store, rows: readonly AccountRow[], now: number): Promise<Set<string>> {
  const inserted = new Set<string>()
  // In one order everywhere: two imports that wait for each other's addresses would be a deadlock on PostgreSQL.
  const ordered = rows.toSorted((one, other) => (one.email < other.email ? -1 : 1))
  for (let at = 0; at < ordered.length; ) {
    const size = insertSizes.find((each) => each <= ordered.length - at) ?? 1
    const added = await tx
      .insertInto('accounts')
      .values(ordered.slice(at, at + size).map((row) => toAccount(row, now)))
      .onConflict((conflict) => conflict.doNothing())
      .returning('email')
      .execute()
    for (const { email } of added) inserted.add(email)
    at += size
  }
  return inserted
}

function toAccount(row: AccountRow, now: number) {
  return {
    id: randomUUID(),
    email: row.email,
    username: row.username?.username ?? null,
    username_key: row.username?.key ?? null,
    password_hash: row.passwordHash,
    created_at: row.createdAt ?? now,
    verified_at: row.verified ? now : null,
    disabled_at: row.disabled ? now : null,
    superuser_at: row.superuser ? now : null,
  }
}
