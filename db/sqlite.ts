import Sqlite from 'better-sqlite3'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { SqliteStatement } from './sqlite-statement.ts'
import { StoreError } from './store-error.ts'

/**
 * SQLite for a server: one connection writes, one reads (WAL lets both go on at once), and the single-statement writes
 * of one turn of the event loop share one fsync. A write's promise resolves after the commit, never before
 * (docs/decisions/group-commit.md).
 */
export class ServerSqliteDialect implements Dialect {
  protected readonly file: string

  constructor(file: string) {
    this.file = file
  }

  createDriver(): Driver {
    return new SqliteDriver(this.file)
  }

  createQueryCompiler() {
    return new SqliteQueryCompiler()
  }

  createAdapter() {
    return new TransactionalDdlAdapter()
  }

  createIntrospector(db: Kysely<unknown>) {
    return new SqliteIntrospector(db)
  }
}

/** SQLite does roll back DDL; Kysely's adapter is careful for the sake of other drivers. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class SqliteDriver implements Driver {
  readonly #file: string
  #writer: Connection | undefined
  #reader: Connection | undefined
  #turns: Promise<void> = Promise.resolve()
  #batch: Write[] = []

  constructor(file: string) {
    this.#file = file
  }

  async init(): Promise<void> {
    this.#writer ??= new Connection(this.#file) // kept from a start whose second half failed
    this.#reader = new Connection(this.#file)
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return new Lease(this)
  }

  read<R>(query: CompiledQuery): QueryResult<R> {
    return opened(this.#reader).run<R>(query)
  }

  /** Runs inside the transaction that the caller holds. */
  writeNow<R>(query: CompiledQuery): QueryResult<R> {
    return opened(this.#writer).run<R>(query)
  }

  /** Joins the next shared commit. */
  write<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return new Promise<QueryResult<R>>((resolve, reject) => {
      if (this.#batch.length === 0) setImmediate(() => void this.#flush())
      this.#batch.push({ query, resolve: resolve as (result: QueryResult<unknown>) => void, reject })
    })
  }

  async #flush(): Promise<void> {
    const release = await this.takeTurn()
    const batch = this.#batch
    this.#batch = []
    try {
      if (batch.length > 0) commitTogether(opened(this.#writer), batch)
    } finally {
      release()
    }
  }

  /** Writers take turns: an open transaction and a shared commit never overlap. Resolves to the end of the turn. */
  async takeTurn(): Promise<() => void> {
    const before = this.#turns
    let release = () => {}
    this.#turns = new Promise((resolve) => {
      release = resolve
    })
    await before
    return release
  }

  async beginTransaction(lease: DatabaseConnection): Promise<void> {
    if (!(lease instanceof Lease)) throw new TypeError('not a connection of this driver')
    lease.endTurn = await this.takeTurn()
    try {
      // IMMEDIATE: a deferred transaction that upgrades from read to write fails at once instead of waiting.
      opened(this.#writer).execute('BEGIN IMMEDIATE')
    } catch (error) {
      lease.finish()
      throw error
    }
  }

  async commitTransaction(lease: DatabaseConnection): Promise<void> {
    opened(this.#writer).execute('COMMIT')
    if (lease instanceof Lease) lease.finish()
  }

  async rollbackTransaction(lease: DatabaseConnection): Promise<void> {
    try {
      opened(this.#writer).rollback()
    } finally {
      if (lease instanceof Lease) lease.finish()
    }
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#flush() // writes that wait for the next turn of the event loop
    const release = await this.takeTurn()
    this.#reader?.close()
    this.#writer?.close()
    release()
  }
}

interface Write {
  query: CompiledQuery
  resolve: (result: QueryResult<unknown>) => void
  reject: (error: unknown) => void
}

/** One transaction for many callers: a statement that fails undoes itself alone, a commit that fails fails for all. */
function commitTogether(writer: Connection, batch: Write[]): void {
  const done: Array<() => void> = []
  try {
    writer.rollback() // what an earlier rollback could not, such as on a full disk
    writer.execute('BEGIN IMMEDIATE')
    for (const { query, resolve, reject } of batch) {
      try {
        const result = writer.run(query)
        done.push(() => resolve(result))
      } catch (error) {
        if (!writer.inTransaction) throw error // SQLite rolled everything back: disk full, I/O error
        done.push(() => reject(error))
      }
    }
    writer.execute('COMMIT')
  } catch (error) {
    for (const { reject } of batch) reject(error)
    try {
      writer.rollback()
    } catch {
      // Everybody knows already, and the next commit tries again.
    }
    return
  }
  for (const settle of done) settle()
}

/** What Kysely holds between acquire and release: reads, shared writes, or an exclusive transaction. */
class Lease implements DatabaseConnection {
  readonly #driver: SqliteDriver
  endTurn: (() => void) | undefined

  constructor(driver: SqliteDriver) {
    this.#driver = driver
  }

  finish(): void {
    this.endTurn?.()
    this.endTurn = undefined
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.endTurn) return this.#driver.writeNow<R>(query)
    if (SelectQueryNode.is(query.query)) return this.#driver.read<R>(query)
    return this.#driver.write<R>(query)
  }

  // biome-ignore lint/correctness/useYield: Kysely's interface asks for it; nothing here streams.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('this driver does not stream')
  }
}

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
    db = new Sqlite(file, { timeout: 5_000 })
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

function opened(connection: Connection | undefined): Connection {
  if (!connection) throw new Error('the store is not open')
  return connection
}
