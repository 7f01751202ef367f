import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { replaceFile } from './platform/files.ts'

/** The text of a file; undefined where there is none. Other errors are thrown as they come. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/**
 * Makes a folder, and those above it, for its owner alone. Node's own `recursive` never comes back where a parent
 * answers ENOENT although it is there, as /proc does.
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(path).isDirectory()) return
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error
    makeFolder(dirname(path))
    mkdirSync(path, { mode: 0o700 })
  }
}

/**
 * Puts a file there whole or not at all, readable by its owner alone (0600 in a 0700 folder). Readers see the old
 * text or the new one, never a torn one (aws/aws-cli#10628).
 */
export function writeAtomically(path: string, text: string): void {
  // Whoever keeps the file elsewhere and links to it (dotfile managers do) keeps the link.
  const target = realPathOf(path)
  makeFolder(dirname(target))
  const temporary = temporaryBeside(target)
  try {
    writeDurably(temporary, text)
    replaceFile(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Throws what `writeAtomically` would, and leaves everything as it was. */
export function rehearseWrite(path: string, text: string): void {
  const temporary = temporaryBeside(realPathOf(path))
  try {
    writeDurably(temporary, text)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** What is not whole yet lies in the same folder, so that a rename puts it there at once. */
export function temporaryBeside(target: string): string {
  return join(dirname(target), `.${process.pid}-${process.hrtime.bigint()}.tmp`)
}

/** Removes a file; true if there was one. */
export function removeFile(path: string): boolean {
  try {
    rmSync(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (isMissing(error)) return path
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOENT'
}
