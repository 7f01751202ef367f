import { describeConfig } from '../config.ts'
import type { HostOptions } from '../host.ts'
import { printJson, printTable, say } from './output.ts'

/**
 * `authd config`: every setting, its value with secrets masked, and where it came from. Where some are wrong, all are
 * shown nevertheless, those with a mark, before it ends as a start would.
 */
export function showConfig({ dataDir, envFile, flags = {}, json }: HostOptions): void {
  const described = describeConfig({ env: process.env, dataDir, envFile, flags })
  const { settings } = described
  if (json) printJson(settings)
  else {
    const rows = settings.map(({ name, value, source, fault }) => [mark(name, fault), value, source])
    printTable(['SETTING', 'VALUE', 'FROM'], rows, '')
    if (described.envFile) say(`Read from ${described.envFile}.`)
    for (const warning of described.warnings) say(`Note: ${warning}.`)
  }
  described.requireSound()
}

function mark(name: string, fault: string | null): string {
  return fault === null ? name : `${name} (wrong)`
}
