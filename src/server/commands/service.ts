import { realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { settingNames, settings } from '../config/settings.ts'
import { type Config, loadConfig } from '../config.ts'
import { shellWord } from '../data-dir.ts'
import type { HostOptions } from '../host.ts'
import { fileFailure, HostError } from '../host-error.ts'
import { renderUnit, systemDataDir, type UnitPlan } from '../ops/service-unit.ts'
import { runSystemctl } from '../ops/systemctl.ts'
import { readOwnUnit, removeUnit, unitName, unitPath, writeUnit } from '../ops/unit-file.ts'
import { mayHaveSystemd } from '../platform.ts'
import { printJson, printText, say } from './output.ts'

interface ServiceOptions extends HostOptions {
  system?: boolean
  dryRun?: boolean
}

/** `authd service install`: writes the unit, has systemd read it, and starts it now and at each boot. */
export function installService(options: ServiceOptions): void {
  const { kind, path } = place(options)
  const text = renderUnit(planUnit(options, kind))
  if (options.dryRun) {
    if (options.json) printJson({ path, unit: text, dry_run: true })
    else printText(text.trimEnd())
    say(`This would be ${path}; nothing was written.`)
    sayWhatIsLeftOut(options, kind)
    return
  }
  readOwnUnit(path) // throws where it is somebody else's
  runSystemctl(kind, ['--version']) // throws where there is none, before anything is written
  writeUnit(path, text)
  take(kind, path, ['daemon-reload'])
  take(kind, path, ['enable', unitName])
  take(kind, path, ['restart', unitName])
  if (options.json) printJson({ path, unit: text, dry_run: false })
  else printText(text.trimEnd())
  say(`Wrote ${path}; authd runs now and after each ${kind === 'system' ? 'boot' : 'login'}.`)
  sayWhatIsLeftOut(options, kind)
  if (kind === 'user') say('To keep it running while nobody is logged in, run `loginctl enable-linger`.')
}

/** `authd service uninstall`: stops it and removes the unit. Data, keys and settings stay. */
export function uninstallService(options: ServiceOptions): void {
  const { kind, path } = place(options)
  const isThere = readOwnUnit(path) !== undefined
  if (isThere) {
    const { ok, said } = runSystemctl(kind, ['disable', '--now', unitName])
    if (!ok) say(`Note: systemd could not stop it (${said}).`)
    removeUnit(path)
    runSystemctl(kind, ['daemon-reload'])
  }
  if (options.json) printJson({ path, removed: isThere })
  say(
    isThere
      ? `Removed ${path}; data, keys and settings were kept.`
      : `There is no ${path}; nothing was done.`,
  )
}

/** `authd service status`: whether it is installed, starts by itself, and runs. */
export function showService(options: ServiceOptions): void {
  const { kind, path } = place(options)
  const installed = readOwnUnit(path) !== undefined
  const ask = (question: string) => runSystemctl(kind, [question, unitName]).said.split('\n')[0] || 'unknown'
  const state = installed
    ? { enabled: ask('is-enabled'), active: ask('is-active') }
    : { enabled: 'no', active: 'no' }
  if (options.json) printJson({ kind, path, installed, ...state })
  else if (!installed) say(`There is no ${path}; \`authd service install\` writes it.`)
  else printText(`${path}\nstarts by itself: ${state.enabled}\nruns: ${state.active}`)
}

function place({ system }: ServiceOptions): { kind: UnitPlan['kind']; path: string } {
  if (!mayHaveSystemd())
    throw new HostError(
      'Services are systemd units, which only Linux has; nothing was changed.',
      'Have whatever starts your services run `authd serve`.',
    )
  const kind = system ? 'system' : 'user'
  return { kind, path: unitPath(kind, process.env, homedir()) }
}

/** The service does not start from this shell, so what is set here is not set there. */
function sayWhatIsLeftOut({ dataDir, envFile }: ServiceOptions, kind: UnitPlan['kind']): void {
  const isTaken = (name: string) => name === 'dataDir' && (kind === 'user' || dataDir !== undefined)
  const left = settingNames
    .filter((name) => process.env[settings[name].variable] && !isTaken(name))
    .map((name) => settings[name].variable)
  if (left.length === 0) return
  const place = envFile ?? 'authd.env in the data directory'
  say(`Note: set in this shell and not for the service: ${left.join(', ')}; write them into ${place}.`)
}

function planUnit(options: ServiceOptions, kind: UnitPlan['kind']): UnitPlan {
  const envFile = options.envFile === undefined ? undefined : resolve(options.envFile)
  const programs = { node: process.execPath, program: realpathSync(process.argv[1] ?? '') }
  if (kind === 'user') {
    const { dataDir } = readServiceConfig(options, { AUTHD_DATA_DIR: process.env.AUTHD_DATA_DIR })
    return { ...programs, kind, dataDir: resolve(dataDir), runAs: undefined, envFile, alsoWritten: [] }
  }
  const dataDir = options.dataDir === undefined ? undefined : resolve(options.dataDir)
  const runAs = dataDir === undefined ? undefined : ownerOf(dataDir)
  const config = readServiceConfig({ ...options, dataDir: dataDir ?? systemDataDir })
  return { ...programs, kind, dataDir, runAs, envFile, alsoWritten: foldersBeside(config) }
}

/** The settings as the service will read them, so that a faulty one is told here and not in a journal. */
function readServiceConfig({ dataDir, envFile }: HostOptions, own: NodeJS.ProcessEnv = {}): Config {
  const { HOME, XDG_DATA_HOME } = process.env
  return loadConfig({ env: { HOME, XDG_DATA_HOME, ...own }, dataDir, envFile, flags: {} })
}

/** Everything but the data directory is read-only to a system service. */
function foldersBeside({ dataDir, backupDir, databaseUrl }: Config): string[] {
  const file = databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : undefined
  const folders = [backupDir, ...(file === undefined ? [] : [dirname(file)])]
  return [...new Set(folders)].filter((each) => each !== dataDir && !each.startsWith(`${dataDir}/`))
}

/** The service runs as who owns its data: root is never needed, and would be worth more to a thief than the data. */
function ownerOf(dataDir: string): number {
  const hint = `Make it for a user of its own, such as by \`install -d -m 700 -o authd ${shellWord(dataDir)}\`, or leave \`--data-dir\` out.`
  try {
    const { uid } = statSync(dataDir)
    if (uid !== 0) return uid
  } catch (error) {
    throw new HostError(
      `The data directory ${dataDir} cannot be used: ${fileFailure(error)}; nothing was written.`,
      hint,
    )
  }
  throw new HostError(
    `The data directory ${dataDir} belongs to root, who should not run authd; nothing was written.`,
    hint,
  )
}

/** Throws HostError in systemd's words. */
function take(kind: UnitPlan['kind'], path: string, args: readonly string[]): void {
  const { ok, said } = runSystemctl(kind, args)
  if (ok) return
  const command = `systemctl ${kind === 'user' ? '--user ' : ''}${args.join(' ')}`
  throw new HostError(
    `${path} was written, but systemd did not take it (${said || 'it gave no reason'}); the service does not run yet.`,
    `Once systemd runs here, run \`${command}\`; \`authd service uninstall\` takes the unit back.`,
  )
}
