import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type House, openHouse } from '../support/house.ts'
import { authProgram } from '../support/machine.ts'

const script = join(import.meta.dirname, '../../docs/examples/nightly.sh')

let house: House

beforeAll(async () => {
  house = await openHouse({ AUTHD_ACCESS_TOKEN_TTL: '2s' })
})

afterAll(() => house.stop())

test('docs/examples/nightly.sh does its work while its access token expires several times', async () => {
  const machine = await house.machine('nightly@example.org')
  const bin = join(machine.home, 'bin')
  mkdirSync(bin)
  symlinkSync(authProgram, join(bin, 'auth'))
  const env = { ...machine.env, PATH: `${bin}:${process.env.PATH}`, ROUNDS: '3', PAUSE: '1' }
  const { stdout, stderr } = await promisify(execFile)('sh', [script], { env })
  const [, tokens] = /^done: 3 rounds each, (\d+) access tokens\n$/.exec(stdout) ?? []
  expect(Number(tokens)).toBeGreaterThanOrEqual(4)
  const steps = stderr.split('\n').map((line) => line.slice(10))
  expect(steps).toEqual(
    expect.arrayContaining([
      'token: round 3',
      'request: round 3',
      'proxy: round 3',
      'exec: 3 rounds in one job',
    ]),
  )
  expect(steps.filter((line) => /error/.test(line))).toEqual([])
})
