import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { createHost, createMachine, password, type ServerHost, signIn } from '../../support/processes.ts'
import { ctrlC, ctrlD } from '../../support/terminal.ts'

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

function refusal(error: string, hint: string, code = 1) {
  return { code, stdout: '', stderr: `authd: error: ${error}\nauthd: hint: ${hint}\n` }
}

const lastOne = refusal(
  'This is the last active superuser; nothing was changed.',
  'Promote another account first.',
)

function howToSetPassword(email: string): string {
  return (
    `This server sends no mail: read the code with \`authd mail show --to ${email}\`; it is good for 24 hours.\n` +
    `Its owner sets a password with it: \`auth password reset --email ${email} --code CODE\`\n`
  )
}

/** Writes accounts as no endpoint would take them: as an import or a future version might. */
function insertAccounts(host: ServerHost, names: Record<string, string>): void {
  const db = new Sqlite(join(host.dataDir, 'authd.db'))
  const insert = db.prepare(
    'insert into accounts (id, email, username, username_key, password_hash, created_at) values (?, ?, ?, ?, ?, 0)',
  )
  for (const [email, name] of Object.entries(names)) insert.run(crypto.randomUUID(), email, name, name, '*')
  db.close()
}

/** As if every owner had used the code for a password: until then nobody is counted as an active superuser. */
function choosePasswords(host: ServerHost): void {
  const db = new Sqlite(join(host.dataDir, 'authd.db'))
  db.prepare("update accounts set password_hash = '*'").run()
  db.close()
}

async function audit(host: ServerHost): Promise<unknown[]> {
  const db = new Sqlite(join(host.dataDir, 'authd.db'), { readonly: true })
  const rows = db.prepare('select event, actor, address from audit order by sequence').raw().all()
  db.close()
  return rows
}

test('user add, list, show and the four changes: as table and as JSON, each in the audit log as done by the host', async () => {
  const host = createHost()
  const added = await host.authd(['user', 'add', 'Ann@Example.com', '--username', 'Ann', '--superuser'])
  expect(added).toEqual({
    code: 0,
    stdout: '',
    stderr: `Added ann@example.com as a superuser; a code for the first password waits.\n${howToSetPassword('ann@example.com')}`,
  })
  expect(await host.authd(['user', 'show', 'ann@example.com'])).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      /^id {6}[0-9a-f-]{36}\nemail {3}ann@example\.com\nname {4}Ann\nstatus {2}superuser\nadded {3}[\d-]{10} [\d:]{8}Z\n$/,
    ),
    stderr: '',
  })
  const second = await host.authd(['user', 'add', 'bob@example.com', '--json'])
  const bob = {
    id: uuid,
    email: 'bob@example.com',
    username: null,
    is_active: true,
    is_verified: true,
    is_superuser: false,
    created_at: time,
  }
  expect({ ...second, stdout: JSON.parse(second.stdout) }).toEqual({
    code: 0,
    stdout: bob,
    stderr: howToSetPassword('bob@example.com'),
  })
  expect(await host.authd(['user', 'list'])).toEqual({
    code: 0,
    stdout: `EMAIL            NAME  STATUS
ann@example.com  Ann   superuser
bob@example.com  -     active
`,
    stderr: '',
  })
  expect(await host.json(['user', 'show', 'BOB@example.com'])).toEqual(bob)
  const changes = [
    ['promote', { is_superuser: true }],
    ['demote', {}],
    ['disable', { is_active: false }],
    ['enable', {}],
  ] as const
  for (const [change, difference] of changes) {
    const account = await host.json(['user', change, 'bob@example.com'])
    expect([change, account]).toEqual([change, { ...bob, ...difference }])
  }
  const bobIsDeleted = { id: uuid, email: 'bob@example.com', deleted: true }
  expect(await host.json(['user', 'delete', 'bob@example.com', '--yes'])).toEqual(bobIsDeleted)
  expect(await host.json(['user', 'list'])).toMatchObject([{ email: 'ann@example.com' }])
  // With an account go the addresses of its entries.
  expect(await audit(host)).toEqual([
    ['account.added', null, 'host'],
    ...['added', 'promoted', 'demoted', 'disabled', 'enabled'].map((done) => [`account.${done}`, null, null]),
    ['account.deleted', null, 'host'],
  ])
})

test('a change says what became of the account, or that it was so already, in the words of auth users', async () => {
  const host = createHost()
  await host.authd(['user', 'add', 'bob@example.com'])
  const says = [
    ['promote', 'is a superuser now.', 'was a superuser already.'],
    ['demote', 'is a superuser no more.', 'was no superuser.'],
    ['disable', 'is disabled; its sessions have ended.', 'was disabled already.'],
    ['enable', 'is enabled and can log in.', 'was enabled already.'],
  ] as const
  for (const [change, ...ends] of says)
    for (const end of ends)
      expect(await host.authd(['user', change, 'Bob@example.com'])).toEqual({
        code: 0,
        stdout: '',
        stderr: `bob@example.com ${end}\n`,
      })
})

