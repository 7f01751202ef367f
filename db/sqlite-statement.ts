import type { QueryResult } from 'kysely'

/** What is needed of the library's statements. */
interface LibraryStatement {
  readonly reader: boolean
  raw(): LibraryStatement
  columns(): { name: string }[]
  all(parameters: readonly unknown[]): unknown[]
  run(parameters: readonly unknown[]): { changes: number }
}

/** A statement that is kept; its rows come as bare values, since the library would make their names anew each time. */
export class SqliteStatement {
  readonly #statement: LibraryStatement
  #names: readonly string[]

  constructor(statement: LibraryStatement) {
    this.#statement = statement.reader ? statement.raw() : statement
    this.#names = readNames(statement)
  }

  run<R>(parameters: readonly unknown[]): QueryResult<R> {
    if (!this.#statement.reader) {
      return { rows: [], numAffectedRows: BigInt(this.#statement.run(parameters).changes) }
    }
    const rows = this.#statement.all(parameters) as unknown[][]
    // Another process may have added a column to what `*` stands for.
    if (rows[0] && rows[0].length !== this.#names.length) this.#names = readNames(this.#statement)
    return { rows: rows.map((values) => toRow(this.#names, values) as R) }
  }
}

function readNames(statement: LibraryStatement): string[] {
  return statement.reader ? statement.columns().map(({ name }) => name) : []
}

function toRow(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  names.forEach((name, index) => {
    row[name] = values[index]
  })
  return row
}
