import { realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { type HostOptions, readHostConfig } from '../host.ts'
import { fileFailure, HostError } from '../host-error.ts'
import { renderUnit, type UnitPlan } from '../ops/service-unit.ts'
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
    say(`this would be ${path}; nothing was written`)
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
  say(`${path} was written; authd runs now and after each ${kind === 'system' ? 'boot' : 'login'}`)
  if (kind === 'user') say('to keep it running while nobody is logged in: loginctl enable-linger')
}

/** `authd service uninstall`: stops it and removes the unit. Data, keys and settings stay. */
export function uninstallService(options: ServiceOptions): void {
  const { kind, path } = place(options)
  const isThere = readOwnUnit(path) !== undefined
  if (isThere) {
    const { ok, said } = runSystemctl(kind, ['disable', '--now', unitName])
    if (!ok) say(`systemd could not stop it: ${said}`)
    removeUnit(path)
    runSystemctl(kind, ['daemon-reload'])
  }
  if (options.json) printJson({ path, removed: isThere })
  say(
    isThere
      ? `${path} was removed; data, keys and settings were kept`
      : `there is no ${path}; nothing was done`,
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
  else if (!installed) say(`there is no ${path}; \`authd service install\` writes it`)
  else printText(`${path}\nstarts by itself: ${state.enabled}\nruns: ${state.active}`)
}

function place({ system }: ServiceOptions): { kind: UnitPlan['kind']; path: string } {
  if (!mayHaveSystemd())
    throw new HostError(
      'services are systemd units, which only Linux has; nothing was changed',
      'have whatever starts your services run: authd serve',
    )
  const kind = system ? 'system' : 'user'
  return { kind, path: unitPath(kind, process.env, homedir()) }
}

function planUnit(options: ServiceOptions, kind: UnitPlan['kind']): UnitPlan {
  const envFile = options.envFile === undefined ? undefined : resolve(options.envFile)
  const programs = { node: process.execPath, program: realpathSync(process.argv[1] ?? '') }
  if (kind === 'user') {
    // Reads the settings, so that a faulty one is told here and not in a journal.
    const { dataDir } = readHostConfig(options)
    return { ...programs, kind, dataDir: resolve(dataDir), runAs: undefined, envFile }
  }
  const dataDir = options.dataDir === undefined ? undefined : resolve(options.dataDir)
  return { ...programs, kind, dataDir, runAs: dataDir === undefined ? undefined : ownerOf(dataDir), envFile }
}

/** The service runs as who owns its data: root is never needed, and would be worth more to a thief than the data. */
function ownerOf(dataDir: string): number {
  const hint = `make it for a user of its own, such as: install -d -m 700 -o authd ${dataDir}; or leave --data-dir out`
  try {
    const { uid } = statSync(dataDir)
    if (uid !== 0) return uid
  } catch (error) {
    throw new HostError(`the data directory ${dataDir} cannot be used: ${fileFailure(error)}`, hint)
  }
  throw new HostError(`the data directory ${dataDir} belongs to root, who should not run authd`, hint)
}

/** Throws HostError in systemd's words. */
function take(kind: UnitPlan['kind'], path: string, args: readonly string[]): void {
  const { ok, said } = runSystemctl(kind, args)
  if (ok) return
  const command = `systemctl ${kind === 'user' ? '--user ' : ''}${args.join(' ')}`
  throw new HostError(
    `${path} was written, but systemd did not take it: ${said || 'it gave no reason'}`,
    `once systemd runs here, call: ${command}; \`authd service uninstall\` takes the unit back`,
  )
}