test('what cannot be done is one sentence and a hint, and changes nothing', async () => {
  const host = createHost()
  await host.authd(['user', 'add', 'ann@example.com', '--username', 'Ann', '--superuser'])
  choosePasswords(host)
  const run = (line: string) => host.authd(['user', ...line.split(' ')])
  const taken = refusal(
    'An account with this address or this user name exists; nothing was added.',
    'See `authd user list`.',
  )
  expect(await run('add ann@example.com')).toEqual(taken)
  expect(await run('add bob@example.com --username ANN')).toEqual(taken)
  expect(await run('add nonsense')).toEqual(
    refusal('"nonsense" is no e-mail address; nothing was added.', 'Write one such as ann@example.org.', 2),
  )
  expect(await run('add bob@example.com --username b@b')).toEqual(
    refusal(
      '"b@b" cannot be a user name; nothing was added.',
      "A user name has 1 to 64 letters, digits, spaces and . _ ' - and begins with a letter or digit.",
      2,
    ),
  )
  expect(await run('promote bob@example.com')).toEqual(
    refusal('There is no account "bob@example.com".', 'See `authd user list`.'),
  )
  for (const change of ['demote ann@example.com', 'disable ann@example.com']) {
    expect([change, await run(change)]).toEqual([change, lastOne])
  }
  expect(await run('delete ann@example.com --yes')).toEqual(
    refusal('This is the last active superuser; nothing was deleted.', 'Promote another account first.'),
  )
  expect(await host.json(['user', 'list'])).toMatchObject([{ email: 'ann@example.com', is_superuser: true }])
})

describe('user delete', () => {
  test('without a terminal refuses and names --yes', async () => {
    const host = createHost()
    await host.authd(['user', 'add', 'ann@example.com'])
    expect(await host.authd(['user', 'delete', 'ann@example.com'])).toEqual(
      refusal('Whether to delete it: not given, and there is nobody to ask.', 'Use `--yes`.', 2),
    )
    expect(await host.json(['user', 'list'])).toHaveLength(1)
  })

  test('asks on a terminal; only a yes deletes, and Ctrl-C or Ctrl-D is none', async () => {
    const host = createHost()
    await host.authd(['user', 'add', 'ann@example.com'])
    const question = 'Delete the account ann@example.com and all its sessions for good? [y/N] '
    const kept = 'authd: error: Nothing was deleted.\n'
    for (const [keys, echo] of [
      ['\r', '\n'],
      ['no\r', 'no\n'],
      [ctrlC, '\n'],
      [ctrlD, '\n'],
    ] as const) {
      const terminal = host.terminal(['user', 'delete', 'ann@example.com'])
      await terminal.waitFor('[y/N] ')
      terminal.type(keys)
      expect([keys, (await terminal.ended).code, terminal.screen()]).toEqual([
        keys,
        1,
        question + echo + kept,
      ])
    }
    expect(await host.json(['user', 'list'])).toHaveLength(1)
    const terminal = host.terminal(['user', 'delete', 'ann@example.com'])
    await terminal.waitFor('[y/N] ')
    terminal.enter('y')
    expect((await terminal.ended).code).toBe(0)
    expect(terminal.screen()).toBe(`${question}y\nDeleted the account ann@example.com.\n`)
    expect(await host.json(['user', 'list'])).toEqual([])
  })
})

test('names from outside are printed without what would move the cursor, and Korean ones stay in their column', async () => {
  const host = createHost()
  await host.authd(['migrate'])
  insertAccounts(host, {
    'a@example.com': 'evil\u001b[2J\u009b1m\nx\u202egnp',
    'b@example.com': '홍길동',
    'c@example.com': 'José',
  })
  expect(await host.authd(['user', 'list'])).toEqual({
    code: 0,
    stdout: `EMAIL          NAME               STATUS
a@example.com  evil?[2J?1m?x?gnp  unverified
b@example.com  홍길동             unverified
c@example.com  José               unverified
`,
    stderr: '',
  })
  const json = await host.authd(['user', 'show', 'a@example.com', '--json'])
  expect(json.stdout).toMatch(/^[\x20-\x7e\n]*$/)
  expect(JSON.parse(json.stdout).username).toBe('evil\u001b[2J\u009b1m\nx\u202egnp')
})

test('user add, then the code from the outbox and auth password reset give a login that works', async () => {
  const host = createHost()
  const server = await host.serve({ again: true })
  const machine = createMachine(server)
  await host.authd(['user', 'add', 'ann@example.com', '--superuser'])
  const code = await host.readCode('ann@example.com')
  const input = `${password}\n`
  const reset = ['password', 'reset', '--email', 'ann@example.com', '--code', code, '--password-stdin']
  expect((await machine.auth(reset, { input })).code).toBe(0)
  const login = ['login', '--email', 'ann@example.com', '--password-stdin', '--storage', 'file']
  expect((await machine.auth(login, { input })).code).toBe(0)
  const whoami = await machine.auth(['whoami', '--json'])
  expect(JSON.parse(whoami.stdout)).toMatchObject({ email: 'ann@example.com', is_superuser: true })
})

test('user disable ends sessions at a running server at once; reset-password leaves them until the code is used', async () => {
  const host = createHost()
  const server = await host.serve({ again: true })
  const { access_token } = await signIn(host, server.url, 'ann@example.com')
  const me = async () => {
    const answer = await fetch(`${server.url}/auth/me`, {
      headers: { authorization: `Bearer ${access_token}` },
    })
    return answer.status
  }
  expect(await host.authd(['user', 'reset-password', 'ann@example.com'])).toEqual({
    code: 0,
    stdout: '',
    stderr: `Made a code for a new password of ann@example.com; the old one is good until then.\n${howToSetPassword('ann@example.com')}`,
  })
  const asJson = await host.authd(['user', 'reset-password', 'ann@example.com', '--json'])
  expect(JSON.parse(asJson.stdout)).toEqual({ email: 'ann@example.com', code_in: 'outbox' })
  expect(await me()).toBe(200)
  expect((await host.authd(['user', 'disable', 'ann@example.com'])).code).toBe(0)
  expect(await me()).toBe(401)
})
