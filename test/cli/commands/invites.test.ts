import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type House, openHouse } from '../../support/house.ts'
import { Machine } from '../../support/machine.ts'

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
const password = 'correct horse battery'

describe('`auth invites` and `auth register --invite`, at a real authd that takes invitations only', () => {
  let house: House
  let guest: Machine
  beforeAll(async () => {
    house = await openHouse({ AUTHD_REGISTRATION: 'invite' })
    guest = new Machine({ AUTH_SERVER: house.server.url })
  })
  afterAll(async () => {
    guest?.remove()
    await house?.stop()
  })

  const auth = (...args: string[]) => house.root.auth(['invites', ...args])
  const create = async (...args: string[]) => (await auth('create', ...args)).stdout.trim()
  const register = (email: string, args: string[], input = `${password}\n`) =>
    guest.auth(['register', '--email', email, '--password-stdin', ...args], { input })

  test('create prints the code alone, and says what it is good for and how it is used', async () => {
    const { code, stdout, stderr } = await auth('create', '--expires', '2d')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^[A-Z0-9-]{16,}\n$/)])
    expect(stderr).toMatch(
      /^This is shown once: keep it now\. It makes an account for anybody until 20\d\d-\d\d-\d\d [\d:]{8}Z\.\nTo use it: `auth register --server http:\S+ --invite CODE`\n$/,
    )
    expect((await auth()).stdout).toMatch(
      /^ID +FOR +ROLE +STATE +EXPIRES +MADE\n[0-9a-f]{8} {2}anybody +member +open +in 2 days +just now\n$/,
    )
  })

  test('for an address it goes there as a letter; --json is the object of the wire', async () => {
    const { stderr } = await auth('create', '--email', 'boss@example.org', '--role', 'superuser')
    expect(stderr).toContain('It makes a superuser of boss@example.org until ')
    expect(stderr).toContain('its operator reads the code with `authd mail show --to boss@example.org`.')
    const entry = {
      id: uuid,
      email: 'eve@example.org',
      role: 'member',
      state: 'open',
      created_at: time,
      expires_at: time,
      redeemed_at: null,
    }
    const made = await house.json('invites', 'create', '--email', 'eve@example.org')
    expect(made).toEqual({ ...entry, code: expect.any(String) })
    const { items } = (await house.json('invites', 'list')) as { items: unknown[] }
    expect(items[0]).toEqual(entry)
  })

  test('a role that there is not is wrong usage: exit 2', async () => {
    expect(await auth('create', '--role', 'king')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'auth: error: --role king is not known.\nauth: hint: Use one of member, superuser.\n',
    })
  })

  test('without one a registration is refused, and the flag is named: exit 7', async () => {
    const { code, stdout, stderr } = await register('ann@example.org', [])
    expect([code, stdout]).toEqual([7, ''])
    expect(stderr).toContain(
      'hint: Ask the operator of the server for one and give its code: `auth register --invite CODE`.',
    )
  })

  test('the code that `auth join` kept with the profile is used without a flag', async () => {
    const profile = { server: house.server.url, invite: await create() }
    guest.write('config.json', JSON.stringify({ version: 1, profiles: { default: profile } }))
    expect((await register('eva@example.org', [])).code).toBe(0)
    guest.write('config.json', JSON.stringify({ version: 1, profiles: {} }))
  })

  test('a code makes one account; it comes as a flag or as the first line of a pipe', async () => {
    const code = await create()
    expect((await register('ann@example.org', ['--invite', code])).code).toBe(0)
    const verification = await house.host.readCode('ann@example.org')
    const verify = ['verify', '--email', 'ann@example.org', '--code', verification]
    expect((await guest.auth(verify)).code).toBe(0)
    expect((await auth()).stdout).toMatch(/ used /)
    const again = await register('bob@example.org', ['--invite', code])
    expect([again.code, again.stderr]).toEqual([
      7,
      expect.stringContaining('hint: With a new code: `auth register --invite CODE`.'),
    ])
    const piped = await register('bob@example.org', ['--invite', '-'], `${await create()}\n${password}\n`)
    expect(piped.stdout).toContain('Registered bob@example.org')
  })

  test('a person is asked for it where the server wants it, and again after a typo; the rest is kept', async () => {
    const code = await create()
    const terminal = guest.terminal(['register', '--email', 'cleo@example.org', '--no-verify'])
    for (const prompt of ['Password for the new account', 'again']) {
      await terminal.waitFor(prompt)
      terminal.enter(password)
    }
    await terminal.waitFor('Code of your invitation')
    terminal.enter('K7MP-Q2AB')
    await terminal.waitFor('Ask who sent it for a new one.') // each letter that is typed draws the question again
    await terminal.waitFor('Code of your invitation')
    terminal.enter(code.toLowerCase())
    await terminal.waitFor('Registered cleo@example.org')
    expect((await terminal.ended).code).toBe(0)
    expect(terminal.screen().match(/Password for the new account, again/g)?.length).toBeGreaterThan(0)
  })

  test('revoke ends one by the beginning of its id, at once', async () => {
    const { id, code } = (await house.json('invites', 'create')) as { id: string; code: string }
    expect(await auth('revoke', id.slice(0, 8))).toEqual({
      code: 0,
      stdout: 'Revoked the invitation for anybody.\n',
      stderr: '',
    })
    expect((await register('dora@example.org', ['--invite', code])).code).toBe(7)
    const unknown = await auth('revoke', id)
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringContaining(`There is no invitation "${id}".`),
    ])
  })
})
