/**
 * A backup is one file: a line of JSON that says what it is, the rows as gzip'ed lines, and a line with the SHA-256 of every
 * byte before it (docs/decisions/backups.md). The form is the same for both stores.
 */
export interface BackupHeader {
  format: 'latchkey backup'
  version: number
  /** Version of the authd that wrote it. */
  authd: string
  /** The migrations that the store had, in order. */
  schema: string[]
  /** Where it came from; it can go back into either. */
  store: 'sqlite' | 'postgres'
  /** RFC 3339. */
  made_at: string
}

export const formatVersion = 1

/** Before the rows of a table, each of which is a line with an array; after them comes TableEnd. */
export interface TableStart {
  table: string
  columns: string[]
  key: string[]
}

export interface TableEnd {
  rows: number
  /** As TableDigest has it. */
  digest: string
}

/** The last line: how many tables there are. */
export interface BackupEnd {
  tables: number
}

/** Of the SHA-256 in hex, with the word and the line break. */
export const footerLength = 'sha256 '.length + 64 + '\n'.length

export function formatFooter(sha256: string): string {
  return `sha256 ${sha256}\n`
}

/** The digest in a footer; undefined where these bytes are none. */
export function parseFooter(text: string): string | undefined {
  return /^sha256 ([0-9a-f]{64})\n$/.exec(text)?.[1]
}

/** Undefined where the first line of a file is not that of a backup. */
export function parseHeader(line: string): BackupHeader | undefined {
  const header = parseJson(line) as Partial<BackupHeader> | undefined
  return header?.format === 'latchkey backup' && typeof header.version === 'number'
    ? (header as BackupHeader)
    : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a whole and sound backup holds. */
export interface BackupContents {
  header: BackupHeader
  /** In the order of the file. */
  tables: Array<TableStart & TableEnd>
  /** The sealed private halves of its signing keys: whoever restores it needs the secret key that opens them. */
  sealedKeys: string[]
  /** Where the audit log breaks, as a clause; undefined where its chain is whole. */
  auditFault: string | undefined
  bytes: number
}

export function rowsOf({ tables }: BackupContents, table: string): number {
  return tables.find((each) => each.table === table)?.rows ?? 0
}

export function allRowsOf({ tables }: BackupContents): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0)
}
