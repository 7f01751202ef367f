import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createHost } from '../../support/processes.ts'

test('authd config shows each setting, its value with secrets masked, and where it came from, and makes nothing', async () => {
  const keys = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')].join(',')
  const host = createHost({
    AUTHD_DATABASE_URL: 'postgres://authd:hunter2@db.example.org/authd?sslpassword=hunter3',
    AUTHD_SMTP_URL: 'smtps://me:hunter4@mail.example.org',
    AUTHD_SECRET_KEY: keys,
  })
  mkdirSync(host.dataDir, { mode: 0o700 })
  const file = join(host.dataDir, 'authd.env')
  writeFileSync(
    file,
    'AUTHD_MAIL_FROM="Latchkey <auth@example.org>" # sender\nAUTHD_SESSION_TTL=90d\nAUTHD_LISTEN=[::1]:1\n',
  )
  const settings: Array<{ name: string; value: string; source: string }> = await host.json(['config'])
  const rows = settings.map(({ name, value, source }) => [name, value, source])
  expect(rows).toEqual([
    ['AUTHD_DATA_DIR', host.dataDir, 'environment'],
    ['AUTHD_LISTEN', '127.0.0.1:0', 'environment'],
    ['AUTHD_LAN', 'false', 'default'],
    ['AUTHD_DATABASE_URL', 'postgres://authd:****@db.example.org/authd?sslpassword=****', 'environment'],
    ['AUTHD_ISSUER', 'the listening URL', 'default'],
    ['AUTHD_SECRET_KEY', '**** (2 keys)', 'environment'],
    ['AUTHD_ACCESS_TOKEN_TTL', '15m', 'default'],
    ['AUTHD_REFRESH_TOKEN_TTL', '30d', 'default'],
    ['AUTHD_SESSION_TTL', '90d', 'file'],
    ['AUTHD_REFRESH_GRACE', '60s', 'default'],
    ['AUTHD_VERIFICATION_CODE_TTL', '10m', 'default'],
    ['AUTHD_REQUIRE_VERIFIED_EMAIL', 'true', 'default'],
    ['AUTHD_REGISTRATION', 'open', 'default'],
    ['AUTHD_HIDE_ACCOUNTS', 'false', 'default'],
    ['AUTHD_PASSWORD_MIN_LENGTH', '12', 'default'],
    ['AUTHD_BCRYPT_COST', '4', 'environment'],
    ['AUTHD_SMTP_URL', 'smtps://me:****@mail.example.org', 'environment'],
    ['AUTHD_MAIL_FROM', 'Latchkey <auth@example.org>', 'file'],
    ['AUTHD_TRUSTED_PROXIES', 'none', 'default'],
    ['AUTHD_RATE_LIMITS', 'on', 'default'],
    ['AUTHD_BACKUP_EVERY', '24h (PostgreSQL: off)', 'default'],
    ['AUTHD_BACKUP_KEEP', '7', 'default'],
    ['AUTHD_BACKUP_DIR', `${host.dataDir}/backups`, 'default'],
    ['AUTHD_LOG_LEVEL', 'info', 'default'],
  ])
  const { code, stdout, stderr } = await host.authd(['config'])
  expect(code).toBe(0)
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([['SETTING', 'VALUE', 'FROM'], ...rows])
  expect(stderr).toBe(
    `Read from ${file}.\nNote: AUTHD_BCRYPT_COST below 10 is for tests: stolen hashes would be guessed quickly.\n`,
  )
  expect(readdirSync(host.dataDir)).toEqual(['authd.env'])
})

test('authd config once kept to itself that others can read a secret in the env file, of which each start warns', async () => {
  const host = createHost()
  const file = join(host.home, 'authd.env')
  writeFileSync(file, 'AUTHD_SMTP_URL=smtp://me:hunter2@mail\nAUTHD_MAIL_FROM=a@example.org\n')
  chmodSync(file, 0o644)
  const { code, stderr } = await host.authd(['config', '--env-file', file])
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining(
      `Note: ${file} can be read by any user of this machine, and AUTHD_SMTP_URL is a secret; run \`chmod 600 ${file}\`.\n`,
    ),
  ])
})

test('authd config once listed nothing where one setting was wrong: all are listed, and the wrong ones marked', async () => {
  const host = createHost({
    AUTHD_BCRYPT_COST: 'x',
    AUTHD_SMTP_URL: 'smtp//me:hunter2@mail',
    AUTHD_LISTN: ':1',
  })
  const faults = [
    'AUTHD_LISTN (environment) is no setting; did you mean AUTHD_LISTEN?',
    'AUTHD_BCRYPT_COST (environment) must be a whole number from 4 to 16, not "x".',
    'AUTHD_SMTP_URL (environment) must be smtp://USER:PASSWORD@HOST:PORT or smtps://… (escape special characters by %XX).',
  ]
  const { code, stdout, stderr } = await host.authd(['config'])
  expect(code).toBe(1)
  const rows = stdout.split('\n').map((line) => line.trim().split(/ {2,}/))
  expect(rows).toHaveLength(24 + 2)
  expect(rows.filter(([name]) => name?.includes('(wrong)'))).toEqual([
    ['AUTHD_BCRYPT_COST (wrong)', 'x', 'environment'],
    ['AUTHD_SMTP_URL (wrong)', '****', 'environment'],
  ])
  expect(stderr).toBe(
    `authd: error: The settings have 3 faults; nothing was changed:\n${faults.map((fault) => `  - ${fault}\n`).join('')}authd: hint: Correct the environment, the env file or the flags named above; what is not set takes its default.\n`,
  )
  const json = await host.authd(['config', '--json'])
  expect(json.code).toBe(1)
  const listed: Array<{ name: string; fault: string | null }> = JSON.parse(json.stdout)
  expect(listed).toHaveLength(24)
  expect(listed.flatMap(({ fault }) => fault ?? [])).toEqual(faults.slice(1))
  expect(JSON.parse(json.stderr).error.code).toBe('host')
})
