import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addAccount, machineOf } from '../../support/login.ts'
import { Machine } from '../../support/machine.ts'
import { type RunningAuthd, ServerHost } from '../../support/processes.ts'

const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)

describe('who is let in, at a real authd', () => {
  const host = new ServerHost({ AUTHD_RATE_LIMITS: 'off' })
  const machines: Machine[] = []
  let server: RunningAuthd
  let machine: Machine
  let count = 0
  let email: string
  beforeAll(async () => {
    server = await host.serve({ again: true })
  })
  beforeEach(async () => {
    count += 1
    email = `ann${count}@example.org`
    await addAccount(host, server, email)
    machine = await another()
  })
  afterEach(() => {
    for (const each of machines.splice(0)) each.remove()
  })
  afterAll(async () => {
    await server?.stop()
    host.remove()
  })

  async function another(): Promise<Machine> {
    const made = await machineOf(server, email)
    machines.push(made)
    return made
  }
  const sessionOf = (of: Machine): string => of.readJson('config.json').profiles.default.session_id
  const json = async (...args: string[]) => JSON.parse((await machine.auth([...args, '--json'])).stdout)

  describe('`auth sessions`', () => {
    test('lists them newest first, a star at this one, in words for people', async () => {
      await another()
      const { code, stdout, stderr } = await machine.auth(['sessions'])
      expect([code, stderr]).toEqual([0, ''])
      const [title, first, own] = stdout.split('\n')
      expect(title?.split(/ {2,}/)).toEqual([
        '',
        'ID',
        'DEVICE',
        'LAST USED',
        'ADDRESS',
        'LOGGED IN',
        'PROGRAM',
      ])
      expect(first).toMatch(/^ {3}[0-9a-f]{8} {2}\S+ +just now {3}127\.0\.0\.1 {2}just now {3}latchkey-cli$/)
      expect(own).toMatch(new RegExp(`^\\*  ${sessionOf(machine).slice(0, 8)}  `))
      expect((await machine.auth(['sessions', 'list'])).stdout).toBe(stdout)
    })

    test('--json prints the objects of the wire', async () => {
      expect(await json('sessions')).toEqual({
        items: [
          {
            id: sessionOf(machine),
            current: true,
            client_id: 'latchkey-cli',
            label: expect.any(String),
            address: '127.0.0.1',
            created_at: time,
            last_used_at: time,
            expires_at: time,
          },
        ],
        next_cursor: null,
      })
    })

    test.each([40, 80, 200])('fits a terminal of %i columns', async (cols) => {
      await another()
      const terminal = machine.terminal(['sessions'], {}, { cols })
      expect((await terminal.ended).code).toBe(0)
      const lines = terminal.screen().trimEnd().split('\n')
      expect(lines).toHaveLength(3)
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(cols)
      expect(lines.join('\n')).toContain(sessionOf(machine).slice(0, 8))
      expect(lines[0]?.includes('PROGRAM')).toBe(cols >= 80)
    })

    test('revoke ends one by the beginning of its id, at once', async () => {
      const other = await another()
      const { stdout } = await machine.auth(['sessions', 'revoke', sessionOf(other).slice(0, 8)])
      expect(stdout).toMatch(/^The session on \S+ has ended\.\n$/)
      expect((await other.auth(['whoami'])).code).toBe(4)
      expect((await machine.auth(['whoami'])).code).toBe(0)
    })

    test('revoke of one’s own says that this is a logout, and is one', async () => {
      const id = sessionOf(machine)
      expect(await machine.auth(['sessions', 'revoke', id])).toEqual({
        code: 0,
        stdout: `That was this login, so this was a logout: ${email} is logged out of ${server.url}.\n`,
        stderr: '',
      })
      const left = ['config.json', expect.stringMatching(/^devices\/[0-9a-f]{24}$/)]
      expect(Object.keys(machine.files())).toEqual(left)
      expect((await machine.auth(['token'])).code).toBe(4)
    })

    test('revoke --others keeps this one', async () => {
      const others = [await another(), await another()]
      expect(await machine.auth(['sessions', 'revoke', '--others'])).toEqual({
        code: 0,
        stdout: 'All other sessions have ended.\n',
        stderr: '',
      })
      const codes = await Promise.all(
        [machine, ...others].map(async (each) => (await each.auth(['whoami'])).code),
      )
      expect(codes).toEqual([0, 4, 4])
    })

    test('an id that nobody has is named: exit 1', async () => {
      const { code, stderr } = await machine.auth(['sessions', 'revoke', 'ffffffff-x'])
      expect([code, stderr]).toEqual([
        1,
        'auth: error: There is no session "ffffffff-x".\nauth: hint: See `auth sessions list`.\n',
      ])
    })
  })

  describe('`auth tokens`', () => {
    test('create prints the value alone, and says that it is shown once; it works until it is revoked', async () => {
      const made = await machine.auth(['tokens', 'create', 'ci', '--expires', '30d'])
      expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^lkp_\S{80}\n$/)])
      expect(made.stderr).toMatch(
        /^This is shown once: keep it now\. It may be used for account until 20\d\d-\d\d-\d\d [\d:]{8}Z\.\n$/,
      )
      const env = { AUTH_TOKEN: made.stdout.trim() }
      expect((await machine.auth(['whoami'], { env })).stdout).toBe(`${email}\n`)
      const listed = await machine.auth(['tokens'])
      expect(listed.stdout).toMatch(
        /^ID {8}NAME .*\n[0-9a-f]{8} {2}ci {4}just now {3}in 30 days {2}account {2}just now\n$/,
      )
      const id = listed.stdout.split('\n')[1]?.slice(0, 8) ?? ''
      expect((await machine.auth(['tokens', 'revoke', id])).stdout).toBe('Revoked the token "ci".\n')
      expect((await machine.auth(['whoami'], { env })).code).toBe(4)
    })

    test('--json is the object of the wire, with its scopes', async () => {
      const made = await json('tokens', 'create', 'backup', '--scope', 'account', '--scope', 'email')
      const entry = {
        id: uuid,
        name: 'backup',
        scopes: ['email', 'account'],
        created_at: time,
        expires_at: null,
        last_used_at: null,
      }
      expect(made).toEqual({ ...entry, token: expect.stringMatching(/^lkp_/) })
      expect(await json('tokens')).toEqual({ items: [entry], next_cursor: null })
      const { scopes } = await json('tokens', 'create', 'list', '--scope', 'account email') // RFC 6749 §3.3
      expect(scopes).toEqual(['email', 'account'])
    })

    test('a scope that nobody knows is missed before anything is sent', async () => {
      const { code, stderr } = await machine.auth(['tokens', 'create', 'x', '--scope', 'moon'])
      expect([code, stderr]).toEqual([2, expect.stringContaining('--scope moon is not known.')])
    })

    test('a token cannot make another: exit 7, and AUTH_TOKEN is named', async () => {
      const { stdout } = await machine.auth(['tokens', 'create', 'ci'])
      const env = { AUTH_TOKEN: stdout.trim() }
      const { code, stderr } = await machine.auth(['tokens', 'create', 'more'], { env })
      expect([code, stderr]).toEqual([7, expect.stringContaining('The token in AUTH_TOKEN was refused: ')])
    })
  })

  describe('`auth clients`', () => {
    test('is for superusers: exit 7', async () => {
      const { code, stderr } = await machine.auth(['clients'])
      expect([code, stderr]).toEqual([7, 'auth: error: This takes a superuser.\n'])
    })

    test('add shows the secret once; list, show, change and remove go by the beginning of the id', async () => {
      await host.authd(['user', 'promote', email])
      const add = ['clients', 'add', 'reports', '--grant', 'client_credentials', '--scope', 'account']
      const added = await machine.auth(add)
      const [id = '', secret = ''] = [...added.stdout.matchAll(/^client_\w+ +(\S+)$/gm)].map(
        ([, value]) => value ?? '',
      )
      expect([added.stderr, secret.length]).toEqual([
        'Registered the client "reports".\nThe secret is shown once: keep it now.\n',
        43,
      ])
      const tv = await json(
        'clients',
        'add',
        'tv',
        '--public',
        '--grant',
        'device_code',
        '--grant',
        'refresh_token',
      )
      expect([tv.client_secret, tv.grants]).toEqual([
        null,
        ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      ])
      const list = (await machine.auth(['clients'])).stdout
      expect(list).toMatch(/^ID {8}NAME .*\n/)
      expect([list.includes(secret), list.includes('device_code refresh_token')]).toEqual([false, true])
      const uri = 'https://reports.example.org/back'
      const changed = await json(
        'clients',
        'change',
        id.slice(0, 8),
        '--redirect-uri',
        uri,
        '--name',
        'Reports',
      )
      expect(changed).toMatchObject({
        client_id: id,
        name: 'Reports',
        redirect_uris: [uri],
        scopes: ['account'],
      })
      expect(await json('clients', 'show', id)).toEqual(changed)
      expect(await machine.auth(['clients', 'remove', id, '--yes'])).toEqual({
        code: 0,
        stdout: 'Removed the client "Reports"; its sessions have ended.\n',
        stderr: '',
      })
      expect((await json('clients')).items.map(({ name }: { name: string }) => name)).toEqual(['tv'])
    })
  })

  describe('`auth login --device` and `auth approve`', () => {
    /** A device that waits, and the code that it shows. */
    async function device(): Promise<{
      terminal: ReturnType<Machine['terminal']>
      code: string
      at: Machine
    }> {
      const at = new Machine({ AUTH_SERVER: server.url })
      machines.push(at)
      const terminal = at.terminal(['login', '--device', '--storage', 'file'])
      await terminal.waitFor('Waiting for your yes')
      return { terminal, code: /code ([A-Z]{4}-[A-Z]{4});/.exec(terminal.screen())?.[1] ?? '', at }
    }

    test('a person sees who asks, says yes, and the device is logged in as that person', async () => {
      const { terminal, code, at } = await device()
      const approval = machine.terminal(['approve', code.toLowerCase().replace('-', '')])
      await approval.waitFor('A login waits for your word:')
      await approval.waitFor('address   127.0.0.1')
      await approval.waitFor('program   Latchkey command line (latchkey-cli)')
      await approval.waitFor('asked     just now')
      await approval.waitFor('Say yes only if it was you who started this')
      await approval.waitFor(`Let it act as ${email}`)
      approval.enter('y')
      await approval.waitFor('is let in.')
      expect([(await approval.ended).code, (await terminal.ended).code]).toEqual([0, 0])
      expect(terminal.screen()).toContain(`Logged in to ${server.url} as ${email}.`)
      expect((await at.auth(['refresh'])).code).toBe(0)
      expect((await at.auth(['whoami'])).stdout).toBe(`${email}\n`)
    })

    test('Enter alone is a no; the device ends with 7 and nothing is kept there', async () => {
      const { terminal, code, at } = await device()
      const approval = machine.terminal(['approve'])
      await approval.waitFor('Code that the device shows')
      approval.enter(code)
      await approval.waitFor(`Let it act as ${email}`)
      approval.enter()
      await approval.waitFor('stays out.')
      expect([(await approval.ended).code, (await terminal.ended).code]).toEqual([0, 7])
      expect(terminal.screen()).toContain('auth: error: The login was denied; nothing was changed.')
      expect(at.files()).toEqual({})
    })

    test('a script says yes or no by a flag; without one it is told so before anything is sent', async () => {
      const { terminal, code } = await device()
      const silent = await machine.auth(['approve', code])
      expect([silent.code, silent.stderr]).toEqual([2, expect.stringContaining('Use --yes or --deny.')])
      const denied = await machine.auth(['approve', code, '--deny', '--json'])
      expect(JSON.parse(denied.stdout)).toMatchObject({
        user_code: code,
        client_id: 'latchkey-cli',
        approved: false,
      })
      expect((await terminal.ended).code).toBe(7)
    })

    test('a code that nobody waits under is exit 1', async () => {
      const { code, stderr } = await machine.auth(['approve', 'BCDF-GHJK', '--yes'])
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('auth: error: No login waits under this code'),
      ])
    })
  })
})
