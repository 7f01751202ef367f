import { realpathSync, rmSync, type Stats, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { dirname } from 'node:path'
import { message } from '../../protocol/messages.ts'
import { CliError, exitCodes, toCliError, usageError } from '../errors.ts'
import { temporaryBeside } from '../files.ts'
import { replaceFile } from '../platform/files.ts'

export interface Place {
  path: string
  /** What is there already. */
  stats: Stats | undefined
}

/** Where `-o FILE` will write, links followed. Throws a usage error, before anything is sent, where it cannot be. */
export function placeOf(given: string): Place {
  const stats = statSync(given, { throwIfNoEntry: false })
  const isFolder = given === '' || given.endsWith('/') || stats?.isDirectory()
  const path = stats === undefined ? given : realpathSync(given)
  if (!isFolder && statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory()) return { path, stats }
  throw usageError(
    message('-o {path} is no place for a file; nothing was sent.', { path: given }),
    'Name a file in a folder that is there.',
  )
}

/** Whole or not at all: a file of that name stays as it is until everything is here. */
export async function saveTo({ path, stats }: Place, answer: IncomingMessage): Promise<void> {
  // A device or a pipe is written to; it must not be replaced by a file.
  if (stats !== undefined && !stats.isFile())
    return write(path, await opened(path, 'w'), answer, { toDisk: false })
  const temporary = temporaryBeside(path)
  const remove = () => rmSync(temporary, { force: true })
  process.once('exit', remove) // Ctrl-C too
  try {
    // What only its owner could read stays so.
    const file = await opened(temporary, 'wx', stats && stats.mode & 0o777)
    await write(path, file, answer, { toDisk: true })
    await own(path, async () => replaceFile(temporary, path))
  } finally {
    remove()
    process.removeListener('exit', remove)
  }
}

function opened(path: string, flags: string, mode?: number): Promise<FileHandle> {
  return own(path, () => open(path, flags, mode))
}

async function write(
  path: string,
  file: FileHandle,
  answer: IncomingMessage,
  { toDisk }: { toDisk: boolean },
): Promise<void> {
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) await own(path, () => file.writeFile(chunk))
    // Before it takes the old one's place: after a power cut there would else be neither.
    if (toDisk) await own(path, () => file.sync())
  } finally {
    await file.close().catch(() => undefined)
  }
}

/** A file of ours that cannot be written is no fault of the server's. */
async function own<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    const fault = error as NodeJS.ErrnoException
    const known = toCliError(Object.assign(new Error(fault.message), { code: fault.code, path }))
    if (known.code === 'file_error') throw known
    const words = message('{path} cannot be written: {why}.', { path, why: fault.code ?? fault.message })
    throw new CliError(
      exitCodes.failed,
      'file_error',
      words,
      'Nothing was lost; repair it and try again.',
      error,
    )
  }
}
