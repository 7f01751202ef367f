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
  /** Allowed, and worth a word at each start; one sentence each. */
  readonly warnings: readonly string[]
}

/**
 * The settings: flag, else environment, else env file, else default; an empty value counts as not set. Reads the env
 * file and writes nothing. Throws one ConfigError with every fault there is.
 */
export function loadConfig(input: ConfigInput): Config {
  const faults: string[] = []
  const { origins, dataDir, envFile } = locateOrigins(input, faults)
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
    else faults.push(describeFault(setting, reading.fault, origin))
  }
  faults.push(...findContradictions(values as Partial<ConfigValues>, shown as Record<SettingName, string>))
  if (faults.length > 0) throw new ConfigError(faults)
  const all = applyLan(values as unknown as ConfigValues, sources.listen, shown)
  const shownAll = Object.freeze(shown as Record<SettingName, string>)
  return Object.freeze({
    ...all,
    issuer: all.issuer ?? listeningUrl(all.listen, all.lan ? 'https' : 'http'),
    sources: Object.freeze(sources as Record<SettingName, Source>),
    shown: shownAll,
    envFile: envFile?.path,
    warnings: Object.freeze(findWarnings(all)),
  })
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

/** Every setting for people to read, secrets masked, in the order of the documentation. */
export function describeConfig(config: Config): Array<{ name: string; value: string; source: Source }> {
  return settingNames.map((name) => ({
    name: settings[name].variable,
    value: config.shown[name],
    source: config.sources[name],
  }))
}

function show(setting: Setting<unknown>, text: string): string {
  return setting.mask ? setting.mask(text) : text
}

/** The bad text helps to find the mistake, but a secret's is never repeated. */
function describeFault(setting: Setting<unknown>, fault: string, origin: Origin | undefined): string {
  const given = setting.mask || !origin ? '' : `, not ${JSON.stringify(origin.text.slice(0, 80))}`
  return `${setting.variable} ${fault}${given} (${origin?.place ?? 'default'})`
}
