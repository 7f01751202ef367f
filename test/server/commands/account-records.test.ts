import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RawRecord, readAccountRecords } from '../../../src/server/commands/account-records.ts'
import { formatCsvRecord, parseCsvRecord } from '../../../src/server/commands/csv.ts'
import { type FileFormat, formatOf } from '../../../src/server/commands/file-format.ts'

/** Reads a file that comes in pieces of so many bytes. */
async function read(file: string | Buffer, format: FileFormat, size = 7): Promise<RawRecord[]> {
  const bytes = Buffer.from(file)
  const chunks = async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const records: RawRecord[] = []
  for await (const record of readAccountRecords(chunks(), format)) records.push(record)
  return records
}

const csv = (file: string | Buffer, size?: number) => read(file, 'csv', size)
const broken = (line: number, reason: string, code = 'csv_malformed') => ({ line, last: line, code, reason })

describe('CSV (RFC 4180)', () => {
  test('quotes, commas and line breaks in fields, CRLF, a byte order mark, empty lines, no last line break', async () => {
    const file =
      '\ufeffEmail, username,email_verified\r\na@x.org,"안, 영희",t\r\n\r\nb@x.org,"say ""hi""\r\nthere",\r\n"c@x.org",,'
    for (const size of [1, 7, 1_000]) {
      expect(await csv(file, size)).toEqual([
        { line: 2, last: 2, raw: { email: 'a@x.org', username: '안, 영희', verified: 't' } },
        { line: 4, last: 5, raw: { email: 'b@x.org', username: 'say "hi"\r\nthere', verified: '' } },
        { line: 6, last: 6, raw: { email: 'c@x.org', username: '', verified: '' } },
      ])
    }
  })

  test('what is written can be read again', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '한', '"', ',', '\n', '\r', ' ', '$') })
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), (fields) => {
        expect(parseCsvRecord(formatCsvRecord(fields).slice(0, -1))).toEqual({ fields })
      }),
    )
  })

  test('a forgotten quote costs its own line and no other', async () => {
    const rows = Array.from({ length: 300 }, (_, row) => `p${row}@x.org,`)
    rows[1] = '"p1@x.org,'
    rows[298] = 'p298@x.org,"Ann"'
    rows[299] = '"p299@x.org,Bob'
    const records = await csv(`email,username\n${rows.join('\n')}\n`)
    expect(records).toHaveLength(300)
    expect(records.filter((record) => 'reason' in record)).toEqual([
      broken(3, 'a quote is opened and not closed'),
      broken(301, 'a quote is opened and not closed'),
    ])
    expect(records[298]).toEqual({ line: 300, last: 300, raw: { email: 'p298@x.org', username: 'Ann' } })
  })

  test('each broken line is told by its number, and those behind it are read', async () => {
    const long = `l@x.org,${'x'.repeat(70_000)}`
    const lines = ['email,username', '"a@x.org"b,', 'b@x.org', 'c@x.org,,', long, 'INVALID,', 'd@x.org,Dan']
    const bytes = Buffer.from(`${lines.join('\n')}\n`)
    bytes[bytes.indexOf('INVALID')] = 0xff
    expect(await csv(bytes, 4_096)).toEqual([
      broken(2, 'a quoted field is followed by something else than a comma'),
      broken(3, 'it has 1 field, and the header has 2'),
      broken(4, 'it has 3 fields, and the header has 2'),
      broken(5, 'the line is longer than 65536 bytes'),
      broken(6, 'the line is not UTF-8'),
      { line: 7, last: 7, raw: { email: 'd@x.org', username: 'Dan' } },
    ])
  })

  test.each([
    ['', 'The file is empty'],
    ['email,phone,이름\n', 'The file has columns that no account has: "phone", "이름"'],
    [
      'a@x.org,$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm\n',
      'The file has columns that no account has: "a@x.org", (not shown)',
    ],
    ['email,verified,email_verified\n', 'The file has two columns for verified'],
    ['username\n', 'The file has no column email'],
    ['"email\n', 'The first line cannot be read: a quote is opened and not closed'],
    [Buffer.from('\ufeffemail\n', 'utf16le'), 'The first line cannot be read: the line is not UTF-8'],
  ])('a header that cannot be used ends it before anything is read: %j', async (file, reason) => {
    await expect(csv(file)).rejects.toMatchObject({
      name: 'HostError',
      message: `${reason}; nothing was imported.`,
      hint: 'Let its first line name the columns, of email, username, password_hash, verified, superuser, disabled, created_at.',
    })
  })
})

describe('JSON Lines', () => {
  test('one object in each line; the broken ones are told without what they hold', async () => {
    const lines = [
      '{"email":"a@x.org","username":null,"email_verified":true}\r',
      '',
      '{"email":"b@x.org","password_hash":"$2b$',
      '["c@x.org"]',
      '{"email":"d@x.org","phone":"1"}',
      '{"email":"e@x.org","verified":true,"email_verified":true}',
      '{"email":"f@x.org"}',
    ]
    expect(await read(lines.join('\n'), 'jsonl')).toEqual([
      { line: 1, last: 1, raw: { email: 'a@x.org', username: null, verified: true } },
      broken(3, 'the line is no JSON object', 'json_malformed'),
      broken(4, 'the line is no JSON object', 'json_malformed'),
      broken(5, 'it has "phone", which no account has', 'field_unknown'),
      broken(6, 'it has verified twice', 'field_repeated'),
      { line: 7, last: 7, raw: { email: 'f@x.org' } },
    ])
  })
})

test('JSON Lines: a name that is there twice is told, as the parser would keep the last without a word (RFC 8259 §4)', async () => {
  const lines = [
    '{"email":"a@x.org","email" : "b@x.org"}',
    '{"email":"c@x.org","\\u0065mail":"d@x.org"}',
    '{"email":"e@x.org","username":"\\",\\"email\\":\\"f@x.org"}',
    '{"email":"username:","username":"email"}',
    '{"email":{"email":"g@x.org"}}',
  ]
  expect(await read(lines.join('\n'), 'jsonl')).toEqual([
    broken(1, 'it has "email" twice', 'field_repeated'),
    broken(2, 'it has "email" twice', 'field_repeated'),
    { line: 3, last: 3, raw: { email: 'e@x.org', username: '","email":"f@x.org' } },
    { line: 4, last: 4, raw: { email: 'username:', username: 'email' } },
    { line: 5, last: 5, raw: { email: { email: 'g@x.org' } } },
  ])
})

test('the name of a file tells its format', () => {
  const names = ['a.csv', 'A.CSV', 'a.jsonl', 'a.ndjson', 'a.json', 'csv', '-']
  expect(names.map(formatOf)).toEqual(['csv', 'csv', 'jsonl', 'jsonl', undefined, undefined, undefined])
})
