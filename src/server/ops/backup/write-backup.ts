import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import type { Store } from '../../../../db/connect.ts'
import { fileFailure, HostError } from '../../host-error.ts'
import { TableDigest, toLine } from '../table-digest.ts'
import { countRows, readPages, readShapes, type TableShape } from '../tables.ts'
import {
  type BackupEnd,
  type BackupHeader,
  formatFooter,
  type TableEnd,
  type TableStart,
} from './backup-format.ts'

export interface WriteOptions {
  signal: AbortSignal
  /** Rows done, of all. */
  onRows: (done: number, all: number) => void
}

/**
 * Writes a snapshot into a new file that nobody else may read (0600), and sees it onto the disk. `shownAs` is the name
 * that a person gave it.
 */
export async function writeBackup(
  snapshot: Store,
  { path, shownAs, header }: { path: string; shownAs: string; header: BackupHeader },
  options: WriteOptions,
): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw unwritable(shownAs, error)
  })
  try {
    const write = hashedWriter(file, shownAs)
    await write(Buffer.from(`${JSON.stringify(header)}\n`))
    // The least effort: most of a backup is hashes and ids, which hardly shrink.
    const gzip = createGzip({ level: 1 })
    await pipeline(Readable.from(lines(snapshot, options)), gzip, async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) await write(chunk)
    })
    await write.finish()
    await file.sync()
  } finally {
    await file.close()
  }
}

function hashedWriter(file: FileHandle, path: string) {
  const hash = createHash('sha256')
  const append = (bytes: Buffer) =>
    file.appendFile(bytes).catch((error: unknown) => {
      throw unwritable(path, error)
    })
  const write = (bytes: Buffer) => {
    hash.update(bytes)
    return append(bytes)
  }
  return Object.assign(write, { finish: () => append(Buffer.from(formatFooter(hash.digest('hex')))) })
}

export function unwritable(path: string, error: unknown): HostError {
  const hint = 'Check that its folder is there, that this user may write to it, and that the disk has space.'
  return new HostError(`${path} cannot be written: ${fileFailure(error)}; no backup was made.`, hint, {
    cause: error,
  })
}

async function* lines(snapshot: Store, { signal, onRows }: WriteOptions): AsyncGenerator<string> {
  const shapes = await readShapes(snapshot)
  const counts = await countRows(snapshot, shapes)
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  let done = 0
  for (const shape of shapes) {
    yield* tableLines(snapshot, shape, (rows) => {
      signal.throwIfAborted()
      done += rows
      onRows(done, all)
    })
  }
  yield toText({ tables: shapes.length } satisfies BackupEnd)
}

async function* tableLines(
  snapshot: Store,
  shape: TableShape,
  count: (rows: number) => void,
): AsyncGenerator<string> {
  yield toText({ table: shape.name, columns: shape.columns, key: shape.key } satisfies TableStart)
  const digest = new TableDigest()
  for await (const page of readPages(snapshot, shape)) {
    const texts = page.map(toLine)
    for (const text of texts) digest.add(text)
    yield `${texts.join('\n')}\n`
    count(page.length)
    await setImmediate() // a server that writes its own backup has requests to answer between two pages
  }
  yield toText({ rows: digest.rows, digest: digest.toString() } satisfies TableEnd)
}

function toText(value: object): string {
  return `${JSON.stringify(value)}\n`
}
