import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { shellWord } from '../data-dir.ts'
import { dataPlace, grantsToOthers } from '../platform.ts'
import { type EnvFile, readEnvFile } from './env-file.ts'
import { readDirectory } from './readers.ts'
import { type Setting, type SettingName, settings } from './settings.ts'
import { isServiceLink, unknownNameFault } from './unknown-names.ts'

export type Source = 'flag' | 'environment' | 'file' | 'default'

export interface ConfigInput {
  /** Texts of flags such as `--listen`, by the setting's name. */
  flags?: { readonly [Name in Exclude<SettingName, 'dataDir'>]?: string | undefined }
  env: Readonly<Record<string, string | undefined>>
  /** `--env-file`; takes the place of `authd.env` in the data directory. */
  envFile?: string | undefined
  /** `--data-dir`. */
  dataDir?: string | undefined
}

export interface Origin {
  text: string
  source: Source
  /** For people: `--listen`, `environment`, `/etc/authd.env:3`. */
  place: string
}

/** Where a setting's text may come from, strongest first. */
type Origins = ReadonlyArray<(name: SettingName) => Origin | undefined>

/** The data directory decides which env file is read, so it is looked for first. */
export function locateOrigins(input: ConfigInput, faults: string[]) {
  const outer = [fromFlags(input), fromEnvironment(input.env)]
  const named = input.envFile === undefined ? undefined : readNamedFile(input.envFile, faults)
  const origin = findOrigin('dataDir', named ? [...outer, fromFile(named)] : outer)
  const reading = readDirectory(origin?.text ?? defaultDataDir(input.env), '')
  // A bad directory is reported with the other settings; until then the default stands in.
  const dataDir = 'value' in reading ? reading.value : defaultDataDir(input.env)
  const envFile = input.envFile === undefined ? readOwnFile(dataDir, faults) : named
  for (const [name, text] of Object.entries(input.env)) {
    if (!name.startsWith('AUTHD_') || text === undefined || isServiceLink(name, text)) continue
    const fault = unknownNameFault(name, 'environment')
    if (fault) faults.push(fault)
  }
  const warnings = envFile ? readableByOthers(envFile) : []
  return { origins: envFile ? [...outer, fromFile(envFile)] : outer, dataDir, envFile, warnings }
}

function defaultDataDir(env: ConfigInput['env']): string {
  return dataPlace(env, homedir())
}

function readNamedFile(path: string, faults: string[]): EnvFile | undefined {
  const file = readEnvFile(resolve(path))
  if (!file) faults.push(`${resolve(path)} (--env-file) does not exist.`)
  else faults.push(...faultsIn(file))
  return file
}

function readOwnFile(dataDir: string, faults: string[]): EnvFile | undefined {
  const file = readEnvFile(join(dataDir, 'authd.env'))
  if (!file) return undefined
  faults.push(...faultsIn(file))
  const circle = file.entries.find((entry) => entry.name === settings.dataDir.variable)
  if (circle) {
    faults.push(
      `${file.path}:${circle.line} sets ${circle.name}, which decides where this very file is looked for.`,
    )
  }
  return { ...file, entries: file.entries.filter((entry) => entry !== circle) }
}

function faultsIn(file: EnvFile): string[] {
  return [...writableByOthers(file), ...file.faults, ...unknownNames(file)]
}

/** Whoever may write it decides what the server does. */
function writableByOthers({ path, mode }: EnvFile): string[] {
  if (!grantsToOthers(mode, 0o002)) return []
  return [`${path} can be changed by any user of this machine; run \`chmod 600 ${shellWord(path)}\`.`]
}

/** A word and no refusal: an update must not keep a house from starting that started yesterday. */
function readableByOthers({ path, mode, entries }: EnvFile): string[] {
  const secret = entries.find(({ name, value }) => holdsSecret(name, value))
  if (!secret || !grantsToOthers(mode, 0o004)) return []
  const mend = `run \`chmod 600 ${shellWord(path)}\``
  return [`${path} can be read by any user of this machine, and ${secret.name} is a secret; ${mend}`]
}

function holdsSecret(variable: string, text: string): boolean {
  const known: Setting<unknown>[] = Object.values(settings)
  const mask = known.find((each) => each.variable === variable)?.mask
  return mask !== undefined && text !== '' && mask(text) !== text
}

function unknownNames(file: EnvFile): string[] {
  return file.entries.flatMap(({ name, line }) => {
    const fault = unknownNameFault(name, `${file.path}:${line}`)
    return fault ? [fault] : []
  })
}

export function findOrigin(name: SettingName, origins: Origins): Origin | undefined {
  for (const find of origins) {
    const origin = find(name)
    if (origin && origin.text !== '') return origin
  }
  return undefined
}

function fromFlags({ flags, dataDir }: ConfigInput): Origins[number] {
  return (name) => {
    const text = name === 'dataDir' ? dataDir : flags?.[name]
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    return text === undefined ? undefined : { text: text.trim(), source: 'flag', place: flag }
  }
}

function fromEnvironment(env: ConfigInput['env']): Origins[number] {
  return (name) => {
    const text = env[settings[name].variable]
    return text === undefined ? undefined : { text: text.trim(), source: 'environment', place: 'environment' }
  }
}

function fromFile({ path, entries }: EnvFile): Origins[number] {
  return (name) => {
    const entry = entries.find((candidate) => candidate.name === settings[name].variable)
    return entry && { text: entry.value, source: 'file', place: `${path}:${entry.line}` }
  }
}
