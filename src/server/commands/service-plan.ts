import { realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Config, loadConfig } from '../config.ts'
import { shellWord } from '../data-dir.ts'
import type { HostOptions } from '../host.ts'
import { fileFailure, HostError } from '../host-error.ts'
import { systemDataDir, type UnitPlan } from '../ops/systemd/service-unit.ts'

/** What a service of these options is made from. Throws HostError where it could not start: faulty settings, data of root. */
export function planUnit(options: HostOptions, kind: UnitPlan['kind']): UnitPlan {
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
