import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { beat } from '../../../src/cli/exec/leftovers.ts'
import { openTokenFile } from '../../../src/cli/exec/token-file.ts'

let home: string
let env: NodeJS.ProcessEnv

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'latchkey-file-'))
  env = { XDG_RUNTIME_DIR: home }
})

afterEach(() => {
  vi.useRealTimers()
  rmSync(home, { recursive: true, force: true })
})

const age = (path: string, minutes: number) => {
  const then = new Date(Date.now() - minutes * 60_000)
  utimesSync(path, then, then)
}

test('the folder of a live process has a fresh time, and comes back if it was swept', () => {
  vi.useFakeTimers({ now: Date.now() })
  const file = openTokenFile(env, 'one')
  const folder = dirname(file.path)
  age(folder, 60)
  vi.advanceTimersByTime(beat)
  expect(Date.now() - statSync(folder).mtimeMs).toBeLessThan(1_000)
  file.write('two')
  rmSync(folder, { recursive: true })
  vi.advanceTimersByTime(beat)
  expect(readFileSync(file.path, 'utf8')).toBe('two')
  expect([statSync(file.path).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700])
  file.remove()
  vi.advanceTimersByTime(beat)
  expect(existsSync(folder)).toBe(false)
})

test('what another namespace left is swept after ten minutes without a sign of life; what is no such folder never', () => {
  const first = openTokenFile(env, 'one')
  const parent = dirname(dirname(first.path))
  const names = { fresh: 'exec-999999999-1-AbCdEf', silent: 'exec-1-1-AbCdEf', other: 'notes' }
  for (const name of Object.values(names)) mkdirSync(join(parent, name))
  age(join(parent, names.fresh), 9)
  age(join(parent, names.silent), 11)
  age(join(parent, names.other), 11)
  openTokenFile(env, 'two').remove()
  const left = readdirSync(parent).filter((name) => name !== dirname(first.path).split('/').at(-1))
  expect(left.sort()).toEqual([names.fresh, names.other])
  expect(existsSync(first.path)).toBe(true)
  first.remove()
})
