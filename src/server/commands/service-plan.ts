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

/**
 * Throws HostError where a service of the machine could not read its own programs: a home that is closed to others, which is
 * where `npm install -g .` in a clone leaves them, would end each of its starts before it can say why.
 */
export function requireReadable({ kind, node, program, runAs }: UnitPlan): void {
  if (kind === 'user') return
  const closed = [node, program].flatMap(wayTo).find((path) => !isOpenTo(runAs, path))
  if (closed === undefined) return
  throw new HostError(
    `A service of the machine runs as a user of its own, who may not read ${closed}; nothing was written.`,
    'Install them where every user may read them, as by `sudo npm install -g "$(npm pack)"` in the clone, and run that one; or leave `--system` out.',
  )
}

/** A path and all folders that lead to it. */
function wayTo(path: string): string[] {
  const above = dirname(path)
  return above === path ? [path] : [...wayTo(above), path]
}

/** Groups are left out: who is made up has none, and others are seldom in the right one. */
function isOpenTo(user: number | undefined, path: string): boolean {
  const status = statSync(path)
  const mode = status.uid === user ? status.mode >> 6 : status.mode
  return (mode & (status.isDirectory() ? 0o1 : 0o4)) !== 0
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
