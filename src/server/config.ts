import { listeningUrl } from './config/address-readers.ts'
import { findContradictions, findWarnings } from './config/consistency.ts'
import { type ConfigInput, findOrigin, locateOrigins, type Origin, type Source } from './config/origins.ts'
import {
  type ConfigValues,
  type Setting,
  type SettingName,
  settingNames,
  settings,
} from './config/settings.ts'
import { ConfigError } from './host-error.ts'

export interface Config extends Omit<ConfigValues, 'issuer'> {
  /**
   * Public base URL without a slash at its end. Where none was set it is made of `listen`; with port 0 the true one is
   * known only to who listens, and belongs here then.
   */
  readonly issuer: string
  readonly sources: Readonly<Record<SettingName, Source>>
  /** Each setting's text, secrets masked. */
  readonly shown: Readonly<Record<SettingName, string>>
  /** The env file that was read. */
  readonly envFile: string | undefined
  /** Allowed, and worth a word at each start; one sentence each, without its full stop, as logs have them. */
  readonly warnings: readonly string[]
}

/** What a person wrote, read and examined, sound or not. */
interface ConfigSurvey {
  values: Partial<ConfigValues>
  sources: Record<SettingName, Source>
  shown: Record<SettingName, string>
  envFile: string | undefined
  /** In the order of the settings; first those that belong to none. */
  faults: Fault[]
  warnings: readonly string[]
}

/** One thing that is wrong; `setting` where one text is to blame. */
interface Fault {
  text: string
  setting?: SettingName
  isFlag?: boolean
}

/**
 * The settings: flag, else environment, else env file, else default; an empty value counts as not set. Reads the env
 * file and writes nothing. Throws one ConfigError with every fault there is.
 */
export function loadConfig(input: ConfigInput): Config {
  const { values, sources, shown, envFile, faults, warnings } = surveyConfig(input)
  requireSound(faults)
  const all = applyLan(values as ConfigValues, sources.listen, shown)
  return Object.freeze({
    ...all,
    issuer: all.issuer ?? listeningUrl(all.listen, all.lan ? 'https' : 'http'),
    sources: Object.freeze(sources),
    shown: Object.freeze(shown),
    envFile,
    warnings: Object.freeze([...warnings, ...findWarnings(all)]),
  })
}

function surveyConfig(input: ConfigInput): ConfigSurvey {
  const general: string[] = []
  const { origins, dataDir, envFile, warnings } = locateOrigins(input, general)
  const faults: Fault[] = []
  const values: Partial<Record<SettingName, unknown>> = {}
  const sources: Partial<Record<SettingName, Source>> = {}
  const shown: Partial<Record<SettingName, string>> = {}
  for (const name of settingNames) {
    const setting: Setting<unknown> = settings[name]
    const origin = findOrigin(name, origins)
    sources[name] = origin?.source ?? 'default'
    shown[name] = origin ? show(setting, origin.text) : setting.shownDefault(dataDir)
    const reading = origin ? setting.read(origin.text, dataDir) : { value: setting.fallback(dataDir) }
    if ('value' in reading) values[name] = reading.value
    else {
      faults.push(describeFault(name, reading.fault, origin))
      // What is no such thing cannot be masked as one: a password may stand anywhere in it.
      if (setting.mask) shown[name] = '****'
    }
  }
  const survey = { values, sources, shown } as Omit<ConfigSurvey, 'envFile' | 'faults' | 'warnings'>
  const contradictions = findContradictions(survey.values, survey.shown)
  const texts = (lines: string[]) => lines.map((text) => ({ text }))
  return {
    ...survey,
    envFile: envFile?.path,
    warnings,
    faults: [...texts(general), ...faults, ...texts(contradictions)],
  }
}

function requireSound(faults: readonly Fault[]): void {
  if (faults.length === 0) return
  const isUsage = faults.every(({ isFlag }) => isFlag)
  throw new ConfigError(
    faults.map(({ text }) => text),
    isUsage,
  )
}

/** A server for a network listens on all of it, unless somebody said where. */
function applyLan(
  values: ConfigValues,
  listenSource: Source | undefined,
  shown: Partial<Record<SettingName, string>>,
): ConfigValues {
  if (!values.lan || listenSource !== 'default') return values
  const { port } = values.listen
  shown.listen = `[::]:${port}`
  return { ...values, listen: Object.freeze({ host: '::', port }) }
}

export interface ShownSetting {
  name: string
  value: string
  source: Source
  /** What is wrong with it; null where it is good. */
  fault: string | null
}

/**
 * Every setting for people to read, secrets masked, in the order of the documentation; also where some are wrong, since
 * that is when people look. `requireSound` throws the ConfigError that a start would end with.
 */
export function describeConfig(input: ConfigInput): {
  settings: ShownSetting[]
  envFile: string | undefined
  warnings: readonly string[]
  requireSound: () => void
} {
  const { values, sources, shown, envFile, faults, warnings } = surveyConfig(input)
  const isSound = faults.length === 0
  if (isSound) applyLan(values as ConfigValues, sources.listen, shown)
  const rows = settingNames.map((name) => ({
    name: settings[name].variable,
    value: shown[name],
    source: sources[name],
    fault: faults.find(({ setting }) => setting === name)?.text ?? null,
  }))
  const more = isSound ? findWarnings(values as ConfigValues) : []
  return {
    settings: rows,
    envFile,
    warnings: [...warnings, ...more],
    requireSound: () => requireSound(faults),
  }
}

function show(setting: Setting<unknown>, text: string): string {
  return setting.mask ? setting.mask(text) : text
}

/** The bad text helps to find the mistake, but a secret's is never repeated. */
function describeFault(name: SettingName, fault: string, origin: Origin | undefined): Fault {
  const setting: Setting<unknown> = settings[name]
  const given = setting.mask || !origin ? '' : `, not ${JSON.stringify(origin.text.slice(0, 80))}`
  const text = `${setting.variable} (${origin?.place ?? 'default'}) ${fault}${given}.`
  return { text, setting: name, isFlag: origin?.source === 'flag' }
}
