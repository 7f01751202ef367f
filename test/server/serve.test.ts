import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createHost, makeFolder, password, register, type ServerHost, until } from '../support/processes.ts'

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)

/** A start that fails: nothing on stdout, one error with a hint, exit code 1. */
function refusal(error: string, hint: string) {
  return { code: 1, stdout: '', stderr: `authd: error: ${error}\nauthd: hint: ${hint}\n` }
}

const storeHint =
  'Check that its folder is there, that this user may write to it, and that the disk has space.'

/** Makes the store, its keys and its first signing key. */
async function startOnce(host: ServerHost): Promise<void> {
  await (await host.serve()).stop()
}

describe('authd serve, when all is well', () => {
  test('prints one line to stdout, and JSON lines to stderr (contract §1)', async () => {
    const host = createHost()
    const server = await host.serve()
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    const { code, stdout } = await server.stop()
    expect({ code, stdout }).toEqual({ code: 0, stdout: `authd listening on ${server.url}\n` })
    expect(server.log()).toEqual([
      {
        level: 'info',
        time: iso,
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        url: server.url,
        issuer: server.url,
        store: `sqlite:${host.dataDir}/authd.db`,
        msg: 'started',
      },
      {
        level: 'warn',
        time: iso,
        msg: 'no SMTP server is set: codes stay in the outbox, read them by "authd mail show --to EMAIL"',
      },
      {
        level: 'warn',
        time: iso,
        msg: 'AUTHD_BCRYPT_COST below 10 is for tests: stolen hashes would be guessed quickly',
      },
      { level: 'info', time: iso, signal: 'SIGTERM', msg: 'stopping; a second signal stops at once' },
      { level: 'info', time: iso, msg: 'stopped' },
    ])
  })

  test('the data directory is its owner’s alone, and so is every file in it', async () => {
    const host = createHost()
    const server = await host.serve()
    await register(server.url, 'ann@example.com')
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
    const files = readdirSync(host.dataDir).sort()
    expect(files).toEqual(['authd.db', 'authd.db-shm', 'authd.db-wal', 'secret.key'])
    expect([mode(host.dataDir), ...files.map((file) => mode(join(host.dataDir, file)))]).toEqual([
      '700',
      ...files.map(() => '600'),
    ])
  })

  test('rate limits that are off are said at the start', async () => {
    const server = await createHost({ AUTHD_RATE_LIMITS: 'off' }).serve()
    const line = await server.logged(
      'AUTHD_RATE_LIMITS is off: passwords and codes can be guessed without a limit',
    )
    expect(line.level).toBe('warn')
    expect(server.log().filter(({ msg }) => /guessed without/.test(msg))).toHaveLength(1)
  })

  test('a reader of stdout that has gone away ends nothing', async () => {
    const { child, ended, output } = createHost().start(['serve'])
    child.stdout?.destroy()
    await until('it has started', () => output.stderr.includes('"started"'))
    const [, url] = /"url":"([^"]+)"/.exec(output.stderr) ?? []
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  })

  test('neither log nor config shows a secret, at any level', async () => {
    const secretKey = '7d0f9c1ab2e34856a7b8c9d0e1f2031425364758697a8b9cadbecfd0e1f20314'
    const host = createHost({
      AUTHD_SECRET_KEY: secretKey,
      AUTHD_SMTP_URL: 'smtp://authd:smtp-pass-7Qx@127.0.0.1:1',
      AUTHD_MAIL_FROM: 'auth@example.org',
      AUTHD_LOG_LEVEL: 'trace',
    })
    const server = await host.serve()
    await register(server.url, 'ann@example.com')
    const code = await host.readCode('ann@example.com')
    const post = (path: string, body: object, headers = {}) =>
      fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    await post('/auth/register/verification_code', { email: 'ann@example.com', verification_code: code })
    await post('/auth/login', { email: 'ann@example.com', password: 'a wrong password' })
    const login = await post('/auth/login', { email: 'ann@example.com', password })
    const { access_token, refresh_token } = (await login.json()) as Record<string, string>
    await post(`/auth/nothing?token=${access_token}`, {}, { authorization: `Bearer ${refresh_token}` })
    await server.logged('mail cannot be sent now; letters wait in the outbox')
    const told = [await server.stop(), await host.authd(['config']), await host.authd(['config', '--json'])]
    const text = told.map(({ stdout, stderr }) => stdout + stderr).join('')
    expect(text).toContain('smtp://authd:****@127.0.0.1:1')
    expect(text).not.toMatch(/\n +at /)
    const secrets = [
      secretKey,
      'smtp-pass-7Qx',
      password,
      'a wrong password',
      code,
      access_token,
      refresh_token,
    ]
    expect(secrets.filter((secret) => text.includes(secret ?? ''))).toEqual([])
  })
})

