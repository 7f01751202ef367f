import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { errorCode, fileFailure, HostError } from '../../host-error.ts'
import { unitMark } from './service-unit.ts'

export const unitName = 'authd.service'

export function unitPath(kind: 'user' | 'system', env: NodeJS.ProcessEnv, home: string): string {
  if (kind === 'system') return join('/etc/systemd/system', unitName)
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'systemd/user', unitName)
}

/** Undefined where there is none. Throws HostError for one that `service install` did not write. */
export function readOwnUnit(path: string): string | undefined {
  const text = readUnit(path)
  if (text === undefined || text.startsWith(unitMark)) return text
  throw new HostError(
    `${path} was not written by authd; it was left as it is.`,
    'Move it away if it is not needed any more, then try again.',
  )
}

/** Whole or not at all: systemd may read it at any moment. */
export function writeUnit(path: string, text: string): void {
  const draft = `${path}.${process.pid}.part`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
    const file = openSync(draft, 'wx', 0o644)
    try {
      writeSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    chmodSync(draft, 0o644) // the umask of authd is for secrets; a unit holds none
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw cannot('written', path, error)
  }
}

export function removeUnit(path: string): void {
  try {
    rmSync(path)
  } catch (error) {
    throw cannot('removed', path, error)
  }
}

function readUnit(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw cannot('read', path, error)
  }
}

function cannot(done: string, path: string, error: unknown): HostError {
  const hint =
    'A unit of the machine takes root, as by `sudo authd service install --system`; without `--system` it is for you alone.'
  return new HostError(`${path} cannot be ${done}: ${fileFailure(error)}.`, hint, { cause: error })
}
