import { execFileSync, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connectStore } from '../../db/connect.ts'
import { createHost, password, type RunningAuthd, register, signIn } from '../support/processes.ts'

async function login(url: string, email: string) {
  const answer = await fetch(`${url}/auth/login`, {
    method: 'POST',
    body: new URLSearchParams({ username: email, password }),
  })
  return { answer, body: (await answer.json()) as Record<string, unknown> }
}

const unavailable = {
  type: 'urn:latchkey:error:store_unavailable',
  title: 'The store cannot be reached',
  status: 503,
  detail: 'The store does not answer at the moment; nothing was changed, try again.',
  code: 'store_unavailable',
}

test('a store that another process has locked is 503 with Retry-After, never a verdict (lyftr#25)', async () => {
  const host = createHost()
  const server = await host.serve({ again: true })
  const { refresh_token } = await signIn(host, server.url, 'ann@example.com')
  const other = new Sqlite(join(host.dataDir, 'authd.db'))
  onTestFinished(() => void other.close())
  other.exec('begin immediate')
  const { answer, body } = await login(server.url, 'ann@example.com')
  expect([answer.status, answer.headers.get('retry-after'), body]).toEqual([503, '1', unavailable])
  other.exec('rollback')
  expect((await login(server.url, 'ann@example.com')).answer.status).toBe(200)
  const renewed = await fetch(`${server.url}/auth/update_token`, {
    headers: { authorization: `Bearer ${refresh_token}` },
  })
  expect(renewed.status).toBe(200)
  expect(await server.logged('the store failed')).toMatchObject({
    level: 'error',
    method: 'POST',
    path: '/auth/login',
  })
})

/** Part of util-linux. */
const prlimit = 'prlimit'
const noPrlimit = spawnSync(prlimit, ['--version']).error ? 'prlimit is not installed here' : undefined

/** From here on no file of the process may grow beyond so many bytes: its writes fail as on a full disk. */
function limitFiles({ child }: RunningAuthd, bytes: number | 'unlimited'): void {
  execFileSync(prlimit, ['--pid', String(child.pid), `--fsize=${bytes}:unlimited`])
}

describe.skipIf(noPrlimit !== undefined)(`a disk that is full${noPrlimit ? ` (${noPrlimit})` : ''}`, () => {
  test('while the server runs: 503, nothing acknowledged is lost, and it goes on once there is space', async () => {
    const host = createHost({ AUTHD_RATE_LIMITS: 'off' })
    const server = await host.serve({ again: true })
    const before = await register(server.url, 'before@example.com')
    limitFiles(server, statSync(join(host.dataDir, 'authd.db-wal')).size)
    const refused = await fetch(`${server.url}/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'full@example.com', password }),
    })
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      503,
      '1',
      unavailable,
    ])
    limitFiles(server, 'unlimited')
    const after = await register(server.url, 'after@example.com')
    await server.stop()
    const db = await connectStore(`sqlite:${host.dataDir}/authd.db`)
    onTestFinished(() => db.destroy())
    const rows = await db.selectFrom('registrations').select('id').orderBy('created_at').execute()
    expect(rows.map(({ id }) => id)).toEqual([before.registration_id, after.registration_id])
  })

  test('at the first start: one clear error, and the next start makes what was missing', async () => {
    const host = createHost()
    for (const bytes of [0, 16_384]) {
      const through = [prlimit, `--fsize=${bytes}:unlimited`]
      expect(await host.authd(['serve'], { through })).toEqual({
        code: 1,
        stdout: '',
        stderr:
          `authd: error: The store sqlite:${host.dataDir}/authd.db cannot be used: disk I/O error; nothing was changed.\n` +
          'authd: hint: Check that its folder is there, that this user may write to it, and that the disk has space.\n',
      })
    }
    expect((await (await host.serve()).stop()).code).toBe(0)
  })
})
