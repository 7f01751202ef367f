import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { fileFailure, HostError } from '../../host-error.ts'
import { type BackupHeader, footerLength, formatVersion, parseFooter, parseHeader } from './backup-format.ts'

/** A file that is a backup, byte for byte as it was written. What it holds is seen when it is read. */
export interface BackupFile {
  path: string
  header: BackupHeader
  bytes: number
  /** Each line of the rows, without its end. */
  lines(options: LineOptions): AsyncGenerator<string>
}

export interface LineOptions {
  signal?: AbortSignal | undefined
  /** Bytes of the file read so far, of all. */
  onBytes?: ((done: number, all: number) => void) | undefined
}

/** Far more than any header. */
const mostHeaderBytes = 65_536

/** Throws HostError where the file cannot be read, is none of ours, is damaged or cut off, or is a newer authd's. */
export async function openBackupFile(path: string, signal?: AbortSignal): Promise<BackupFile> {
  const file = await openFile(path)
  try {
    const { size: bytes } = await file.stat()
    const first = await readFirstLine(file, bytes)
    const header = parseHeader(Buffer.from(first, 'latin1').toString('utf8'))
    if (!header) throw foreign(path)
    if (header.version > formatVersion) throw newer(path, `format ${header.version}`)
    const footer = await readAt(file, Math.max(0, bytes - footerLength), footerLength)
    const sha256 = parseFooter(footer.toString('latin1'))
    if (sha256 === undefined) throw damaged(path, 'its end is missing')
    await requireChecksum({ path, bytes, sha256 }, signal)
    const parts = { path, bytes, headerBytes: first.length + 1 }
    return { path, header, bytes, lines: (options) => readLines(parts, options) }
  } finally {
    await file.close()
  }
}

/** Whether a file begins as a backup does, sound or not; an empty one may become one too. Throws HostError as above. */
export async function mayBecomeBackup(path: string): Promise<boolean> {
  const file = await openFile(path)
  try {
    const { size } = await file.stat()
    return size === 0 || parseHeader(await readFirstLine(file, size)) !== undefined
  } finally {
    await file.close()
  }
}

/** Asked before it is opened: a pipe that nobody writes into would be waited for without an end. */
async function openFile(path: string): Promise<FileHandle> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is no file')
    return await open(path, 'r')
  } catch (error) {
    throw unreadable(path, error)
  }
}

/** In Latin-1, so that its letters are as many as its bytes. */
async function readFirstLine(file: FileHandle, bytes: number): Promise<string> {
  const head = await readAt(file, 0, Math.min(bytes, mostHeaderBytes))
  return head.toString('latin1').split('\n', 1)[0] ?? ''
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

interface FileParts {
  path: string
  bytes: number
  headerBytes: number
}

async function* readLines(
  { path, bytes, headerBytes }: FileParts,
  options: LineOptions,
): AsyncGenerator<string> {
  let done = headerBytes
  const source = createReadStream(path, { start: headerBytes, end: bytes - footerLength - 1 })
  source.on('data', (chunk) => {
    done += chunk.length
    options.onBytes?.(done, bytes)
  })
  const gunzip = createGunzip()
  source.on('error', (error) => gunzip.destroy(error))
  try {
    yield* splitLines(source.pipe(gunzip), options.signal)
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}

/** Before anything else is believed or unpacked. */
async function requireChecksum(
  { path, bytes, sha256 }: { path: string; bytes: number; sha256: string },
  signal: AbortSignal | undefined,
): Promise<void> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { end: bytes - footerLength - 1 })) {
    signal?.throwIfAborted()
    hash.update(chunk as Buffer)
  }
  if (hash.digest('hex') !== sha256) throw damaged(path, 'its checksum does not match')
}

async function* splitLines(
  chunks: AsyncIterable<Buffer>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of chunks) {
    signal?.throwIfAborted()
    const texts = (rest + decoder.write(chunk)).split('\n')
    rest = texts.pop() ?? ''
    yield* texts
  }
  if (rest !== '') throw new Error('its last line is not whole')
}

export function damaged(path: string, what: string): HostError {
  return new HostError(
    `The backup ${path} is damaged: ${what}; nothing was changed.`,
    'Take an older one; `authd backup --verify FILE` tells whether a backup is sound.',
  )
}

/** `what` names what this program does not know. */
export function newer(path: string, what: string): HostError {
  return new HostError(
    `The backup ${path} was made by a newer authd (${what}); nothing was changed.`,
    'Install that version or a newer one.',
  )
}

function foreign(path: string): HostError {
  return new HostError(
    `${path} is no backup of authd; nothing was changed.`,
    'Name a file that `authd backup` wrote.',
  )
}

function unreadable(path: string, error: unknown): HostError {
  const hint = 'Check its name, and that this user may read it.'
  return new HostError(
    `The backup ${path} cannot be read: ${fileFailure(error)}; nothing was changed.`,
    hint,
    { cause: error },
  )
}
