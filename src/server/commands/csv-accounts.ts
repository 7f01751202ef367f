import { showValue } from '../accounts/field-values.ts'
import {
  type AccountField,
  accountField,
  accountFields,
  type RawAccount,
} from '../accounts/transfer/account-row.ts'
import { HostError } from '../host-error.ts'
import type { RawRecord } from './account-records.ts'
import { type CsvReading, parseCsvRecord } from './csv.ts'
import { type Line, longestLine } from './line-reader.ts'

/** Throws HostError where the header names what no account has, before anything was read. */
export async function* readCsvAccounts(lines: AsyncIterable<Line>): AsyncGenerator<RawRecord> {
  let header: AccountField[] | undefined
  for await (const { line, last, reading } of readCsvRecords(lines)) {
    if (!header) header = readHeader(reading)
    else if ('fault' in reading) yield { line, last, code: 'csv_malformed', reason: reading.fault }
    else if (!isBlank(reading.fields)) yield { line, last, ...toAccount(header, reading.fields) }
  }
  if (!header) throw new HostError('The file is empty; nothing was imported.', headerHint)
}

const headerHint = `Let its first line name the columns, of ${accountFields.join(', ')}.`

function readHeader(reading: CsvRecord['reading']): AccountField[] {
  if ('fault' in reading)
    throw new HostError(`The first line cannot be read: ${reading.fault}; nothing was imported.`, headerHint)
  const names = reading.fields.map((name) => name.trim().toLowerCase())
  const fields = names.map(accountField)
  const unknown = names.filter((_name, index) => fields[index] === undefined)
  const known = fields.filter((field) => field !== undefined)
  const twice = known.find((field, index) => known.indexOf(field) !== index)
  const fault =
    unknown.length > 0
      ? `The file has columns that no account has: ${unknown.map(showValue).join(', ')}`
      : twice !== undefined
        ? `The file has two columns for ${twice}`
        : known.includes('email')
          ? undefined
          : 'The file has no column email'
  if (fault !== undefined) throw new HostError(`${fault}; nothing was imported.`, headerHint)
  return known
}

function isBlank(fields: readonly string[]): boolean {
  return fields.length === 1 && fields[0] === ''
}

function toAccount(
  header: readonly AccountField[],
  fields: readonly string[],
): { raw: RawAccount } | { code: string; reason: string } {
  if (fields.length !== header.length) {
    const reason = `it has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}, and the header has ${header.length}`
    return { code: 'csv_malformed', reason }
  }
  return { raw: Object.fromEntries(header.map((field, index) => [field, fields[index]])) }
}

interface CsvRecord {
  /** The first and the last line of it. */
  line: number
  last: number
  reading: Exclude<CsvReading, { open: true }>
}

/** A field that takes more lines was not meant to: somebody forgot its end. */
const mostLines = 100

/**
 * Joins the lines of quoted fields. After a record that cannot be read it goes on in the line behind its first one, so
 * that a forgotten quote costs one line and not the rest of the file.
 */
async function* readCsvRecords(lines: AsyncIterable<Line>): AsyncGenerator<CsvRecord> {
  const source = lines[Symbol.asyncIterator]()
  const ahead: Line[] = []
  const peek = async (index: number): Promise<Line | undefined> => {
    while (ahead.length <= index) {
      const { value, done } = await source.next()
      if (done) return undefined
      ahead.push(value)
    }
    return ahead[index]
  }
  for (let first = await peek(0); first; first = await peek(0)) {
    const { reading, count } = await readRecord(first, peek)
    yield { line: first.number, last: first.number + count - 1, reading }
    ahead.splice(0, count)
  }
}

async function readRecord(
  first: Line,
  peek: (index: number) => Promise<Line | undefined>,
): Promise<{ reading: CsvRecord['reading']; count: number }> {
  if ('fault' in first.content) return { reading: first.content, count: 1 }
  let text = first.content.text
  for (let count = 1; count <= mostLines; count++) {
    const reading = parseCsvRecord(text.replace(/\r$/, ''))
    if ('fields' in reading) return { reading, count }
    if ('fault' in reading) return { reading, count: 1 }
    const next = await peek(count)
    if (!next || 'fault' in next.content) break
    text += `\n${next.content.text}`
    if (text.length > longestLine) break
  }
  return { reading: { fault: 'a quote is opened and not closed' }, count: 1 }
}
