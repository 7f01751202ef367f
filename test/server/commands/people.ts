import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { ServerHost } from '../../support/processes.ts'

/** Files of people to import, and what is in the store of a host afterwards. */

export const bcrypt = '$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm'
const header = 'email,username,password_hash,email_verified,created_at'

const person = (row: number) => `person${row}@example.com,이름 ${row},${bcrypt},true,2024-05-01T12:00:00Z`

/** Lines of a CSV file: the header, then people; row n is in line n + 1. */
export function people(count: number, broken: Record<number, string> = {}): string[] {
  return [header, ...Array.from({ length: count }, (_, index) => broken[index + 1] ?? person(index + 1))]
}

export function write(host: ServerHost, name: string, lines: readonly string[]): string {
  const path = join(host.home, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

export function query<T>(host: ServerHost, sql: string): T[] {
  const db = new Sqlite(join(host.dataDir, 'authd.db'), { readonly: true })
  const rows = db.prepare(sql).raw().all() as T[]
  db.close()
  return rows
}

export const countAccounts = (host: ServerHost) =>
  Number(query<number[]>(host, 'select count(*) from accounts')[0]?.[0])

export const audit = (host: ServerHost) =>
  query<[string, string, string]>(host, 'select event, address, detail from audit order by sequence').map(
    ([event, address, detail]) => [event, address, JSON.parse(detail)],
  )
