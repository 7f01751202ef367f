import { sql } from 'kysely'
import { connectStore } from '../db/connect.ts'

/** Bytes of each table with its indexes, and its rows. */
export type TableSizes = Record<string, { bytes: number; rows: number }>

export async function readTableSizes(databaseUrl: string, tables: readonly string[]): Promise<TableSizes> {
  const db = await connectStore(databaseUrl)
  try {
    const sizes: TableSizes = {}
    for (const table of tables) {
      const bytes = databaseUrl.startsWith('sqlite:')
        ? sql<number>`select sum(pgsize) as bytes from dbstat join sqlite_master using (name) where tbl_name = ${table}`
        : sql<number>`select pg_total_relation_size(${table}::regclass) as bytes`
      const rows = sql`select count(*) as rows from ${sql.table(table)}`
      sizes[table] = {
        bytes: Number(await first(bytes.execute(db))),
        rows: Number(await first(rows.execute(db))),
      }
    }
    return sizes
  } finally {
    await db.destroy()
  }
}

async function first(result: Promise<{ rows: unknown[] }>): Promise<unknown> {
  const [row = {}] = (await result).rows
  return Object.values(row as object)[0]
}
