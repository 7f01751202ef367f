import { existsSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Message, message } from '../../protocol/messages.ts'
import type { Profile, StorageKind } from '../config.ts'
import type { Context } from '../context.ts'
import { CliError, loginNeeded, toCliError } from '../errors.ts'
import { isMemory, isPrivateFile } from '../platform/files.ts'
import { type Move, type Moved, moveLogin } from '../storage/move.ts'
import { keptChoice, otherStore, type StorageChoice, storedChoice } from '../storage/storage.ts'
import { formatRows } from '../terminal/table.ts'

/** Who can read a secret there, and whether it is still there tomorrow. */
interface Traits {
  survives: boolean
  reboot: Message
  /** For programs; `others` are all that can enter the folder. */
  readers: 'own-programs' | 'owner' | 'others'
}

const keyringTraits: Traits = {
  survives: true,
  reboot: message('yes, it opens with your session'),
  readers: 'own-programs',
}

const readerWords: Record<Traits['readers'], string> = {
  'own-programs': 'your own programs while the keychain is unlocked',
  owner: 'you alone (mode 0600), the administrator, and whoever has the disk or a backup of it',
  others: 'others too, if they can enter its folder: run `chmod 600` on it',
}

/** As the file lies there, and not as it was made: somebody may have opened it, or put its folder into memory. */
function fileTraits(path: string): Traits {
  const isThere = existsSync(path)
  const survives = !(isThere && isMemory(statfsSync(path)))
  const isPrivate = !isThere || isPrivateFile(statSync(path), process.getuid?.())
  return {
    survives,
    reboot: survives ? message('yes') : message('no, its folder is in memory only'),
    readers: isPrivate ? 'owner' : 'others',
  }
}

/** Says where the login is kept, why there, whether it survives a reboot, and who can read it. */
export function showStorage(context: Context): void {
  const { target, folder, env, terminal } = context
  const { profile, name } = target
  const { kind, why } = storedChoice(profile, env)
  const credential = profile?.credential
  if (credential === undefined) return void showNoLogin(context, { kind, why })
  const { t } = terminal
  const path = kind === 'file' ? join(folder, 'credentials', `${credential}.json`) : null
  const { survives, reboot, readers } = path === null ? keyringTraits : fileTraits(path)
  const rows = [
    [t('profile'), name],
    [t('storage'), `${kind} (${t(why)})`],
    ...(path === null ? [] : [[t('file'), path] as const]),
    [t('reboot'), t(reboot)],
    [t('readers'), t(readerWords[readers])],
  ] as const
  terminal.answer(formatRows(rows), { profile: name, kind, why, path, survives_reboot: survives, readers })
}

/** Nothing is kept, so nothing can be read; but where the next login will lie is known already. */
function showNoLogin({ target: { name }, env, terminal }: Context, next: StorageChoice): void {
  const { t } = terminal
  const { kind, why } = keptChoice(undefined, env)
  const rows = [
    [t('profile'), name],
    [t('storage'), `${kind} (${t(why)})`],
    [t('next login'), `${next.kind} (${t(next.why)})`],
  ] as const
  const value = { profile: name, kind, why, path: null, survives_reboot: null, readers: null, next }
  terminal.answer(formatRows(rows), value)
}