describe('authd serve refuses to start, in one clear sentence and a hint', () => {
  test('where its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await until('it listens', () => other.listening)
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    expect(await createHost({ AUTHD_LISTEN: `127.0.0.1:${port}` }).authd(['serve'])).toEqual(
      refusal(
        `http://127.0.0.1:${port} cannot be listened on: something else listens there.`,
        'Stop the other program, or choose another port; `--listen 127.0.0.1:0` takes a free one.',
      ),
    )
  })

  test('at an address that this machine has not', async () => {
    expect(await createHost().authd(['serve', '--listen', '203.0.113.1:8420'])).toEqual(
      refusal(
        'http://203.0.113.1:8420 cannot be listened on: this machine has no such address.',
        'Choose an address of this machine by `--listen HOST:PORT`, such as 127.0.0.1:8420.',
      ),
    )
  })

  test('where the data directory cannot be used, or is open to everybody', async () => {
    const host = createHost()
    const file = join(host.home, 'file')
    writeFileSync(file, '')
    const below = await host.authd(['serve', '--data-dir', join(file, 'data')])
    expect({ ...below, stderr: below.stderr.split('\n')[1] }).toEqual({
      code: 1,
      stdout: '',
      stderr: `  - ${file}/data/authd.env cannot be read: a part of the path is not a folder.`,
    })
    const open = makeFolder(host, 'open')
    chmodSync(open, 0o777)
    expect(await host.authd(['serve', '--data-dir', open])).toEqual(
      refusal(
        `Any user of this machine can write to the data directory ${open}; nothing was changed.`,
        `Run \`chmod 700 ${open}\`.`,
      ),
    )
    expect(readdirSync(open)).toEqual([])
  })

  test('with all bad settings at once, and the names that were meant', async () => {
    const env = {
      AUTHD_LISTN: '127.0.0.1:1',
      AUTHD_PORT: '8420',
      AUTHD_BCRYPT_COST: '99',
      AUTHD_ACCESS_TOKEN_TTL: 'soon',
      AUTHD_SECRET_KEY: 'not-hex-and-secret',
      AUTHD_SMTP_URL: 'smtp://me:hunter2@mail.example.org',
    }
    const host = createHost(env)
    const lines = [
      'The settings have 6 faults; nothing was changed:',
      '  - AUTHD_LISTN (environment) is no setting; did you mean AUTHD_LISTEN?',
      '  - AUTHD_PORT (environment) is no setting; did you mean AUTHD_LISTEN?',
      '  - AUTHD_SECRET_KEY (environment) must be 64 hex digits (openssl rand -hex 32), or several such keys separated by commas.',
      '  - AUTHD_ACCESS_TOKEN_TTL (environment) must be a duration from 1s to 24h, written like 90s, 15m, 12h or 30d, not "soon".',
      '  - AUTHD_BCRYPT_COST (environment) must be a whole number from 4 to 16, not "99".',
      '  - AUTHD_SMTP_URL needs AUTHD_MAIL_FROM, the sender of the letters.',
    ]
    expect(await host.authd(['serve'])).toEqual(
      refusal(
        lines.join('\n'),
        'Correct the environment, the env file or the flags named above; what is not set takes its default.',
      ),
    )
    expect(readdirSync(host.home)).toEqual([])
  })

  test('where secret.key is damaged, and leaves it as it is', async () => {
    const host = createHost()
    await startOnce(host)
    writeFileSync(join(host.dataDir, 'secret.key'), 'half a ke')
    expect(await host.authd(['serve'])).toEqual(
      refusal(
        `The key file ${host.dataDir}/secret.key is damaged: it must be 64 hex digits (openssl rand -hex 32), or several such keys separated by commas. It was left as it is.`,
        'Put it back from where you keep it; delete it only if this server has no accounts yet, and a new one is made.',
      ),
    )
  })

  test('where the secret key of its store is lost: makes no other in its place, and its accounts can be taken along', async () => {
    const host = createHost()
    await startOnce(host)
    await host.json(['user', 'add', 'ann@example.com'])
    rmSync(join(host.dataDir, 'secret.key'))
    const lost = refusal(
      `The store sqlite:${host.dataDir}/authd.db needs the secret key that it was made with, and ${host.dataDir} has no secret.key; nothing was changed.`,
      'Put secret.key back, or set AUTHD_SECRET_KEY; docs/operations.md says what is left to do where it is lost.',
    )
    expect(await host.authd(['serve'])).toEqual(lost)
    expect(await host.authd(['mail', 'list'])).toEqual(lost)
    const file = join(host.home, 'accounts.jsonl')
    expect((await host.authd(['user', 'export', '--with-hashes', file])).code).toBe(0)
    expect(existsSync(join(host.dataDir, 'secret.key'))).toBe(false)
    const next = createHost()
    expect((await next.authd(['user', 'import', file])).code).toBe(0)
    const [{ id: _, ...ann }] = await host.json(['user', 'list'])
    expect(await next.json(['user', 'list'])).toEqual([{ ...ann, id: expect.any(String) }])
  })

  test('with another secret key than the store’s; the old one behind the new one is well (better-auth#7738)', async () => {
    const [first, second] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
    const host = createHost({ AUTHD_SECRET_KEY: first })
    await startOnce(host)
    expect(await host.authd(['serve'], { env: { AUTHD_SECRET_KEY: second } })).toEqual(
      refusal(
        'The secret key does not open this store, which was made with another one; nothing was changed.',
        'Give back the AUTHD_SECRET_KEY or the secret.key that belongs to this store; old keys go behind the new one, after a comma.',
      ),
    )
    const both = await host.serve({ env: { AUTHD_SECRET_KEY: `${second},${first}` } })
    expect((await both.stop()).code).toBe(0)
  })

  test('on a store that a newer authd has used', async () => {
    const host = createHost()
    await startOnce(host)
    const db = new Sqlite(join(host.dataDir, 'authd.db'))
    db.exec("insert into schema_migrations (name, timestamp) values ('9999_future', '2030-01-01T00:00:00Z')")
    db.close()
    const newer = refusal(
      'This store was used by a newer authd (9999_future); nothing was changed.',
      'Install that version or a newer one.',
    )
    expect(await host.authd(['serve'])).toEqual(newer)
    expect(await host.authd(['user', 'list'])).toEqual(newer)
    expect(await host.authd(['migrate'])).toEqual(newer)
  })

  test('on a database of another program, which stays as it is', async () => {
    const host = createHost()
    const file = join(host.home, 'other.db')
    const other = new Sqlite(file)
    other.exec('create table accounts (number text)')
    const url = `sqlite:${file}`
    const refused = refusal(
      `The schema of ${url} cannot be brought up to date: table "accounts" already exists; nothing was changed.`,
      'If this database belongs to another program, give authd one of its own by AUTHD_DATABASE_URL.',
    )
    expect(await host.authd(['serve'], { env: { AUTHD_DATABASE_URL: url } })).toEqual(refused)
    expect(await host.authd(['migrate'], { env: { AUTHD_DATABASE_URL: url } })).toEqual(refused)
    const left = other.prepare("select name from sqlite_master where type = 'table'").pluck().all()
    other.close()
    expect(left).not.toContain('sessions')
  })

  test('where the store is no database, or its server is down; its password is masked', async () => {
    const host = createHost()
    writeFileSync(join(host.home, 'x.db'), 'no database, but long enough to be read as one, or so one hopes')
    const sqlite = `sqlite:${host.home}/x.db`
    expect(await host.authd(['serve'], { env: { AUTHD_DATABASE_URL: sqlite } })).toEqual(
      refusal(`The store ${sqlite} cannot be used: file is not a database; nothing was changed.`, storeHint),
    )
    const down = { AUTHD_DATABASE_URL: 'postgres://authd:hunter2@127.0.0.1:1/authd' }
    expect(await host.authd(['serve'], { env: down })).toEqual(
      refusal(
        'The store postgres://authd:****@127.0.0.1:1/authd cannot be used: connect ECONNREFUSED 127.0.0.1:1; nothing was changed.',
        'Check that the server runs, and takes the user, password and database of that URL.',
      ),
    )
  })
})
