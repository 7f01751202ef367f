import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { readSecretKeys } from './config/readers.ts'
import type { Config } from './config.ts'
import { makeDataDir } from './data-dir.ts'
import { HostError } from './host-error.ts'
import { createPrivateText, readPrivateText } from './private-file.ts'

/**
 * The secret keys, 32 bytes each, newest first: those of AUTHD_SECRET_KEY, else those of `secret.key` in the data
 * directory, which is made at the first call. Throws HostError where the file cannot be made, read or trusted.
 */
export function readOrCreateSecretKeys(config: Pick<Config, 'dataDir' | 'secretKey'>): readonly Buffer[] {
  if (config.secretKey) return config.secretKey
  makeDataDir(config.dataDir)
  const file = join(config.dataDir, 'secret.key')
  return readKeyFile(file) ?? createKeyFile(file)
}

/** The same where there are any; makes none. */
export function findSecretKeys(config: Pick<Config, 'dataDir' | 'secretKey'>): readonly Buffer[] | undefined {
  return config.secretKey ?? readKeyFile(join(config.dataDir, 'secret.key'))
}

/** Undefined where there is no such file. */
function readKeyFile(file: string): readonly Buffer[] | undefined {
  const hint = 'Run authd as the user that owns it, or give it to the user that runs authd.'
  const text = readPrivateText(file, { hint })
  if (text === undefined) return undefined
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const reading = readSecretKeys(lines.join(','))
  if ('value' in reading) return reading.value
  // A new key in its place would lock everything away that the lost one sealed: that is for a person to decide.
  throw new HostError(
    `The key file ${file} is damaged: it ${reading.fault}. It was left as it is.`,
    'Put it back from where you keep it; delete it only if this server has no accounts yet, and a new one is made.',
  )
}

/** Of two starts at once one wins, and both end up with the winner's key. */
function createKeyFile(file: string): readonly Buffer[] {
  createPrivateText(
    file,
    `${randomBytes(32).toString('hex')}\n`,
    'Make the data directory writable and free some space, or set AUTHD_SECRET_KEY to what `openssl rand -hex 32` prints.',
  )
  const keys = readKeyFile(file)
  if (!keys) throw new HostError(`The key file ${file} vanished while authd started.`, 'Start authd again.')
  return keys
}
