import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expireToken, loggedIn, loginFiles } from '../support/login.ts'
import type { Machine } from '../support/machine.ts'
import { type Given, oneAccount, type StandIn, startStandIn } from '../support/stand-in.ts'

describe('a process that waits for another’s refresh', () => {
  let server: StandIn
  let machine: Machine
  beforeEach(async () => {
    server = await startStandIn(oneAccount())
    machine = await loggedIn(server)
    expireToken(machine)
  })
  afterEach(async () => {
    machine.remove()
    await server.stop()
  })

  /** Writes a fresh token as the holder of the lock would. */
  function bringToken(): void {
    const { token } = loginFiles(machine)
    const fresh = { access_token: 'access-9', obtained_at: Date.now(), expires_at: Date.now() + 900_000 }
    machine.write(token, JSON.stringify({ v: 1, ...fresh }))
  }

  test('takes the token as soon as it is there, while the lock is still held, and needs no keychain', async () => {
    const config = machine.readJson('config.json')
    config.profiles.default.storage = 'keyring'
    machine.write('config.json', JSON.stringify(config))
    const locks = join(machine.home, 'run', 'latchkey')
    const lock = join(locks, `${config.profiles.default.credential}.lock`)
    mkdirSync(locks, { mode: 0o700 })
    mkdirSync(lock)
    const waiting = machine.auth(['token'])
    setTimeout(bringToken, 700)
    expect(await waiting).toEqual({ code: 0, stdout: 'access-9\n', stderr: '' })
    expect(server.requests).toEqual([])
  })

  test('does not ask again when the login has ended meanwhile', async () => {
    const { token, secret } = loginFiles(machine)
    const lock = join(machine.folder, `${secret}.lock`)
    mkdirSync(lock)
    const waiting = machine.auth(['token'])
    setTimeout(() => machine.write(token, '{"v":1,"ended":"session_ended","detail":"Over."}'), 700)
    const { code, stderr } = await waiting
    expect([code, stderr]).toEqual([4, expect.stringContaining(' is over: Over.\n')])
    expect(server.requests).toEqual([])
    rmSync(lock, { recursive: true })
  })
})

describe('a list of several pages', () => {
  const session = (id: string) => ({
    id,
    current: false,
    client_id: 'latchkey-cli',
    label: null,
    address: null,
    created_at: '2026-01-01T00:00:00Z',
    last_used_at: '2026-01-01T00:00:00Z',
    expires_at: '2026-02-01T00:00:00Z',
  })
  const pages = (next: (cursor: string | null) => Given) => ({
    ...oneAccount(),
    '*': ({ url }: { url: string }) => next(new URL(url, 'http://x').searchParams.get('cursor')),
  })

  test('is shown whole', async () => {
    const server = await startStandIn(
      pages((cursor) =>
        cursor === null
          ? { body: { items: [session('11111111-a')], next_cursor: 'next one' } }
          : { body: { items: [session('22222222-b')], next_cursor: null } },
      ),
    )
    const machine = await loggedIn(server)
    const { items, next_cursor } = JSON.parse((await machine.auth(['sessions', '--json'])).stdout)
    expect([items.map(({ id }: { id: string }) => id), next_cursor]).toEqual([
      ['11111111-a', '22222222-b'],
      null,
    ])
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/auth/sessions?limit=200',
      '/auth/sessions?limit=200&cursor=next+one',
    ])
    machine.remove()
    await server.stop()
  })

  test.each([
    ['whose cursor never moves', () => ({ body: { items: [session('1')], next_cursor: 'same' } })],
    ['of something else', () => ({ body: { items: [{ id: 7 }], next_cursor: null } })],
  ])('%s ends with exit 5, not never', async (_, next) => {
    const server = await startStandIn(pages(next))
    const machine = await loggedIn(server)
    const { code, stderr } = await machine.auth(['sessions'])
    expect([code, stderr]).toEqual([5, expect.stringContaining('it is not an authd')])
    machine.remove()
    await server.stop()
  })
})

test('a device with a hostile name is shown on its own line, without control characters', async () => {
  const waiting = {
    user_code: 'BCDF-GHJK',
    client_id: 'latchkey-cli',
    client_name: 'Latchkey',
    label: 'mango\x1b[2J\x1b[H\n  address   10.0.0.1\u202e\u009b1A',
    address: '203.0.113.9',
    scopes: ['account'],
    created_at: new Date().toISOString(),
    expires_at: new Date(Date.now() + 600_000).toISOString(),
  }
  const server = await startStandIn({ ...oneAccount(), '*': () => ({ body: waiting }) })
  const machine = await loggedIn(server)
  const terminal = machine.terminal(['approve', 'BCDF-GHJK'])
  await terminal.waitFor('Let it act as')
  terminal.enter('n')
  await terminal.ended
  const shown = terminal.raw().slice(0, terminal.raw().indexOf('Say yes only'))
  expect(shown).toContain('  device    mango[2J[H address 10.0.0.11A\r\n  address   203.0.113.9\r\n')
  expect(['\x1b[2J', '\u202e', '\u009b'].filter((each) => shown.includes(each))).toEqual([])
  machine.remove()
  await server.stop()
})
