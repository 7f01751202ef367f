import type { Command } from 'commander'
import { settings } from './config/settings.ts'
import type { HostOptions } from './host.ts'

/** The flags that every command takes, and those of `serve` by the names of their settings. */
export function hostOptions(command: Command): HostOptions {
  const { dataDir, envFile, json, ...rest } = command.optsWithGlobals<HostOptions & Record<string, string>>()
  const flags = Object.fromEntries(Object.entries(rest).filter(([name]) => Object.hasOwn(settings, name)))
  return {
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(envFile === undefined ? {} : { envFile }),
    ...(json === undefined ? {} : { json }),
    flags,
  }
}