/** Moves the login of the profile that is named, or every login of this machine. */
export async function moveStorage(context: Context, kind: StorageKind): Promise<void> {
  const { terminal, env } = context
  const logins = loginsOf(context)
  if (logins.length === 0) throw loginNeeded('No login is kept on this machine.')
  if (kind === 'keyring') await requireKeyring(context)
  const moves: NamedMove[] = []
  for (const [profile, login] of logins) {
    // One that cannot be moved, such as a damaged one, must not keep the others from it, now and in every later run.
    const work = moveLogin(context, login, kind).catch(failedMove)
    const move = { profile, ...(await terminal.whileWaiting('Moving the login', work)) }
    moves.push(move)
    tellCopy(context, kind, move)
  }
  const trouble = notMoved(moves, kind)
  const items = moves.map(({ profile, outcome }) => ({ profile, outcome }))
  const lines = items.flatMap(({ profile, outcome }) =>
    outcome === 'failed' ? [] : [terminal.t(said[outcome], { profile, kind: terminal.t(stores[kind]) })],
  )
  if (lines.length > 0) terminal.answer(lines.join('\n'), { kind, items })
  if (env.AUTH_STORAGE)
    terminal.warn(
      message('AUTH_STORAGE={kind} is set, and wins over what is stored.', { kind: env.AUTH_STORAGE }),
    )
  if (trouble) throw trouble
}

type FailedMove = Pick<Move, 'tidied' | 'left'> & { outcome: 'failed'; trouble: CliError }
type NamedMove = { profile: string } & (Move | FailedMove)

function failedMove(error: unknown): FailedMove {
  return { outcome: 'failed', trouble: toCliError(error) }
}

/** The first error; with several logins it says too how many were moved, which were not, and how the rest is. */
function notMoved(moves: readonly NamedMove[], kind: StorageKind): CliError | undefined {
  const failed = moves.filter((move) => move.outcome === 'failed')
  const [first] = failed
  if (first === undefined) return undefined
  const { trouble } = first
  if (moves.length === 1) return trouble
  const what = message('{done} of {all} logins are there now; left where they were: {profiles}. {why}', {
    done: moves.length - failed.length,
    all: moves.length,
    profiles: failed.map(({ profile }) => `"${profile}"`).join(', '),
    why: trouble.said,
  })
  const again = message('Then run `auth storage move {kind}` again: it moves the rest.', { kind })
  const hint = trouble.saidHint
    ? message('{hint} {more}', { hint: trouble.saidHint, more: again })
    : message('Run `auth storage move {kind}` again: it moves the rest.', { kind })
  return new CliError(trouble.exitCode, trouble.code, what, hint, trouble)
}

const stores: Record<StorageKind, string> = { keyring: 'the keychain', file: 'a file' }

const said: Record<Moved, string> = {
  moved: 'The login of profile "{profile}" was moved to {kind}.',
  unchanged: 'The login of profile "{profile}" is in {kind} already.',
  empty: 'Profile "{profile}" has no login to move.',
}

/** What is in the other store, where the login is not kept any more. */
function tellCopy(
  { terminal }: Context,
  kind: StorageKind,
  { profile, outcome, tidied, left }: NamedMove,
): void {
  const store = message(stores[otherStore(kind)])
  if (tidied)
    terminal.tell(message('A copy that an earlier move had left behind was removed: {store}.', { store }))
  if (left === undefined) return
  const words =
    outcome === 'moved'
      ? 'The login of profile "{profile}" was moved, but a copy is left: {store}. {why} When that is mended, `auth storage move {kind}` removes the copy.'
      : 'Whether a copy of profile "{profile}" is left could not be seen: {store}. {why}'
  terminal.warn(message(words, { profile, store, why: left.said, kind }))
}

/** One of the profiles that share a login stands for it. */
function loginsOf(context: Context): [string, Profile][] {
  const { flags, target } = context
  if (flags.profile !== undefined) return target.profile?.credential ? [[target.name, target.profile]] : []
  const all = Object.entries(context.config().profiles).filter(
    ([, { credential }]) => credential !== undefined,
  )
  return all.filter(
    ([, { credential }], at) => all.findIndex(([, each]) => each.credential === credential) === at,
  )
}

/** Before anything is moved, as before a login (databricks#5181). */
async function requireKeyring({ env, terminal }: Context): Promise<void> {
  const { probeKeyring } = await import('../storage/keychain.ts')
  const trouble = await terminal.whileWaiting('Trying the keychain', probeKeyring(env))
  if (trouble) throw trouble
}
