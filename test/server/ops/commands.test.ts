import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { connectStore, type Store } from '../../../db/connect.ts'
import { createHost, pause, register, type ServerHost, signIn, until } from '../../support/processes.ts'
import { openPostgres } from '../../support/stores.ts'
import { fillStore, sumsOf } from './filled-store.ts'

/** Another machine, with the secret key of the first. */
function createSecondHost(host: ServerHost, env: NodeJS.ProcessEnv = {}): ServerHost {
  const second = createHost(env)
  mkdirSync(second.dataDir, { mode: 0o700 })
  copyFileSync(join(host.dataDir, 'secret.key'), join(second.dataDir, 'secret.key'))
  return second
}

async function withStore<T>(host: ServerHost, work: (db: Store) => Promise<T>): Promise<T> {
  const db = await connectStore(`sqlite:${host.dataDir}/authd.db`)
  return work(db).finally(() => db.destroy())
}

test('a backup taken under load has every account and session that was acknowledged before it started', async () => {
  const host = createHost({ AUTHD_RATE_LIMITS: 'off', AUTHD_REQUIRE_VERIFIED_EMAIL: 'false' })
  const server = await host.serve()
  const { refresh_token } = await signIn(host, server.url, 'ann@example.com')
  const acknowledged: string[] = []
  let isOver = false
  const load = [0, 1, 2, 3].map(async (worker) => {
    for (let index = 0; !isOver; index++) {
      const email = `user${worker}.${index}@example.com`
      await register(server.url, email)
      acknowledged.push(email)
    }
  })
  await until('there is load', () => acknowledged.length > 40)
  const before = [...acknowledged]
  const path = join(host.home, 'x.backup')
  const { code, stderr } = await host.authd(['backup', path])
  isOver = true
  await Promise.all(load)
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(
      /^Wrote \S+: \S+ accounts?, \S+ sessions?, \S+ audit entr(?:y|ies), \S+ rows, \S+ KiB, in \S+ s; read again and found sound\.\nIt does not hold the secret key, and is of no use without it: keep secret\.key or AUTHD_SECRET_KEY too\.\n$/,
    ),
  ])
  await server.stop()

  const second = createSecondHost(host)
  await second.json(['restore', path])
  const { emails, sessions } = await withStore(second, async (db) => ({
    emails: (await db.selectFrom('registrations').select('email').execute()).map(({ email }) => email),
    sessions: await db.selectFrom('sessions').select('id').execute(),
  }))
  expect(before.filter((email) => !emails.includes(email))).toEqual([])
  expect(sessions).toHaveLength(1)
  const restored = await second.serve()
  const renewed = await fetch(`${restored.url}/auth/update_token`, {
    headers: { authorization: `Bearer ${refresh_token}` },
  })
  expect(renewed.status).toBe(200)
  await restored.stop()
})

test('backup, verify and restore say what they did, and refuse in words what they cannot do', async () => {
  const host = createHost()
  const path = join(host.home, 'x.backup')
  const missing = await host.authd(['backup', path])
  expect(missing).toEqual({
    code: 1,
    stdout: '',
    stderr: `authd: error: There is no store at sqlite:${host.dataDir}/authd.db; nothing was written.\nauthd: hint: Name another one by \`--data-dir\` or AUTHD_DATABASE_URL; \`authd serve\` makes a new one.\n`,
  })
  await host.json(['user', 'add', 'ann@example.com'])
  await (await host.serve()).stop()
  const made = await host.json(['backup', path])
  expect(made).toEqual(
    expect.objectContaining({ file: path, store: 'sqlite', audit_fault: null, bytes: statSync(path).size }),
  )
  expect(made.rows).toEqual(expect.objectContaining({ accounts: 1, signing_keys: 2 }))
  const verified = await host.authd(['backup', '--verify', path])
  expect(verified.stderr).toMatch(
    /is sound: made at \S+ \S+Z by authd \S+, 1 account, 0 sessions, 1 audit entry, /,
  )
  const again = await host.authd(['backup', path])
  expect(again.stderr).toContain(
    'is there already; nothing was written.\nauthd: hint: Give another name, or `--force`',
  )
  expect((await host.authd(['backup', path, '--force'])).code).toBe(0)
  const nowhere = join(host.home, 'nowhere/x.backup')
  expect((await host.authd(['backup', nowhere])).stderr).toContain(
    `authd: error: ${nowhere} cannot be written: it does not exist; no backup was made.\n`,
  )

  const stranger = createHost()
  const locked = await stranger.authd(['restore', path])
  expect(locked.stderr).toContain('There is no secret key here: a backup holds what')
  const full = await host.authd(['restore', path])
  expect(full.stderr).toMatch(
    /^authd: error: The store is not empty \(rows: 1 in accounts, 1 in one_time_codes, 2 in signing_keys, 1 in outbox, \d in audit, 1 in audit_head\); nothing was changed\.\n/,
  )
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)
  writeFileSync(path, bytes)
  const flipped = `authd: error: The backup ${path} is damaged: its checksum does not match; nothing was changed.\nauthd: hint: Take an older one; \`authd backup --verify FILE\` tells whether a backup is sound.\n`
  expect(await host.authd(['backup', '--verify', path])).toEqual({ code: 1, stdout: '', stderr: flipped })
  const second = createSecondHost(host)
  expect(await second.authd(['restore', path])).toEqual({ code: 1, stdout: '', stderr: flipped })
  expect(readdirSync(second.dataDir)).toEqual(['secret.key'])
})

