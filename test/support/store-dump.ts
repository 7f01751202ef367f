import { type RawBuilder, sql } from 'kysely'
import type { Store } from '../../db/connect.ts'
import type { StoreKind } from './stores.ts'

/** What follows each statement of a dump; no value that we store has it within. */
const end = ';\n'

/** A whole store as SQL: its tables, each with its rows in a fixed order, then the indexes. */
export async function dumpStore(db: Store, kind: StoreKind): Promise<string> {
  const statements: string[] = []
  for (const { table, statement } of await readSchema(db, kind)) {
    statements.push(statement, ...(table === null ? [] : await dumpRows(db, table)))
  }
  return statements.map((statement) => statement + end).join('')
}

/** Fills an empty store. */
export async function loadDump(db: Store, dump: string): Promise<void> {
  for (const statement of dump.split(end).slice(0, -1)) await sql.raw(statement).execute(db)
}

interface SchemaPart {
  /** Null for an index. */
  table: string | null
  statement: string
}

/** In the order in which they were made, tables first, so that a row finds the one that it refers to. */
export async function readSchema(db: Store, kind: StoreKind): Promise<SchemaPart[]> {
  return (await { sqlite: sqliteSchema, postgres: postgresSchema }[kind].execute(db)).rows
}

const sqliteSchema: RawBuilder<SchemaPart> = sql`
  select case type when 'table' then name end as "table", sql as statement
  from sqlite_schema where sql is not null order by type = 'index', rowid`

/** PostgreSQL keeps no statements: these are put together from its catalogue, as pg_dump does, which npm does not bring. */
const postgresSchema: RawBuilder<SchemaPart> = sql`
  select relname as "table", format(E'CREATE TABLE %I (\n  %s\n)', relname, array_to_string(
    array(
      select concat_ws(' ', quote_ident(attname), format_type(atttypid, atttypmod),
        'DEFAULT ' || pg_get_expr(adbin, adrelid), case when attnotnull then 'NOT NULL' end)
      from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where attrelid = tables.oid and attnum > 0 and not attisdropped order by attnum
    ) || array(
      select format('CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
      from pg_constraint where conrelid = tables.oid and contype in ('p', 'u', 'f') order by conname
    ), E',\n  ')) as statement
  from (select * from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by oid) tables
  union all (
    select null, pg_get_indexdef(indexrelid) from pg_index
    where indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
      and indexrelid not in (select conindid from pg_constraint)
    order by indexrelid
  )`

async function dumpRows(db: Store, table: string): Promise<string[]> {
  const all = sql<Record<string, unknown>>`select * from ${sql.table(table)} order by 1, 2` // no key is longer
  const { rows } = await all.execute(db)
  return rows.map((row) => `INSERT INTO ${table} VALUES (${Object.values(row).map(literal).join(', ')})`)
}

function literal(value: unknown): string {
  if (value === null) return 'NULL'
  return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
}
