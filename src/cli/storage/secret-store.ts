import { type Message, message } from '../../protocol/messages.ts'
import type { StorageKind } from '../config.ts'
import { CliError, exitCodes, type Said } from '../errors.ts'

/** Keeps one refresh token per credential. Every function throws a CliError (exit 6) when the store cannot be used. */
export interface SecretStore {
  kind: StorageKind
  /** The refresh token; undefined only where the store is sure that there is none. */
  read(credential: string): Promise<string | undefined>
  write(credential: string, refreshToken: string): Promise<void>
  /** Throws what a `write` of as much would, and changes nothing. Absent where a store cannot tell before. */
  rehearse?(credential: string, refreshToken: string): Promise<void>
  /** True if there was one. */
  remove(credential: string): Promise<boolean>
  /** The lock has the scope of the secret: one lock wherever the same secret is seen (githits-cli#164). */
  lockPath(credential: string): string
}

/** The secret as it is stored: ASCII, small (Windows keeps 2,560 bytes, apify/mcpc#409), and versioned. */
export function seal(refreshToken: string): string {
  return JSON.stringify({ v: 1, refresh_token: refreshToken })
}

/** Reads what `seal` wrote. An entry of a newer version is an error, not "not logged in" (supabase/cli#5415). */
export function unseal(text: string, where: Message | string): string {
  const { v, refresh_token: token } = parse(text)
  if (typeof v === 'number' && v > 1)
    throw storageError(
      'storage_newer',
      message('The login in {where} was made by a newer auth.', { where }),
      'Use that newer auth.',
    )
  if (v === 1 && typeof token === 'string' && token !== '') return token
  throw storageError(
    'storage_unreadable',
    message('The login in {where} is damaged.', { where }),
    'Run `auth login` to replace it.',
  )
}

/** The credential store cannot be used: exit 6, and never a word about not being logged in (antigravity-cli#51). */
export function storageError(code: string, words: Said, hint: Said, cause?: unknown): CliError {
  return new CliError(exitCodes.storage, code, words, hint, cause)
}

function parse(text: string): { v?: unknown; refresh_token?: unknown } {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}
