import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Config, loadConfig } from '../../../src/server/config.ts'
import { ConfigError } from '../../../src/server/host-error.ts'

type Input = Parameters<typeof loadConfig>[0]

/** Does not exist: nobody's own settings get into a test. */
export const home = '/nowhere/home'

export const keyA = 'a3f1c2d4e5b60718293a4b5c6d7e8f90112233445566778899aabbccddeeff01'
export const keyB = 'b3f1c2d4e5b60718293a4b5c6d7e8f90112233445566778899aabbccddeeff02'

export function load(env: Record<string, string> = {}, rest: Partial<Input> = {}): Config {
  return loadConfig({ ...rest, env: { HOME: home, ...env } })
}

/** The faults that loading ends with; none where it loads. */
export function faultsOf(env: Record<string, string>, rest: Partial<Input> = {}): readonly string[] {
  try {
    load(env, rest)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

/** A data directory with these files, for one test. */
export function folder(files: Record<string, string> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-config-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text, { mode: 0o600 })
  return path
}