test('backup --force once replaced the database itself and the secret key: it replaces backups and nothing else', async () => {
  const host = createHost()
  await host.json(['user', 'add', 'ann@example.com'])
  await (await host.serve()).stop()
  for (const name of ['authd.db', 'secret.key']) {
    const path = join(host.dataDir, name)
    const before = readFileSync(path)
    expect(await host.authd(['backup', '--force', path])).toEqual({
      code: 1,
      stdout: '',
      stderr: `authd: error: ${path} is no backup of authd, and \`--force\` replaces nothing else; nothing was written.\nauthd: hint: Give another name, or move that file away first.\n`,
    })
    expect(readFileSync(path)).toEqual(before)
  }
  const [damaged, empty] = [join(host.home, 'damaged'), join(host.home, 'empty')]
  await host.json(['backup', damaged])
  writeFileSync(damaged, readFileSync(damaged).subarray(0, -9))
  writeFileSync(empty, '')
  for (const path of [damaged, empty])
    expect((await host.authd(['backup', '--force', path])).stderr).toContain(`Wrote ${path}: 1 account,`)
})

test.skipIf(process.platform === 'win32')(
  'backup --verify of a pipe once waited for ever: it is no file',
  async () => {
    const host = createHost()
    const path = join(host.home, 'pipe')
    execFileSync('mkfifo', [path])
    expect(await host.authd(['backup', '--verify', path])).toEqual({
      code: 1,
      stdout: '',
      stderr: `authd: error: The backup ${path} cannot be read: it is no file; nothing was changed.\nauthd: hint: Check its name, and that this user may read it.\n`,
    })
  },
)

test('kill -9 in the middle of a restore leaves an empty store, and the next restore goes in', async () => {
  const host = createHost()
  await (await host.serve()).stop()
  await withStore(host, async (db) => {
    await db.deleteFrom('signing_keys').execute()
    await fillStore(db, { accounts: 8_000 })
    await db.deleteFrom('signing_keys').execute()
  })
  const path = join(host.home, 'x.backup')
  await host.json(['backup', path])
  const second = createSecondHost(host)
  const store = join(second.dataDir, 'authd.db')
  const { child, ended } = second.start(['restore', path])
  // The tables are there, and the transaction of the rows writes into the log of SQLite.
  await until('rows are on their way', () => {
    const isBig = statSync(`${store}-wal`, { throwIfNoEntry: false })
    return (isBig?.size ?? 0) > 0 && pause(20).then(() => true)
  })
  child.kill('SIGKILL')
  expect((await ended).code).toBeNull()
  await withStore(second, async (db) => {
    const tables = await db.introspection.getTables()
    if (tables.some(({ name }) => name === 'accounts'))
      expect((await sumsOf(db)).filter(({ rows }) => rows > 0)).toEqual([])
  })
  expect((await second.json(['restore', path])).rows.accounts).toBe(8_000)
})

test.skipIf(inject('postgresUrl') === undefined)(
  'a house moves from SQLite to PostgreSQL: logins go on there with the tokens that they have',
  { timeout: 60_000 },
  async () => {
    const host = createHost({ AUTHD_RATE_LIMITS: 'off' })
    const server = await host.serve()
    const { refresh_token } = await signIn(host, server.url, 'ann@example.com')
    await server.stop()
    await withStore(host, (db) => fillAccounts(db, 6_000))
    const { url } = await openPostgres({ empty: true })
    const copy = ['store', 'copy', '--from', `sqlite:${host.dataDir}/authd.db`, '--to', url]
    const { child, ended } = host.start(copy)
    const target = await connectStore(url)
    await until('rows are there', async () => {
      const there = await target
        .selectFrom('accounts')
        .select('id')
        .limit(1)
        .execute()
        .catch(() => [])
      return there.length > 0
    })
    child.kill('SIGKILL')
    await ended
    const refused = await host.authd(['serve'], { env: { AUTHD_DATABASE_URL: url } })
    expect(refused).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'authd: error: This store is the copy of another one, and is not finished; nothing was changed.\nauthd: hint: Stop the server of the other store and run the same `authd store copy` again.\n',
    })
    const { code, stderr } = await host.authd(copy)
    await target.destroy()
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(
        /^Copied [\d,]+ rows into postgres:\S+\.\nCounted and compared: [\d,]+ rows, the same in both stores\.\nStart authd with AUTHD_DATABASE_URL/,
      ),
    ])
    const moved = await host.serve({ env: { AUTHD_DATABASE_URL: url } })
    const renewed = await fetch(`${moved.url}/auth/update_token`, {
      headers: { authorization: `Bearer ${refresh_token}` },
    })
    expect(renewed.status).toBe(200)
    await moved.stop()
  },
)

async function fillAccounts(db: Store, count: number): Promise<void> {
  for (let at = 0; at < count; at += 500)
    await db
      .insertInto('accounts')
      .values(
        Array.from({ length: 500 }, (_, index) => ({
          id: `a${at + index}`,
          email: `a${at + index}@example.com`,
          password_hash: '!',
          created_at: 0,
        })),
      )
      .execute()
}
