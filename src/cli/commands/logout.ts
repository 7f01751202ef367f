import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { message } from '../../protocol/messages.ts'
import type { Profile } from '../config.ts'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { type SignedOut, signOut } from '../login/sign-out.ts'
import { environmentToken } from '../session.ts'

export interface LogoutOptions {
  allProfiles?: boolean
}

/** Forgets the login here and ends its session at the server if that can be reached. Done even when it cannot. */
export async function logout(context: Context, { allProfiles }: LogoutOptions): Promise<void> {
  const { terminal } = context
  const done = []
  let left: CliError | undefined
  for (const [name, profile] of chosen(context, allProfiles === true)) {
    const { heard, ...result } = await signOut(context, profile)
    done.push({ profile: name, server: profile.server, account: profile.account, server_heard: heard })
    left ??= report(context, profile, { heard, ...result })
  }
  // Only now: what stays behind of one login must not keep the others from ending.
  if (left) throw left
  const words = done.map(({ server, account = '-' }) =>
    terminal.t('Logged out of {server} ({account}).', { server, account }),
  )
  terminal.answer(words.join('\n') || 'Not logged in; nothing to do.', { logged_out: done })
  if (environmentToken(context.env) !== undefined)
    terminal.warn('AUTH_TOKEN is still set and stays in use until you unset it.')
}

function chosen(context: Context, all: boolean): [name: string, profile: Profile][] {
  const { name, profile } = context.target
  const entries = all ? Object.entries(context.config().profiles) : profile ? [[name, profile] as const] : []
  const seen = new Set<string>()
  return entries.flatMap(([each, value]) => {
    // Profiles of the same server and account share a login; it can be ended only once.
    if (value.credential === undefined || seen.has(value.credential)) return []
    seen.add(value.credential)
    return [[each, value]]
  })
}

/** Returns the error for what still works here and could not be removed: it must not stay without a word. */
function report({ terminal, folder }: Context, profile: Profile, result: SignedOut): CliError | undefined {
  const { heard, unheard, trouble, remembered } = result
  if (unheard)
    terminal.warn(
      message('The server was not told, so the session of {account} ends there by itself: {why}', {
        account: profile.account ?? '-',
        why: unheard,
      }),
    )
  if (remembered) return stillHere(folder, profile, heard, remembered)
  if (trouble && !heard) return trouble
  if (trouble)
    terminal.warn(
      message('The session is over, but its secret could not be removed: {why}', { why: trouble.said }),
    )
  return undefined
}

/** Where the configuration cannot be changed, commands go on as if somebody were logged in. */
function stillHere(
  folder: string,
  { account = '-', credential }: Profile,
  heard: boolean,
  cause: CliError,
): CliError {
  const files = ['config.json', `tokens/${credential}.json`, `credentials/${credential}.json`]
  const left = files.map((name) => join(folder, name)).filter((path) => existsSync(path))
  const what = heard
    ? 'The session of {account} is ended at the server, but could not be forgotten on this machine: {why} Left are: {files}.'
    : 'The login of {account} could not be forgotten on this machine: {why} Left are: {files}.'
  const values = { account, why: cause.said, files: left.join(', ') }
  const hint =
    cause.code === 'file_error'
      ? message('Make {folder} writable, or make space on its disk, and run `auth logout` again.', { folder })
      : cause.saidHint
  return new CliError(cause.exitCode, cause.code, message(what, values), hint, cause)
}
