import Sqlite from 'better-sqlite3'
import type { CompiledQuery, QueryResult } from 'kysely'
import { SqliteStatement } from './sqlite-statement.ts'
import { StoreError } from './store-error.ts'

/** How long opening and reading wait where they have to, in ms: while another process opens the file or mends its log. */
const longestWait = 5_000

/** One handle of the library, with its statements. */
export class Connection {
  readonly #db: Sqlite.Database
  /** Kept for good: statements that are collected abort the process on some builds, and preparing costs 20 %. */
  readonly #statements = new Map<string, SqliteStatement>()

  constructor(file: string) {
    this.#db = openFile(file)
  }

  get inTransaction(): boolean {
    return this.#db.inTransaction
  }

  execute(sql: string): void {
    guard(() => this.#prepare(sql).run([]))
  }

  /** From now on; waiting is the caller's part. */
  failWhenBusy(): void {
    this.#db.pragma('busy_timeout = 0')
  }

  rollback(): void {
    if (this.#db.inTransaction) this.execute('ROLLBACK')
  }

  run<R>(query: CompiledQuery): QueryResult<R> {
    return guard(() => this.#prepare(query.sql).run<R>(query.parameters))
  }

  close(): void {
    this.#db.close()
  }

  #prepare(sql: string): SqliteStatement {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = new SqliteStatement(this.#db.prepare(sql))
    this.#statements.set(sql, statement)
    return statement
  }
}

/** Whatever goes wrong here is the store's fault; a folder that does not exist is a plain TypeError to the library. */
function openFile(file: string): Sqlite.Database {
  let db: Sqlite.Database | undefined
  try {
    db = new Sqlite(file, { timeout: longestWait })
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    return db
  } catch (error) {
    db?.close()
    throw new StoreError(error)
  }
}

const storeFaults =
  /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|PROTOCOL|NOMEM|CORRUPT|NOTADB|PERM|AUTH|INTERRUPT)/

function guard<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && storeFaults.test(error.code)) throw new StoreError(error)
    throw error
  }
}

/** Whether another process was writing. */
export function isBusy(error: unknown): boolean {
  const cause = error instanceof StoreError ? error.cause : undefined
  return cause instanceof Sqlite.SqliteError && cause.code.startsWith('SQLITE_BUSY')
}
