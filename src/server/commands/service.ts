import { existsSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { settingNames, settings } from '../config/settings.ts'
import { shellWord } from '../data-dir.ts'
import type { HostOptions } from '../host.ts'
import { HostError } from '../host-error.ts'
import { readLastWords } from '../ops/systemd/journal.ts'
import { renderUnit, systemDataDir, type UnitPlan } from '../ops/systemd/service-unit.ts'
import { runSystemctl } from '../ops/systemd/systemctl.ts'
import { readOwnUnit, removeUnit, unitName, unitPath, writeUnit } from '../ops/systemd/unit-file.ts'
import { mayHaveSystemd } from '../platform.ts'
import { printJson, printText, say } from './output.ts'
import { planUnit, requireReadable } from './service-plan.ts'

interface ServiceOptions extends HostOptions {
  system?: boolean
  dryRun?: boolean
}

/** How old the words of a service in trouble may be, in ms: it is started every few seconds. */
const recent = 60_000

/**
 * `authd service install`: writes the unit, has systemd read it, and starts it now and at each boot. Comes back when requests
 * are answered; throws HostError in the server's words where it does not start.
 */
export async function installService(options: ServiceOptions): Promise<void> {
  const { kind, path } = place(options)
  const plan = planUnit(options, kind)
  const text = renderUnit(plan)
  if (options.dryRun) {
    if (options.json) printJson({ path, unit: text, dry_run: true })
    else printText(text.trimEnd())
    say(`This would be ${path}; nothing was written.`)
    sayWhatIsLeftOut(options, kind)
    return
  }
  requireReadable(plan)
  readOwnUnit(path) // throws where it is somebody else's
  runSystemctl(kind, ['--version']) // throws where there is none, before anything is written
  writeUnit(path, text)
  take(kind, path, ['daemon-reload'])
  take(kind, path, ['enable', unitName])
  const isReady = await start(kind, path)
  if (options.json) printJson({ path, unit: text, dry_run: false })
  else printText(text.trimEnd())
  const time = `after each ${kind === 'system' ? 'boot' : 'login'}`
  if (isReady) say(`Wrote ${path}; authd runs now and ${time}.`)
  else say(`Wrote ${path}; authd is still starting, and starts ${time}: see \`authd service status\`.`)
  sayWhatIsLeftOut(options, kind)
  if (kind === 'system') sayHowToReach(plan)
  else if (!lingers()) say('To keep it running while nobody is logged in, run `loginctl enable-linger`.')
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
export async function showService(options: ServiceOptions): Promise<void> {
  const { kind, path } = place(options)
  const installed = readOwnUnit(path) !== undefined
  const ask = (question: string) => runSystemctl(kind, [question, unitName]).said.split('\n')[0] || 'unknown'
  const state = installed
    ? { enabled: ask('is-enabled'), active: ask('is-active') }
    : { enabled: 'no', active: 'no' }
  const hasTrouble = state.active === 'activating' || state.active === 'failed'
  const fault = hasTrouble ? (await readLastWords(kind, Date.now() - recent))?.message : undefined
  if (options.json) printJson({ kind, path, installed, ...state, fault })
  else if (!installed) say(`There is no ${path}; \`authd service install\` writes it.`)
  else printText(`${path}\nstarts by itself: ${state.enabled}\nruns: ${state.active}`)
  if (fault !== undefined && !options.json) say(`It said: ${fault}`)
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

/** The commands for the host find a service's data only where they are told. */
function sayHowToReach({ dataDir = systemDataDir, envFile }: UnitPlan): void {
  const settings = envFile === undefined ? '' : ` --env-file ${shellWord(envFile)}`
  const example = `sudo authd user list --data-dir ${shellWord(dataDir)}${settings}`
  say(`Its data is in ${dataDir}; name that to the other commands too, as in \`${example}\`.`)
}

/** Whether systemd keeps this user's services while he is not logged in (logind keeps a file for each who asked for it). */
function lingers(): boolean {
  return existsSync(join('/var/lib/systemd/linger', userInfo().username))
}

/** True when the server has told systemd that it is ready; false where it is not yet, and goes on with it. */
async function start(kind: UnitPlan['kind'], path: string): Promise<boolean> {
  const since = Date.now()
  const { ok, goesOn, said } = runSystemctl(kind, ['restart', unitName])
  if (ok || goesOn) return ok
  const { message, hint } = (await readLastWords(kind, since)) ?? { message: said, hint: undefined }
  throw new HostError(
    `${path} was written, but authd does not start: ${message}`,
    `${hint === undefined ? '' : `${hint} `}It is tried again every 3 s; \`${undoing(kind)}\` takes the unit back.`,
  )
}

/** Throws HostError in systemd's words. */
function take(kind: UnitPlan['kind'], path: string, args: readonly string[]): void {
  const { ok, said } = runSystemctl(kind, args)
  if (ok) return
  const command = `systemctl ${kind === 'user' ? '--user ' : ''}${args.join(' ')}`
  throw new HostError(
    `${path} was written, but systemd did not take it (${said || 'it gave no reason'}); the service does not run yet.`,
    `Once systemd runs here, run \`${command}\`; \`${undoing(kind)}\` takes the unit back.`,
  )
}

function undoing(kind: UnitPlan['kind']): string {
  return `authd service uninstall${kind === 'system' ? ' --system' : ''}`
}
