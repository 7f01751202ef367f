import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { readSecretKeys } from './config/readers.ts'
import type { Config } from './config.ts'
import { makeDataDir, shellWord } from './data-dir.ts'
import { errorCode, fileFailure, HostError } from './host-error.ts'

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
  const text = readPrivateText(file)
  if (text === undefined) return undefined
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const reading = readSecretKeys(lines.join(','))
  if ('value' in reading) return reading.value
  // A new key in its place would lock everything away that the lost one sealed: that is for a person to decide.
  throw new HostError(
    `the key file ${file} is damaged: it ${reading.fault}`,
    'put it back from a backup; delete it only if this server has no accounts yet, and a new one is made',
  )
}

function readPrivateText(file: string): string | undefined {
  try {
    const { mode } = statSync(file)
    refuseOpenMode(file, mode)
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    if (error instanceof HostError) throw error
    throw new HostError(
      `the key file ${file} cannot be read: ${fileFailure(error)}`,
      'run authd as the user that owns it, or set AUTHD_SECRET_KEY',
      { cause: error },
    )
  }
}

function refuseOpenMode(file: string, mode: number): void {
  if (process.platform === 'win32' || (mode & 0o077) === 0) return
  throw new HostError(
    `the key file ${file} is open to other users of this machine (mode ${(mode & 0o777).toString(8).padStart(4, '0')})`,
    `run: chmod 600 ${shellWord(file)}`,
  )
}

/** Of two starts at once one wins, and both end up with the winner's key; nobody ever sees half a file. */
function createKeyFile(file: string): readonly Buffer[] {
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeDurably(draft, `${randomBytes(32).toString('hex')}\n`)
    linkUnlessThere(draft, file)
  } catch (error) {
    throw new HostError(
      `the key file ${file} cannot be made: ${fileFailure(error)}`,
      'make the data directory writable and free some space, or set AUTHD_SECRET_KEY (openssl rand -hex 32)',
      { cause: error },
    )
  } finally {
    rmSync(draft, { force: true })
  }
  const keys = readKeyFile(file)
  if (!keys) throw new HostError(`the key file ${file} vanished while authd started`, 'start authd again')
  return keys
}

function writeDurably(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Unlike rename, link never replaces what is there. */
function linkUnlessThere(draft: string, file: string): void {
  try {
    linkSync(draft, file)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}
