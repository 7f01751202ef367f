import { setTimeout as pause } from 'node:timers/promises'
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
import { Connection, isBusy } from './sqlite-connection.ts'

const defaultPatience = 5_000

/**
 * SQLite for a server: one connection writes, one reads (WAL lets both go on at once), and the single-statement writes
 * of one turn of the event loop share one fsync. A write's promise resolves after the commit, never before
 * (docs/decisions/group-commit.md).
 */
export class ServerSqliteDialect implements Dialect {
  protected readonly file: string
  readonly #patience: number

  /** `patience`: milliseconds that a write waits while another process writes; then it throws StoreError. */
  constructor(file: string, patience = defaultPatience) {
    this.file = file
    this.#patience = patience
  }

  createDriver(): Driver {
    return new SqliteDriver(this.file, this.#patience)
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
  readonly #patience: number
  #writer: Connection | undefined
  #reader: Connection | undefined
  #turns: Promise<void> = Promise.resolve()
  #batch: Write[] = []

  constructor(file: string, patience: number) {
    this.#file = file
    this.#patience = patience
  }

  async init(): Promise<void> {
    this.#writer ??= new Connection(this.#file) // kept from a start whose second half failed
    this.#writer.failWhenBusy()
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
    const limit = performance.now() + this.#patience
    const release = await this.takeTurn()
    try {
      if (this.#batch.length > 0) await this.#commitBatch(limit)
    } finally {
      release()
    }
  }

  async #commitBatch(limit: number): Promise<void> {
    const writer = opened(this.#writer)
    const fault = await begin(writer, limit).then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    const batch = this.#batch // with those that came while another process was writing
    this.#batch = []
    if (!fault) return commitTogether(writer, batch)
    for (const { reject } of batch) reject(fault.error)
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
    const limit = performance.now() + this.#patience
    lease.endTurn = await this.takeTurn()
    try {
      await begin(opened(this.#writer), limit)
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

/** Between two looks whether another process has done its writing, in ms; the first is after one. */
const longestPause = 25

/**
 * Waits for another process that writes until `limit` (of `performance.now()`), and throws StoreError then. SQLite could wait by
 * itself, but would hold up the event loop meanwhile: every reader, every timer.
 */
async function begin(writer: Connection, limit: number): Promise<void> {
  writer.rollback() // what an earlier rollback could not, such as on a full disk
  for (let wait = 1; ; wait = Math.min(2 * wait, longestPause)) {
    try {
      // IMMEDIATE: a deferred transaction that upgrades from read to write fails at once instead of waiting.
      return writer.execute('BEGIN IMMEDIATE')
    } catch (error) {
      if (!isBusy(error) || performance.now() >= limit) throw error
    }
    await pause(wait)
  }
}

/** One transaction, begun already, for many callers: a statement that fails undoes itself alone, a commit that fails fails for all. */
function commitTogether(writer: Connection, batch: Write[]): void {
  const done: Array<() => void> = []
  try {
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

function opened(connection: Connection | undefined): Connection {
  if (!connection) throw new Error('the store is not open')
  return connection
}
