import type { DatabaseConnection, Driver } from 'kysely'
import { ServerSqliteDialect } from './sqlite.ts'
import { Connection } from './sqlite-connection.ts'

/**
 * SQLite for long reads: a connection of its own whose transactions take no lock. From the first read on it sees one
 * moment, and in WAL neither waits for writers nor makes them wait.
 */
export class SnapshotSqliteDialect extends ServerSqliteDialect {
  override createDriver(): Driver {
    return new SnapshotDriver(this.file)
  }
}

class SnapshotDriver implements Driver {
  readonly #file: string
  #connection: Connection | undefined

  constructor(file: string) {
    this.#file = file
  }

  async init(): Promise<void> {
    this.#connection ??= new Connection(this.#file)
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = this.#opened()
    return {
      executeQuery: async (query) => connection.run(query),
      // biome-ignore lint/correctness/useYield: Kysely's interface asks for it; nothing here streams.
      streamQuery: async function* () {
        throw new Error('this driver does not stream')
      },
    }
  }

  async beginTransaction(): Promise<void> {
    this.#opened().execute('BEGIN')
  }

  async commitTransaction(): Promise<void> {
    this.#opened().execute('COMMIT')
  }

  async rollbackTransaction(): Promise<void> {
    this.#opened().rollback()
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#connection?.close()
  }

  #opened(): Connection {
    if (!this.#connection) throw new Error('the store is not open')
    return this.#connection
  }
}
