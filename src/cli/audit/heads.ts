import { join } from 'node:path'
import { message } from '../../protocol/messages.ts'
import { CliError, exitCodes } from '../errors.ts'
import { readText, writeAtomically } from '../files.ts'
import { hasStrings } from '../http/shapes.ts'
import type { SeenChain } from './check.ts'

/**
 * `audit-heads.json`: how far this machine has seen the audit log of each server. Whoever can write to a server's store
 * can make its whole log anew, so that it hangs together; only who has kept its end elsewhere notices.
 */
export function seenChain(folder: string, server: string): SeenChain | undefined {
  const all = readAll(folder)
  return Object.hasOwn(all, server) ? all[server] : undefined
}

/** Remembers the end of a log that was found whole. */
export function noteChain(folder: string, server: string, seen: SeenChain): void {
  const servers = { ...readAll(folder), [server]: seen }
  writeAtomically(pathOf(folder), `${JSON.stringify({ version: 1, servers }, null, 2)}\n`)
}

/** Counting a broken file as empty would hide what it was kept for, so it is an error. */
function readAll(folder: string): Record<string, SeenChain> {
  const text = readText(pathOf(folder))
  if (text === undefined) return {}
  try {
    const { servers } = JSON.parse(text)
    if (Object.values(servers).every(isSeen)) return servers
  } catch {}
  throw new CliError(
    exitCodes.failed,
    'file_error',
    message('{file} is broken; nothing was compared.', { file: pathOf(folder) }),
    'It holds what this machine has seen of audit logs; remove it to begin anew.',
  )
}

function isSeen(value: unknown): value is SeenChain {
  const { head } = (value ?? {}) as { head?: unknown }
  return hasStrings(value, 'first', 'at') && hasStrings(head, 'hash') && Number.isSafeInteger(head.sequence)
}

function pathOf(folder: string): string {
  return join(folder, 'audit-heads.json')
}
