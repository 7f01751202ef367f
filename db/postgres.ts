import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import { DatabaseError, Pool, type PoolClient, types } from 'pg'
import type { Limits } from './limits.ts'
import { StoreError } from './store-error.ts'

/**
 * PostgreSQL through a bounded pool: waiting for a connection, connecting and each statement have an end. The server ends
 * statements that are too long; where it hangs itself, this side stops waiting a second later.
 */
export function serverPostgresDialect(url: string, { statement, lock, idle }: Limits): PostgresDialect {
  const pool = new Pool({
    connectionString: url,
    application_name: 'authd',
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statement,
    lock_timeout: lock,
    query_timeout: statement + 1_000,
    idle_in_transaction_session_timeout: idle,
    // Where a statement may take a day, a server that is gone has to be noticed otherwise.
    keepAlive: true,
    keepAliveInitialDelayMillis: 60_000,
    types: { getTypeParser: typeParser },
  })
  // A connection that breaks must not end the process, be it idle or between two statements of a transaction: the next
  // statement on it fails, and the pool opens another when it is asked for one.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return new PostgresDialect({ pool: guardedPool(pool) })
}

const int8 = 20

/** Times and counts are int8, which pg gives as strings for the sake of values over 2^53; ours stay far below. */
const typeParser = ((oid: number, format?: 'text') =>
  oid === int8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser

/** The same pool, whose outages come out as StoreError. */
function guardedPool(pool: Pool): PostgresPool {
  return {
    connect: async () => guardedClient(await guard(pool.connect())),
    end: () => pool.end(),
  }
}

/** A connection that failed is asked nothing more, not even for a rollback, and does not go back into the pool. */
function guardedClient(client: PoolClient): PostgresPoolClient {
  let failure: StoreError | undefined
  const query = async (sql: string, parameters: readonly unknown[]) => {
    if (failure) throw failure
    return guard(client.query(sql, [...parameters])).catch((error: unknown) => {
      if (error instanceof StoreError && !(error.cause instanceof DatabaseError)) failure = error
      throw error
    })
  }
  return {
    // Kysely's other form of this call takes a cursor, for streams, which no query here uses.
    query: query as unknown as PostgresPoolClient['query'],
    release: () => client.release(failure !== undefined),
  }
}

/**
 * SQLSTATE classes of what is wrong with our own statement or its values: no feature, cardinality, data, constraints, syntax
 * and names (but for rights, which an operator takes away). All else is the state that the server is in: once a standby, which
 * takes no writes, and a database that let nobody in were answered with 500, and a balancer kept sending.
 */
const ownFaults = /^(0A|21|22|23|42(?!501))/

async function guard<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const isOwn = error instanceof DatabaseError && ownFaults.test(error.code ?? '')
    throw isOwn ? error : new StoreError(error)
  }
}
