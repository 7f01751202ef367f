import { unknownMigrations } from '../../../../db/migrate.ts'
import { ChainCheck } from '../chain-check.ts'
import { TableDigest } from '../table-digest.ts'
import { pageSize, type Row, type TableShape } from '../tables.ts'
import { type BackupFile, damaged, type LineOptions, newer } from './backup-file.ts'
import type { BackupContents, TableEnd, TableStart } from './backup-format.ts'

export type TakeRows = (shape: TableShape, rows: readonly Row[]) => Promise<void> | void

/**
 * Reads a backup to its last byte and checks all of it: checksum, counts, digests, and the chain of the audit log; hands its
 * rows over page by page. Throws HostError where it is damaged or a newer authd's.
 */
export async function readBackup(
  file: BackupFile,
  options: LineOptions = {},
  take: TakeRows = () => {},
): Promise<BackupContents> {
  const unknown = unknownMigrations(file.header.schema)
  if (unknown.length > 0) throw newer(file.path, unknown.join(', '))
  const reading = new BackupReading(file, take)
  for await (const line of file.lines(options)) {
    await reading.add(JSON.parse(line) as Line, line)
  }
  return reading.finish()
}

type Line = Row | TableStart | TableEnd | { tables: number }

class BackupReading {
  readonly #file: BackupFile
  readonly #take: TakeRows
  readonly #tables: BackupContents['tables'] = []
  readonly #sealedKeys: string[] = []
  readonly #chain = new ChainCheck()
  #shape: TableShape | undefined
  #digest = new TableDigest()
  #page: Row[] = []
  #isAtEnd = false

  constructor(file: BackupFile, take: TakeRows) {
    this.#file = file
    this.#take = take
  }

  async add(line: Line, text: string): Promise<void> {
    if (this.#isAtEnd) throw this.#damage('something follows its end')
    if (isRow(line)) await this.#addRow(line, text)
    else if ('table' in line) this.#startTable(line)
    else if ('digest' in line) await this.#endTable(line)
    else this.#end(line)
  }

  finish(): BackupContents {
    if (!this.#isAtEnd) throw this.#damage('its end is missing')
    return {
      header: this.#file.header,
      tables: this.#tables,
      sealedKeys: this.#sealedKeys,
      auditFault: this.#chain.finish(),
      bytes: this.#file.bytes,
    }
  }

  async #addRow(row: Row, text: string): Promise<void> {
    const shape = this.#shape
    if (!shape || row.length !== shape.columns.length) throw this.#damage('a row of it fits no table')
    this.#digest.add(text)
    this.#chain.add(shape, [row])
    if (shape.name === 'signing_keys')
      this.#sealedKeys.push(String(row[shape.columns.indexOf('private_jwk_sealed')]))
    this.#page.push(row)
    if (this.#page.length === pageSize) await this.#handOver(shape)
  }

  async #handOver(shape: TableShape): Promise<void> {
    const page = this.#page
    this.#page = []
    if (page.length > 0) await this.#take(shape, page)
  }

  #startTable({ table, columns, key }: TableStart): void {
    this.#shape = { name: table as TableShape['name'], columns, key }
    this.#digest = new TableDigest()
  }

  async #endTable({ rows, digest }: TableEnd): Promise<void> {
    const shape = this.#shape
    if (!shape || rows !== this.#digest.rows || digest !== this.#digest.toString())
      throw this.#damage(`the rows of ${shape?.name ?? 'a table'} are not those that were written`)
    this.#tables.push({ table: shape.name, columns: shape.columns, key: shape.key, rows, digest })
    this.#shape = undefined
    await this.#handOver(shape)
  }

  #end({ tables }: { tables: number }): void {
    if (tables !== this.#tables.length) throw this.#damage('a table is missing')
    this.#isAtEnd = true
  }

  #damage(what: string) {
    return damaged(this.#file.path, what)
  }
}

function isRow(line: Line): line is Row {
  return Array.isArray(line)
}
