import { execFile } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { HostError } from '../../src/server/host-error.ts'
import { readOrCreateSecretKeys } from '../../src/server/secret-key.ts'

const home = mkdtempSync(join(tmpdir(), 'latchkey-key-'))
afterAll(() => rmSync(home, { recursive: true }))

const keyA = 'a3f1c2d4e5b60718293a4b5c6d7e8f90112233445566778899aabbccddeeff01'
const keyB = 'b3f1c2d4e5b60718293a4b5c6d7e8f90112233445566778899aabbccddeeff02'

const readKeys = (dataDir: string) => readOrCreateSecretKeys({ dataDir, secretKey: undefined })

function folderWithKey(text: string, mode = 0o600): string {
  const dataDir = mkdtempSync(join(home, 'data-'))
  writeFileSync(join(dataDir, 'secret.key'), text, { mode })
  chmodSync(join(dataDir, 'secret.key'), mode)
  return dataDir
}

function failureOf(dataDir: string): HostError {
  try {
    readKeys(dataDir)
  } catch (error) {
    if (error instanceof HostError) return error
    throw error
  }
  throw new Error('nothing failed')
}

describe('the first start', () => {
  it('makes a key of 32 bytes: directory 0700, file 0600, nothing else; the next start finds it', () => {
    const dataDir = join(home, 'new', 'authd')
    const [key, ...more] = readKeys(dataDir)
    expect(key).toHaveLength(32)
    expect(more).toEqual([])
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600)
    expect(readdirSync(dataDir)).toEqual(['secret.key'])
    expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toBe(`${key?.toString('hex')}\n`)
    expect(readKeys(dataDir)).toEqual([key])
  })

  it('of several at once one wins, and all have its key', async () => {
    const dataDir = join(home, 'race')
    const script = join(home, 'race.mts')
    const source = fileURLToPath(new URL('../../src/server/secret-key.ts', import.meta.url))
    writeFileSync(
      script,
      `import { readOrCreateSecretKeys } from ${JSON.stringify(source)}
       while (Date.now() < Number(process.argv[2])) {}
       console.log(readOrCreateSecretKeys({ dataDir: ${JSON.stringify(dataDir)} })[0].toString('hex'))`,
    )
    const tsx = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url))
    const start = String(Date.now() + 1_500)
    const runs = Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, [tsx, script, start]))
    const keys = (await Promise.all(runs)).map(({ stdout }) => stdout)
    expect(new Set(keys).size).toBe(1)
    expect(readdirSync(dataDir)).toEqual(['secret.key'])
  })
})

it('AUTHD_SECRET_KEY leaves the disk alone', () => {
  const secretKey = [Buffer.from(keyA, 'hex')]
  const dataDir = join(home, 'untouched')
  expect(readOrCreateSecretKeys({ dataDir, secretKey })).toBe(secretKey)
  expect(existsSync(dataDir)).toBe(false)
})

it('the file may hold several keys, newest first, by lines or commas', () => {
  const keys = [Buffer.from(keyB, 'hex'), Buffer.from(keyA, 'hex')]
  expect(readKeys(folderWithKey(`${keyB}\n\n${keyA}\n`))).toEqual(keys)
  expect(readKeys(folderWithKey(`${keyB},${keyA}`, 0o400))).toEqual(keys)
})

describe('what a person must mend', () => {
  it.each([0o640, 0o604, 0o644, 0o660])('a key file of mode %o', (mode) => {
    const dataDir = folderWithKey(keyA, mode)
    const { message, hint } = failureOf(dataDir)
    expect(message).toBe(
      `The file ${dataDir}/secret.key is open to other users of this machine (mode 0${mode.toString(8)}); it was not used.`,
    )
    expect(hint).toBe(`Run \`chmod 600 ${dataDir}/secret.key\`.`)
  })

  it.each(['', '\n', 'hunter2', keyA.slice(2), `${keyA}\nhunter2`, '0'.repeat(64)])(
    'a damaged key file: %j',
    (text) => {
      const dataDir = folderWithKey(text)
      const { message, hint } = failureOf(dataDir)
      expect(message).toContain(`The key file ${dataDir}/secret.key is damaged: it must be `)
      expect(message).not.toContain('hunter2')
      expect(hint).toContain('Put it back from where you keep it')
      expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toBe(text)
    },
  )

  it('a directory in place of the key file', () => {
    const dataDir = mkdtempSync(join(home, 'data-'))
    mkdirSync(join(dataDir, 'secret.key'), { mode: 0o700 })
    expect(failureOf(dataDir).message).toBe(`The file ${dataDir}/secret.key cannot be read: it is a folder.`)
  })

  it('a data directory that anybody can write to', () => {
    const dataDir = mkdtempSync(join(home, "it's open-"))
    chmodSync(dataDir, 0o777)
    const { message, hint } = failureOf(dataDir)
    expect(message).toBe(
      `Any user of this machine can write to the data directory ${dataDir}; nothing was changed.`,
    )
    expect(hint).toBe(`Run \`chmod 700 '${dataDir.replace("'", "'\\''")}'\`.`)
    expect(readdirSync(dataDir)).toEqual([])
  })

  it.runIf(existsSync('/proc/self'))('a data directory below /proc, without trying for ever', () => {
    expect(() => readOrCreateSecretKeys({ dataDir: '/proc/latchkey/authd', secretKey: undefined })).toThrow(
      'The data directory /proc/latchkey/authd cannot be made: it does not exist.',
    )
  })

  it('a data directory that cannot be made', () => {
    const file = join(home, 'a-file')
    writeFileSync(file, '')
    expect(failureOf(join(file, 'authd')).message).toBe(
      `The data directory ${file}/authd cannot be made: a part of the path is not a folder.`,
    )
    expect(failureOf(file).message).toBe(
      `The data directory ${file} cannot be made: something else is in its place.`,
    )
  })

  // Root writes everywhere; /proc refuses even root.
  it.runIf(process.platform === 'linux')('a directory that takes no files', () => {
    const { message, hint } = failureOf('/proc/self/fd')
    expect(message).toMatch(/^The file \/proc\/self\/fd\/secret\.key cannot be made: /)
    expect(hint).toContain('AUTHD_SECRET_KEY')
  })
})
