import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type House, openHouse } from '../../support/house.ts'
import { password } from '../../support/login.ts'
import { Machine } from '../../support/machine.ts'

const email = 'ann@example.org'
const stranger = '203.0.113.66'
const login = ['login', '--email', email, '--password-stdin', '--storage', 'file']
const input = `${password}\n`

describe('a stranger who guesses at a real authd', () => {
  let house: House
  let ann: Machine
  beforeAll(async () => {
    house = await openHouse({ AUTHD_RATE_LIMITS: 'on', AUTHD_TRUSTED_PROXIES: '127.0.0.1/32' })
    ann = await house.machine(email)
  })
  afterAll(() => house?.stop())

  const ask = (from: string, typed: string) =>
    fetch(`${house.server.url}/auth/login`, {
      method: 'POST',
      headers: { 'x-forwarded-for': from, 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: typed }),
    })

  /** So many tries from one address, or from as many as there are tries. */
  async function guess(times: number, from: (index: number) => string): Promise<Record<number, number>> {
    const statuses: Record<number, number> = {}
    for (let done = 0; done < times; done += 50) {
      const tries = Array.from({ length: 50 }, (_, index) => ask(from(done + index), 'wrong'))
      for (const { status, headers } of await Promise.all(tries)) {
        statuses[status] = (statuses[status] ?? 0) + 1
        if (status === 429) expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
      }
    }
    return statuses
  }

  test('1,000 wrong passwords from one address: 429, and the owner gets in from a new address', async () => {
    expect(await guess(1_000, () => stranger)).toEqual({ 401: 10, 429: 990 })
    expect((await ask(stranger, password)).status).toBe(429)
    expect((await ask('198.51.100.1', password)).status).toBe(200)
  })

  test('from everywhere: a machine that was logged in, and has logged out, still gets in; another has to wait', async () => {
    expect((await ann.auth(['logout'])).code).toBe(0)
    const [file = ''] = readdirSync(join(ann.folder, 'devices'))
    expect(ann.read(join('devices', file))).toMatch(/^d1\.[\w-]{22}\.[\w-]{43}\n$/)
    expect(statSync(join(ann.folder, 'devices', file)).mode & 0o777).toBe(0o600)
    const { 401: judged = 0 } = await guess(150, (index) => `2001:db8:${index}::1`)
    expect(judged).toBeLessThanOrEqual(100)
    const other = new Machine({ AUTH_SERVER: house.server.url })
    try {
      const { code, stderr } = await other.auth(login, { input })
      expect([code, stderr]).toEqual([
        5,
        expect.stringMatching(/^auth: error: Too many tries; try again in \d+ s\.\n/),
      ])
    } finally {
      other.remove()
    }
    expect(await ann.auth(login, { input })).toEqual(
      expect.objectContaining({ code: 0, stdout: `Logged in to ${house.server.url} as ${email}.\n` }),
    )
  })

  test('what an earlier login left may be broken or gone: the login goes on without it', async () => {
    await house.json('limits', 'release', email)
    const [file = ''] = readdirSync(join(ann.folder, 'devices'))
    ann.write(join('devices', file), 'not what it was\r\nX-Evil: 1')
    expect((await ann.auth(login, { input })).code).toBe(0)
    expect(ann.read(join('devices', file))).toMatch(/^d1\./)
  })

  test('a superuser sees who is kept out, in a table that fits and as the wire has it', async () => {
    await guess(50, () => stranger)
    const { code, stdout } = await house.root.auth(['limits', 'list', '--search', stranger])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^LIMIT +ACCOUNT +ADDRESS +USED +REFUSED UNTIL +FORGOTTEN\n(login\.address +- +203\.0\.113\.66 .*\n)?login\.pair +ann@example\.org +203\.0\.113\.66 +10\/10 +in a moment +in 3 h\n$/,
    )
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    const { items } = (await house.json('limits', '--search', stranger)) as { items: { name: string }[] }
    expect(items.find(({ name }) => name === 'login.pair')).toEqual({
      name: 'login.pair',
      account: email,
      address: stranger,
      used: 10,
      burst: 10,
      refused_until: time,
      forgotten_at: time,
    })
    const narrow = await house.root.auth(['limits'], { env: { COLUMNS: '40' } })
    expect(narrow.code).toBe(0)
  })

  test('and releases it: an account, an address, or one limit', async () => {
    expect((await ask(stranger, password)).status).toBe(429)
    const one = await house.root.auth(['limits', 'release', stranger, '--name', 'login.pair'])
    expect(one).toEqual({ code: 0, stdout: `Released 1 counter of ${stranger}.\n`, stderr: '' })
    expect((await ask(stranger, password)).status).toBe(200)
    expect(await house.json('limits', 'release', email)).toEqual({ released: expect.any(Number) })
    const { code, stderr } = await house.root.auth(['limits', 'release', email])
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('Nothing is counted of this account or source'),
    ])
  })

  test('one limit that there is not, and somebody who is no superuser', async () => {
    const { code, stderr } = await house.root.auth(['limits', 'release', email, '--name', 'x'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('Field "name": there is no such limit.')])
    expect((await ann.auth(['limits'])).code).toBe(7)
  })
})
