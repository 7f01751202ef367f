import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { accessSync, constants, existsSync, lstatSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { message } from '../../protocol/messages.ts'
import { describeSecond } from '../../protocol/second.ts'
import type { Context } from '../context.ts'
import { describeDuration } from '../duration.ts'
import { exitCodes } from '../errors.ts'
import { isPrivateFolder } from '../platform/files.ts'
import { heldSince, withLock } from '../session/lock.ts'
import { fileStore } from '../storage/credential-file.ts'
import { loginStore, storedChoice } from '../storage/storage.ts'
import { type Finding, fault, ok, skipped, warning } from './finding.ts'

type Found = Omit<Finding, 'check'>

/** Longer than the keychain's own deadlines together. Milliseconds. */
const childDeadline = 15_000

/**
 * Writes, reads and removes an entry from a child process, as scripts do: what works in this shell may ask for a password
 * there, or hang behind a dialog that nobody sees (supabase/cli#1778).
 */
export async function checkStorage(context: Context): Promise<Found> {
  const { kind } = storedChoice(context.target.profile, context.env)
  if (kind === 'file') return checkFile(context)
  const { code, stderr } = await runPart(context, 'keychain')
  if (code === exitCodes.done)
    return ok('The keychain takes, gives back and forgets an entry, asked by a child process.')
  const { error } = parseError(stderr)
  const remedy = error?.hint ?? 'Unlock or start it, or keep the login in a file: `auth storage move file`.'
  return fault(
    error?.message ?? 'The keychain gave no answer to a child process within 15 s.',
    remedy,
    exitCodes.storage,
  )
}

function checkFile({ folder, target }: Context): Found {
  const path = dirname(fileStore(folder).lockPath(target.profile?.credential ?? 'none'))
  if (!existsSync(path)) return skipped('No login is kept on this machine yet.')
  if (!isPrivateFolder(lstatSync(path), process.getuid?.()))
    return fault(
      message('Others can look into {path}.', { path }),
      message('Run `chmod 700 {path}`.', { path }),
      exitCodes.storage,
    )
  try {
    accessSync(path, constants.W_OK)
  } catch {
    return fault(
      message('{path} cannot be written, so no login can be renewed.', { path }),
      'Give it back to this user, or make space on its disk.',
      exitCodes.storage,
    )
  }
  return ok(message('Logins are kept in {path}, which is yours alone.', { path }))
}

function parseError(stderr: string): { error?: { message?: string; hint?: string } } {
  try {
    return JSON.parse(stderr.trim().split('\n').at(-1) ?? '')
  } catch {
    return {}
  }
}

/** How long the lock is held while a child waits for it, in ms. */
const held = 400

/** Whether locks work where this login's is, and whether somebody has that one right now. */
export async function checkLock(context: Context): Promise<Found> {
  const turns = await takeTurns(context)
  return turns.verdict === 'ok' ? ((await lockHeld(context)) ?? turns) : turns
}

/** Every command that needs a new token waits for it, so an auth that hangs with it is worth a word. */
async function lockHeld({ target: { profile }, folder, env, terminal }: Context): Promise<Found | undefined> {
  if (profile?.credential === undefined) return undefined
  const path = (await loginStore(profile, folder, env)).lockPath(profile.credential)
  const since = await heldSince(path)
  if (since === undefined) return undefined
  const age = describeDuration(Date.now() - since, terminal.t)
  const time = describeSecond(new Date(since).toISOString())
  return warning(
    message('Another process holds the lock of this login, for {age} by now (since {time}): {path}.', {
      age,
      time,
      path,
    }),
    'Look for an auth that hangs, and end it if it lasts; what needs a new token waits for it, a minute at most.',
  )
}

/** Holds a lock beside the real one and lets a child process ask for it: it must get it afterwards, and not before. */
async function takeTurns(context: Context): Promise<Found> {
  const store = await loginStore(context.target.profile, context.folder, context.env)
  const name = `doctor-${randomUUID()}`
  const path = store.lockPath(name)
  let released = 0
  const child = await withLock(path, async () => {
    const running = runPart(context, 'lock', name)
    await sleep(held)
    released = Date.now()
    return { running }
  })
  const { code, stdout } = await child.running
  const gotIt = Number(stdout)
  const where = dirname(path)
  if (code !== exitCodes.done || !gotIt)
    return fault(
      message('A second process never got the lock in {where}.', { where }),
      message('Remove what is left over in {where} if no other auth is running.', { where }),
    )
  if (gotIt >= released) return ok(message('Two processes take turns on the lock in {where}.', { where }))
  return fault(
    message('Two processes held the lock in {where} at once.', { where }),
    'Its file system keeps no locks: move XDG_RUNTIME_DIR or XDG_CONFIG_HOME to a local disk.',
  )
}

/** What the child process does for `takeTurns`. */
export async function takeLock(context: Context, name: string): Promise<void> {
  const store = await loginStore(context.target.profile, context.folder, context.env)
  const at = await withLock(store.lockPath(name), async () => Date.now())
  context.terminal.answer(String(at), at)
}

interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/**
 * Runs a part of the examination as a process of its own, without a terminal; killed when it takes too long. It is told
 * the store, and does not choose again: without our flags it could come upon another one, whose lock is elsewhere.
 */
function runPart({ env, target }: Context, part: string, name = ''): Promise<Outcome> {
  const { kind } = storedChoice(target.profile, env)
  const args = [process.argv[1] ?? '', 'doctor', '--part', part, '--name', name, '--json']
  const child = spawn(process.execPath, args, {
    env: { ...env, AUTH_STORAGE: kind },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: childDeadline,
  })
  const outcome: Outcome = { code: null, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    outcome.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    outcome.stderr += text
  })
  return new Promise((resolve) => {
    child.once('error', () => resolve(outcome))
    child.once('close', (code) => resolve({ ...outcome, code }))
  })
}
