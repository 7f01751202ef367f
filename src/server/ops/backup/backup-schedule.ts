import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Store, storeKind } from '../../../../db/connect.ts'
import type { Config } from '../../config.ts'
import { errorCode } from '../../host-error.ts'
import type { Log } from '../../log.ts'
import { Warner } from '../../warner.ts'
import { allRowsOf } from './backup-format.ts'
import {
  claimBackup,
  expectBackups,
  findBackupWarning,
  noteBackup,
  renewalInterval,
  renewClaim,
  settleClaim,
} from './backup-times.ts'
import { makeBackup } from './make-backup.ts'

const day = 24 * 60 * 60_000

/** How often it is asked whether one is due, in ms. The first time too: who only tries authd gets no backups. */
const lookInterval = 60_000

export interface ScheduleDeps {
  config: Pick<Config, 'databaseUrl' | 'backupEvery' | 'backupKeep' | 'backupDir'>
  version: string
  db: Store
  log: Log
  now: () => number
}

/** Milliseconds between two backups; 0 for none. A PostgreSQL has an operator, who has his own way of backups. */
export function backupInterval({ databaseUrl, backupEvery }: ScheduleDeps['config']): number {
  return backupEvery ?? (storeKind(databaseUrl) === 'sqlite' ? day : 0)
}

/** Makes backups as they are due and removes old ones, on one node of a store at a time. Trouble is logged, never thrown. */
export function startBackups(deps: ScheduleDeps): { stop(): Promise<void> } {
  const controller = new AbortController()
  let running: Promise<void> = Promise.resolve()
  if (backupInterval(deps.config) === 0) return { stop: async () => {} }
  let isBusy = false
  const warner = new Warner()
  const look = () => {
    if (isBusy) return
    isBusy = true
    running = lookAfterBackups(deps, warner, controller.signal).finally(() => {
      isBusy = false
    })
  }
  running = expectBackups(deps.db, deps.now()).catch((error: unknown) => logFailure(deps, error))
  const timer = setInterval(look, lookInterval).unref()
  const stop = async () => {
    clearInterval(timer)
    controller.abort()
    await running
  }
  return { stop }
}

/** One look: makes a backup where one is due, and warns where the last good one is too old. */
export async function lookAfterBackups(
  deps: ScheduleDeps,
  warner: Warner,
  signal: AbortSignal,
): Promise<void> {
  const { db, config, log, now } = deps
  const attempt = (chore: () => Promise<void>) =>
    chore().catch((error: unknown) => {
      if (!signal.aborted) logFailure(deps, error)
    })
  await attempt(async () => {
    if (await claimBackup(db, backupInterval(config), now())) await makeDueBackup(deps, signal)
  })
  await attempt(async () => {
    const warning = await findBackupWarning(db, backupInterval(config), now())
    if (warning !== undefined && warner.isDue(now(), day)) log.warn({}, warning)
  })
}

async function makeDueBackup(deps: ScheduleDeps, signal: AbortSignal): Promise<void> {
  const { db, config, log, now, version } = deps
  const every = backupInterval(config)
  const begun = performance.now()
  const renewal = claimRenewal(deps)
  let isMade = false
  try {
    makeFolder(config.backupDir)
    removeOldDrafts(config.backupDir, now()) // before: they may be what fills the disk
    const path = join(config.backupDir, backupName(now()))
    const order = { databaseUrl: config.databaseUrl, path, force: false, version }
    const contents = await makeBackup(order, now(), { signal, onRows: renewal.renew, onBytes: renewal.renew })
    await noteBackup(db, path, contents, now())
    isMade = true
    const seconds = Math.round(performance.now() - begun) / 1000
    log.info({ file: path, rows: allRowsOf(contents), bytes: contents.bytes, seconds }, 'a backup was made')
    if (contents.auditFault) log.warn({ fault: contents.auditFault }, 'the chain of the audit log is broken')
    removeOldBackups(config.backupDir, config.backupKeep, path)
  } finally {
    await renewal.ended()
    await settleClaim(db, every, isMade, now())
  }
}

/** `renew` is called at each step of a backup: one that took longer than a lease was made a second time meanwhile. */
function claimRenewal({ db, config, log, now }: ScheduleDeps) {
  let last = now()
  let running = Promise.resolve()
  const renew = () => {
    if (now() - last < renewalInterval) return
    last = now()
    running = renewClaim(db, backupInterval(config), last).catch((error: unknown) =>
      log.warn({ err: error }, 'the claim to the backup under way was not extended'),
    )
  }
  return { renew, ended: () => running }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

function logFailure({ log }: ScheduleDeps, error: unknown): void {
  log.error({ err: error }, 'no backup could be made; it is tried again in some minutes')
}

/** Without colons, which Windows does not take in names; sorted by name they are sorted by time. */
export function backupName(now: number): string {
  return `authd-${new Date(now).toISOString().replace(/:/g, '-').replace(/\.\d+/, '')}.backup`
}

const ownDraft = /^authd-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.backup\.\d+\.part$/

/** What processes that were killed over their backup left behind. One under way has been written to within a day. */
function removeOldDrafts(folder: string, now: number): void {
  for (const name of readdirSync(folder).filter((name) => ownDraft.test(name))) {
    const path = join(folder, name)
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now
    if (now - written > day) rmSync(path, { force: true })
  }
}

const ownName = /^authd-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.backup$/

/**
 * Only files that the schedule itself has named; the one just made and the newest before it stay. What is named for a time after it
 * is of a clock that was wrong, and goes first: it once pushed out each new one as it was made.
 */
function removeOldBackups(folder: string, keep: number, made: string): void {
  const names = readdirSync(folder)
    .filter((name) => ownName.test(name))
    .sort()
    .reverse()
  const isAhead = (name: string) => name > basename(made)
  const ranked = [...names.filter((name) => !isAhead(name)), ...names.filter(isAhead)]
  for (const name of ranked.slice(keep)) rmSync(join(folder, name), { force: true })
}
