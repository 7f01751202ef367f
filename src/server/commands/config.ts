import { describeConfig } from '../config.ts'
import { type HostOptions, readHostConfig } from '../host.ts'
import { printJson, printTable, say } from './output.ts'

/** `authd config`: every setting, its value with secrets masked, and where it came from. */
export function showConfig(options: HostOptions): void {
  const config = readHostConfig(options)
  const settings = describeConfig(config)
  if (options.json) {
    printJson(settings)
    return
  }
  const rows = settings.map(({ name, value, source }) => [name, value, source])
  printTable(['SETTING', 'VALUE', 'FROM'], rows, '')
  if (config.envFile) say(`Read from ${config.envFile}.`)
  for (const warning of config.warnings) say(`Note: ${warning}`)
}
