import { closeSync, fstatSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Profile } from '../config.ts'
import type { Context } from '../context.ts'
import { CliError, type ExitCode, exitCodes } from '../errors.ts'
import { makeFolder, readText, writeAtomically } from '../files.ts'

/**
 * `journal.jsonl`: what commands did with the logins of this machine, for `auth why`. One line per command that used a
 * login's secret, never the secret; a token that came from the cache writes nothing, so the fast path stays fast.
 */
export interface JournalEntry {
  at: string
  /** The words of the command, such as `token`. */
  command: string
  /** `logged in`, `renewed`, `logged out`, or the code of the error. */
  result: string
  exit: ExitCode
  /** The error's sentence, for the end of a login often the server's reason. */
  detail?: string
  server: string
  account: string | null
  session_id: string | null
  credential: string
}

/** About 400 lines, and never fewer than are kept; then it is cut back. Bytes. */
const largest = 128 * 1024
const keptLines = 200

/** Notes what a command did with a login. Never fails: a journal is not worth a failed command. */
export function noteLogin(
  { folder, command }: Pick<Context, 'folder' | 'command'>,
  profile: Profile,
  outcome: { result: string } | CliError,
): void {
  const { server, account = null, session_id = null, credential } = profile
  if (credential === undefined) return
  const at = new Date().toISOString()
  const what =
    outcome instanceof CliError
      ? { result: outcome.code, exit: outcome.exitCode, detail: outcome.message.slice(0, 200) }
      : { result: outcome.result, exit: exitCodes.done }
  try {
    append(folder, { at, command, ...what, server, account, session_id, credential })
  } catch {
    return
  }
}

/** The lines that can be read, the oldest first; a journal that cannot be read fails no command either. */
export function readJournal(folder: string): JournalEntry[] {
  try {
    const lines = (readText(pathOf(folder)) ?? '').split('\n')
    return lines.flatMap((line) => parse(line) ?? [])
  } catch {
    return []
  }
}

function append(folder: string, entry: JournalEntry): void {
  makeFolder(folder)
  // One write of one line in append mode: lines of several processes never mix (POSIX write, O_APPEND).
  const file = openSync(pathOf(folder), 'a', 0o600)
  try {
    writeSync(file, `${JSON.stringify(entry)}\n`)
    if (fstatSync(file).size > largest) cutBack(folder)
  } finally {
    closeSync(file)
  }
}

/** A line that another process adds in this moment may be lost; that is a fair price for a journal without a lock. */
function cutBack(folder: string): void {
  const lines = readJournal(folder)
    .slice(-keptLines)
    .map((entry) => `${JSON.stringify(entry)}\n`)
  writeAtomically(pathOf(folder), lines.join(''))
}

function parse(line: string): JournalEntry | undefined {
  try {
    const value = JSON.parse(line)
    const names = ['at', 'command', 'result', 'server', 'credential']
    return names.every((name) => typeof value?.[name] === 'string') ? value : undefined
  } catch {
    return undefined
  }
}

function pathOf(folder: string): string {
  return join(folder, 'journal.jsonl')
}
