import { sql } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'

/** One row, its values in the order of the table's columns. */
export type Row = readonly Value[]
export type Value = string | number | null

/** A table as this store has it, which may be older than this program's. */
export interface TableShape {
  name: keyof Database
  /** In alphabetical order, which both stores share. */
  columns: string[]
  /** What tells its rows apart, and what they are paged by. */
  key: string[]
}

/**
 * Whether a table belongs in a backup, and the order in which tables are filled: those that others refer to come first.
 * A new table cannot be forgotten here, since the type asks for each.
 */
const isKept: Record<keyof Database, boolean> = {
  accounts: true,
  clients: true,
  sessions: true,
  registrations: true,
  one_time_codes: true,
  device_logins: true,
  personal_tokens: true,
  signing_keys: true,
  invites: true,
  outbox: true,
  rate_limits: true,
  audit: true,
  audit_head: true,
  // Who has whose turn, on the machines of now.
  locks: false,
}

/** The first that a table has all columns of. A test holds each against the store's own primary keys. */
const knownKeys = [['id'], ['purpose', 'subject'], ['name', 'subject'], ['name'], ['sequence']]

/** The tables of this store that a backup holds, in the order in which they are filled. */
export async function readShapes(db: Store): Promise<TableShape[]> {
  return (await readTables(db)).map(({ name, columns }) => {
    const key = knownKeys.find((each) => each.every((column) => columns.includes(column)))
    if (!key) throw new Error(`the table ${name} has no key that it could be paged by`)
    return { name, columns, key }
  })
}

async function readTables(db: Store): Promise<Array<Omit<TableShape, 'key'>>> {
  const there = await db.introspection.getTables()
  const names = (Object.keys(isKept) as (keyof Database)[]).filter((name) => isKept[name])
  return names.flatMap((name) => {
    const columns = there.find((table) => table.name === name)?.columns.map((column) => column.name)
    return columns ? { name, columns: columns.sort() } : []
  })
}

export const pageSize = 200

/** All rows of a table by its key, page by page, so that memory does not grow with their number. */
export async function* readPages(db: Store, shape: TableShape): AsyncGenerator<Row[]> {
  const { name, columns, key } = shape
  const places = key.map((column) => columns.indexOf(column))
  for (let last: Row | undefined; ; ) {
    const after = last ? sql` where (${refs(key)}) > (${sql.join(places.map((at) => last?.[at]))})` : sql``
    const { rows } = await sql<Record<string, Value>>`select ${refs(columns)} from ${sql.table(name)}${after}
      order by ${refs(key)} limit ${sql.lit(pageSize)}`.execute(db)
    if (rows.length === 0) return
    const page = toRows(rows, columns)
    yield page
    last = page.at(-1)
    if (page.length < pageSize) return
  }
}

/** The rows that have the keys of these, in any order. */
export async function readSame(db: Store, shape: TableShape, rows: readonly Row[]): Promise<Row[]> {
  const { name, columns } = shape
  if (rows.length === 0) return []
  const found = await sql<Record<string, Value>>`select ${refs(columns)} from ${sql.table(name)}
    where ${isOneOf(shape, rows)}`.execute(db)
  return toRows(found.rows, columns)
}

export async function deleteRows(db: Store, shape: TableShape, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  await sql`delete from ${sql.table(shape.name)} where ${isOneOf(shape, rows)}`.execute(db)
}

/** Few sizes make few statements, which SQLite's driver keeps for good. */
const insertSizes = [100, 10, 1] as const

export async function insertRows(
  db: Store,
  { name, columns }: TableShape,
  rows: readonly Row[],
): Promise<void> {
  for (let at = 0; at < rows.length; ) {
    const size = insertSizes.find((each) => each <= rows.length - at) ?? 1
    const values = rows.slice(at, at + size).map((row) => sql`(${sql.join(row)})`)
    await sql`insert into ${sql.table(name)} (${refs(columns)}) values ${sql.join(values)}`.execute(db)
    at += size
  }
}

/** How many rows each table has. */
export async function countRows(
  db: Store,
  tables: ReadonlyArray<{ name: string }>,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { name } of tables) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`.execute(
      db,
    )
    counts.set(name, rows[0]?.count ?? 0)
  }
  return counts
}

/** What is in a store that should be empty, in words such as `2 in accounts, 1 in clients`; undefined where nothing is. */
export async function describeContents(db: Store): Promise<string | undefined> {
  const counts = await countRows(db, await readTables(db))
  const full = [...counts].filter(([, count]) => count > 0).map(([name, count]) => `${count} in ${name}`)
  return full.length === 0 ? undefined : full.join(', ')
}

function refs(columns: readonly string[]) {
  return sql.join(columns.map((column) => sql.ref(column)))
}

/** Keys of several columns are compared one by one: the stores write lists of pairs differently. */
function isOneOf({ columns, key }: TableShape, rows: readonly Row[]) {
  const places = key.map((column) => columns.indexOf(column))
  const [only] = places
  if (key.length === 1 && only !== undefined)
    return sql`${refs(key)} in (${sql.join(rows.map((row) => row[only]))})`
  const same = rows.map((row) => {
    const parts = key.map((column, index) => sql`${sql.ref(column)} = ${row[places[index] ?? 0]}`)
    return sql`(${sql.join(parts, sql` and `)})`
  })
  return sql`(${sql.join(same, sql` or `)})`
}

function toRows(rows: readonly Record<string, Value>[], columns: readonly string[]): Row[] {
  return rows.map((row) => columns.map((column) => row[column] ?? null))
}
