import type { LineFault, RawAccount } from '../accounts/transfer/account-row.ts'
import { readCsvAccounts } from './csv-accounts.ts'
import type { FileFormat } from './file-format.ts'
import { readJsonAccounts } from './json-accounts.ts'
import { readLines } from './line-reader.ts'

/** What a record says of an account, or why it cannot be read; `line` is its first line and `last` its last. */
export type RawRecord = { line: number; last: number } & ({ raw: RawAccount } | Omit<LineFault, 'line'>)

/** The records of a file, one by one. Throws HostError where its header cannot be used. */
export function readAccountRecords(
  source: AsyncIterable<Buffer>,
  format: FileFormat,
): AsyncGenerator<RawRecord> {
  const lines = readLines(source)
  return format === 'csv' ? readCsvAccounts(lines) : readJsonAccounts(lines)
}
