import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type House, openHouse, superuser } from '../../support/house.ts'

const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
const useYes = (what: string) =>
  `auth: error: ${what} was not given, and there is nobody to ask.\nauth: hint: Use --yes.\n`

describe('`auth users`, at a real authd', () => {
  let house: House
  beforeAll(async () => {
    house = await openHouse()
  })
  afterAll(() => house?.stop())

  let count = 0
  /** Another account, made by the superuser; nobody has logged in to it. */
  async function someone(...args: string[]): Promise<{ id: string; email: string }> {
    count += 1
    const member = await house.json('users', 'add', `someone${count}@example.org`, ...args)
    return member as { id: string; email: string }
  }
  const auth = (...args: string[]) => house.root.auth(['users', ...args])
  const emails = async (...args: string[]) => {
    const { items } = (await house.json('users', ...args)) as { items: { email: string }[] }
    return items.map(({ email }) => email)
  }
  /** As it is at the server now. */
  const shown = (who: string) => house.json('users', 'show', who)

  test('is for superusers: exit 7', async () => {
    const ann = await house.machine('ann@example.org')
    const outcome = await ann.auth(['users'])
    expect(outcome).toEqual({ code: 7, stdout: '', stderr: 'auth: error: This takes a superuser.\n' })
  })

  describe('add', () => {
    test('makes an account and says where the code for its password is, and how it is used', async () => {
      expect(await auth('add', 'New@example.org', '--username', 'newcomer')).toEqual({
        code: 0,
        stdout: 'Added new@example.org; a code for the first password waits.\n',
        stderr:
          'This server sends no mail: its operator reads the code with `authd mail show --to new@example.org`.\n' +
          'Its owner sets a password with it: `auth password reset --email new@example.org --code CODE`\n',
      })
      expect(await shown('newcomer')).toEqual({
        id: uuid,
        email: 'new@example.org',
        username: 'newcomer',
        is_active: true,
        is_verified: true,
        is_superuser: false,
        created_at: time,
        sessions: 0,
        last_used_at: null,
      })
    })

    test('--superuser is said; an address that is taken is exit 1', async () => {
      const added = await auth('add', 'boss@example.org', '--superuser')
      expect(added.stdout).toBe(
        'Added boss@example.org as a superuser; a code for the first password waits.\n',
      )
      const again = await auth('add', 'boss@example.org')
      expect([again.code, again.stdout]).toEqual([1, ''])
      expect(again.stderr).toMatch(/^auth: error: .+\n/)
      await auth('delete', 'boss@example.org', '--yes')
    })
  })

  describe('list', () => {
    test('shows accounts, the newest first, in words for people', async () => {
      const { email, id } = await someone('--username', 'Ümit')
      const { code, stdout, stderr } = await auth()
      expect([code, stderr]).toEqual([0, ''])
      const [title, first] = stdout.split('\n')
      expect(title?.split(/ {2,}/)).toEqual([
        'ID',
        'EMAIL',
        'NAME',
        'STATUS',
        'SESSIONS',
        'LAST USED',
        'ADDED',
      ])
      expect(first?.split(/ {2,}/)).toEqual([id.slice(0, 8), email, 'Ümit', 'active', '0', '-', 'just now'])
      expect(stdout).toMatch(/^[0-9a-f]{8} {2}root@example\.org .* superuser +1 +just now +just now$/m)
      expect((await auth('list')).stdout).toBe(stdout)
    })

    test('--search and --status choose, also behind `list`', async () => {
      const { email } = await someone()
      expect((await auth('disable', email)).code).toBe(0)
      expect(await emails('--search', email.toUpperCase())).toEqual([email])
      expect(await emails('list', '--status', 'superuser')).toEqual([superuser])
      expect(await emails('list', '--search', email, '--status', 'disabled')).toEqual([email])
      expect(await emails('--search', email, '--status', 'active')).toEqual([])
      expect((await auth('--search', 'nobody at all')).stdout).toBe('There is no account like that.\n')
    })

    test('--limit says that there are more, and how to see them; --json has it as next_cursor', async () => {
      const { stdout, stderr } = await auth('--limit', '1')
      expect(stdout.trimEnd().split('\n')).toHaveLength(2)
      expect(stderr).toBe('There are more: `--limit 10` shows them, `--search TEXT` finds one.\n')
      expect(await house.json('users', '--limit', '1')).toEqual({
        items: [expect.objectContaining({ id: uuid })],
        next_cursor: expect.any(String),
      })
    })

    test.each([40, 80, 200])('fits a terminal of %i columns', async (cols) => {
      const terminal = house.root.terminal(['users', '--limit', '2'], {}, { cols })
      expect((await terminal.ended).code).toBe(0)
      const lines = terminal.screen().trimEnd().split('\n').slice(0, 3)
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(cols)
      expect(lines[0]).toMatch(/^ID +EMAIL/)
      expect(lines[0]?.includes('ADDED')).toBe(cols >= 80)
    })
  })

  describe('who is meant', () => {
    test('an address, a user name, an id or the beginning of one, in any case', async () => {
      const { id, email } = await someone('--username', 'Whoever')
      const ways = [email.toUpperCase(), 'wHOEVER', id, id.slice(0, 8), ` ${email} `]
      const found = await Promise.all(ways.map(shown))
      expect(found).toEqual(ways.map(() => expect.objectContaining({ id, email })))
      expect((await auth('show', id)).stdout).toMatch(
        new RegExp(
          `^id {9}${id}\nemail {6}${email}\nname {7}Whoever\nstatus {5}active\nsessions {3}0\nlast used {2}-\nadded {6}20[\\d-]{8} [\\d:]{8}Z\n$`,
        ),
      )
    })

    test('part of an address is not enough: what is near is named, exit 1', async () => {
      const { id, email } = await someone()
      const { code, stderr } = await auth('delete', email.slice(0, -4), '--yes')
      expect([code, stderr]).toEqual([
        1,
        `auth: error: There is no account "${email.slice(0, -4)}".\nauth: hint: Nearest: ${email} (${id.slice(0, 8)}).\n`,
      ])
      expect((await auth('show', 'ffffffff')).stderr).toContain(
        'hint: Give a whole address or user name, or the beginning of an id; see `auth users list`.',
      )
      expect((await auth('show', '00000000-0000-4000-8000-000000000000')).code).toBe(1)
    })

    test('several ids with one beginning are listed: exit 2', async () => {
      const [one, other] = [await someone(), await someone()]
      house.withStore((db) => {
        const rename = db.prepare('update accounts set id = ? where id = ?')
        rename.run('abcd0000-0000-4000-8000-000000000001', one.id)
        rename.run('abcd0000-0000-4000-8000-000000000002', other.id)
      })
      const { code, stderr } = await auth('promote', 'abcd')
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(
          /^auth: error: "abcd" is the beginning of 2 ids: \S+ \(abcd0000\), \S+ \(abcd0000\)\.\nauth: hint: Type more of it, or the address\.\n$/,
        ),
      ])
      expect(stderr).toContain(`${one.email} (`)
    })
  })

  test('disable ends every session at once, enable lets in again; each says where it was so already', async () => {
    const email = 'bob@example.org'
    const bob = await house.machine(email)
    const said = async (verb: string) => (await auth(verb, email)).stdout
    expect(await said('disable')).toBe(`${email} is disabled; its sessions have ended.\n`)
    expect((await bob.auth(['whoami'])).code).toBe(4)
    expect(await shown(email)).toMatchObject({ is_active: false, sessions: 0 })
    expect(await said('disable')).toBe(`${email} was disabled already.\n`)
    expect(await said('enable')).toBe(`${email} is enabled and can log in.\n`)
    expect(await said('enable')).toBe(`${email} was enabled already.\n`)
    await house.machine(email)
  })

  test('promote and demote; --json is the account as it is then', async () => {
    const { email } = await someone()
    const said = async (verb: string) => (await auth(verb, email)).stdout
    expect(await said('promote')).toBe(`${email} is a superuser now.\n`)
    expect(await said('promote')).toBe(`${email} was a superuser already.\n`)
    expect(await house.json('users', 'demote', email)).toMatchObject({ email, is_superuser: false })
    expect(await said('demote')).toBe(`${email} was no superuser.\n`)
  })

  test('reset-password has a code made; its owner sets a password with it', async () => {
    const { id, email } = await someone()
    const { code, stdout, stderr } = await auth('reset-password', email)
    expect([code, stdout]).toEqual([
      0,
      `Made a code for a new password of ${email}; the old password is good until it is used.\n`,
    ])
    expect(stderr).toContain(`\`auth password reset --email ${email} --code CODE\`\n`)
    expect(await house.json('users', 'reset-password', email)).toEqual({ id, email, sent: true })
    const newCode = await house.host.readCode(email)
    const reset = ['password', 'reset', '--email', email, '--code', newCode, '--password-stdin']
    expect((await house.root.auth(reset, { input: 'correct horse battery\n' })).code).toBe(0)
  })

  test('sessions lists where somebody is logged in, and --end ends it', async () => {
    const email = 'cleo@example.org'
    const cleo = await house.machine(email)
    expect((await auth('sessions', email)).stdout).toMatch(
      /^ {3}ID +DEVICE .*\n {3}[0-9a-f]{8} .*127\.0\.0\.1 .*latchkey-cli\n$/,
    )
    expect(await auth('sessions', email, '--end')).toEqual({
      code: 2,
      stdout: '',
      stderr: useYes('Whether to end them'),
    })
    const terminal = house.root.terminal(['users', 'sessions', email, '--end'])
    await terminal.waitFor(`End all sessions of ${email}?`)
    terminal.enter()
    expect((await terminal.ended).code).toBe(1)
    expect((await cleo.auth(['whoami'])).code).toBe(0)
    expect((await auth('sessions', email, '--end', '--yes')).stdout).toBe(
      `All sessions of ${email} have ended.\n`,
    )
    expect((await cleo.auth(['whoami'])).code).toBe(4)
    expect((await auth('sessions', email)).stdout).toBe('There are no sessions.\n')
  })

  describe('what cannot be undone asks first', () => {
    const sent = (stderr: string) => /GET|POST|PATCH|DELETE/.test(stderr)

    test.each([
      [['delete', 'ann@example.org'], 'Whether to delete it'],
      [['sessions', 'ann@example.org', '--end'], 'Whether to end them'],
      [['disable', superuser], 'Whether to do that to your own account'],
      [['demote', superuser.toUpperCase()], 'Whether to do that to your own account'],
    ])('%j without a terminal names --yes and sends nothing: exit 2', async (args, what) => {
      const { code, stdout, stderr } = await auth(...args, '--verbose')
      expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: useYes(what) })
      expect(sent(stderr)).toBe(false)
    })

    test('delete, by a yes at a terminal; Enter alone is a no', async () => {
      const { id, email } = await someone()
      const ask = async (answer: string) => {
        const terminal = house.root.terminal(['users', 'delete', id.slice(0, 8)])
        await terminal.waitFor(`Delete the account ${email} at ${house.server.url} for good?`)
        terminal.enter(answer)
        return { code: (await terminal.ended).code, screen: terminal.screen() }
      }
      expect(await ask('')).toEqual({ code: 1, screen: expect.stringContaining('Nothing was deleted.') })
      expect(await ask('y')).toEqual({
        code: 0,
        screen: expect.stringContaining(`Deleted the account ${email}.`),
      })
      expect((await auth('show', email)).code).toBe(1)
    })

    test('delete --yes, for scripts', async () => {
      const { id, email } = await someone()
      expect(await house.json('users', 'delete', email, '--yes')).toEqual({ deleted: id, email })
    })

    test('one’s own account is deleted by its own command: exit 2', async () => {
      expect(await auth('delete', superuser, '--yes')).toEqual({
        code: 2,
        stdout: '',
        stderr: 'auth: error: That is your own account.\nauth: hint: Delete it with `auth account delete`.\n',
      })
    })

    test('a no to disabling oneself changes nothing; the last superuser stays even with a yes', async () => {
      const terminal = house.root.terminal(['users', 'disable', superuser])
      await terminal.waitFor('Disable your own account? Only another superuser can enable it again.')
      terminal.enter()
      await terminal.waitFor('Nothing was changed.')
      expect((await terminal.ended).code).toBe(1)
      const { code, stderr } = await auth('demote', superuser, '--yes')
      expect([code, stderr]).toEqual([1, expect.stringContaining('hint: Promote another account first.')])
      expect(await shown(superuser)).toMatchObject({ is_active: true, is_superuser: true })
    })

    test('with AUTH_TOKEN the server is asked whose account it is', async () => {
      const made = await house.root.auth([
        'tokens',
        'create',
        'admin',
        '--scope',
        'account',
        '--scope',
        'admin',
      ])
      const env = { AUTH_TOKEN: made.stdout.trim() }
      const outcome = await house.root.auth(['users', 'demote', superuser], { env })
      expect([outcome.code, outcome.stderr]).toEqual([2, expect.stringContaining('Use --yes.')])
    })
  })
})
