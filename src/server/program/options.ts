import type { Command } from 'commander'
import { settings } from '../config/settings.ts'
import type { HostOptions } from '../host.ts'

/** The flags that every command takes, and those of `serve` by the names of their settings. */
export function hostOptions(command: Command): HostOptions {
  const { dataDir, envFile, json, ...rest } = command.optsWithGlobals<HostOptions & Record<string, string>>()
  // A flag without a value is `true`; settings are read from texts.
  const flags = Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]) =>
      Object.hasOwn(settings, name) ? [[name, String(value)]] : [],
    ),
  )
  return {
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(envFile === undefined ? {} : { envFile }),
    ...(json === undefined ? {} : { json }),
    flags,
  }
}
