import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeConfig } from '../../src/server/config.ts'
import { faultsOf, folder, home, keyA, keyB, load } from './config/load.ts'

describe('the defaults', () => {
  it('stand where nothing is set', () => {
    const dataDir = join(home, '.local/share/authd')
    const { trustedProxies, sources, shown, ...values } = load()
    expect(values).toEqual({
      dataDir,
      listen: { host: '127.0.0.1', port: 8420 },
      lan: false,
      databaseUrl: `sqlite:${dataDir}/authd.db`,
      issuer: 'http://127.0.0.1:8420',
      secretKey: undefined,
      accessTokenTtl: 900_000,
      refreshTokenTtl: 2_592_000_000,
      sessionTtl: 15_552_000_000,
      refreshGrace: 60_000,
      verificationCodeTtl: 600_000,
      requireVerifiedEmail: true,
      registration: 'open',
      hideAccounts: false,
      passwordMinLength: 12,
      bcryptCost: 12,
      smtpUrl: undefined,
      mailFrom: undefined,
      rateLimits: true,
      backupEvery: undefined,
      backupKeep: 7,
      backupDir: `${dataDir}/backups`,
      logLevel: 'info',
      envFile: undefined,
      warnings: [],
    })
    expect(trustedProxies.rules).toEqual([])
    expect(new Set(Object.values(sources))).toEqual(new Set(['default']))
    expect(Object.keys(shown)).toEqual(Object.keys(sources))
  })

  it('the data directory follows XDG_DATA_HOME where that is an absolute path', () => {
    expect(load({ XDG_DATA_HOME: '/srv/xdg' }).dataDir).toBe('/srv/xdg/authd')
    expect(load({ XDG_DATA_HOME: 'xdg' }).dataDir).toBe(join(home, '.local/share/authd'))
  })

  it('the settings cannot be changed afterwards', () => {
    const config = load()
    expect(Object.isFrozen(config)).toBe(true)
    expect(Object.isFrozen(config.sources)).toBe(true)
    expect(Object.isFrozen(config.listen)).toBe(true)
  })
})

describe('where a setting comes from', () => {
  it('flag > environment > file > default', () => {
    const dataDir = folder({
      'authd.env': 'AUTHD_LISTEN=127.0.0.1:3\nAUTHD_BCRYPT_COST=11\nAUTHD_LOG_LEVEL=warn\n',
    })
    const env = { AUTHD_LISTEN: '127.0.0.1:2', AUTHD_BCRYPT_COST: '13' }
    const config = load(env, { flags: { listen: '127.0.0.1:1' }, dataDir })
    expect([config.listen.port, config.bcryptCost, config.logLevel, config.passwordMinLength]).toEqual([
      1,
      13,
      'warn',
      12,
    ])
    expect(config.sources).toMatchObject({
      dataDir: 'flag',
      listen: 'flag',
      bcryptCost: 'environment',
      logLevel: 'file',
      passwordMinLength: 'default',
    })
    expect(config.envFile).toBe(join(dataDir, 'authd.env'))
  })

  it('an empty value is not set', () => {
    const config = load({ AUTHD_SMTP_URL: '', AUTHD_BCRYPT_COST: ' ' }, { flags: { listen: undefined } })
    expect([config.smtpUrl, config.bcryptCost, config.sources.bcryptCost]).toEqual([undefined, 12, 'default'])
  })

  it('--env-file takes the place of authd.env and may name the data directory', () => {
    const dataDir = folder({ 'authd.env': 'AUTHD_LOG_LEVEL=warn' })
    const envFile = join(folder({ 'other.env': `AUTHD_DATA_DIR=${dataDir}` }), 'other.env')
    const config = load({}, { envFile })
    expect([config.dataDir, config.sources.dataDir, config.logLevel]).toEqual([dataDir, 'file', 'info'])
  })

  it('authd.env cannot say where it is looked for itself', () => {
    const dataDir = folder({ 'authd.env': 'AUTHD_DATA_DIR=/elsewhere' })
    expect(faultsOf({}, { dataDir })).toEqual([
      `${dataDir}/authd.env:1 sets AUTHD_DATA_DIR, which decides where this very file is looked for.`,
    ])
  })

  it('an --env-file that is missing or a directory is a fault, a missing authd.env is not', () => {
    expect(faultsOf({}, { envFile: '/nowhere/x.env' })).toEqual([
      '/nowhere/x.env (--env-file) does not exist.',
    ])
    expect(faultsOf({}, { envFile: '/tmp' })).toEqual([`/tmp cannot be read: it is a folder.`])
    expect(faultsOf({}, { dataDir: folder() })).toEqual([])
    const dataDir = folder()
    mkdirSync(join(dataDir, 'authd.env'))
    expect(faultsOf({}, { dataDir })).toEqual([`${dataDir}/authd.env cannot be read: it is a folder.`])
  })
})

describe('settings that are read into something else', () => {
  it('listen and issuer', () => {
    expect(load({ AUTHD_LISTEN: '[::1]:0' }).listen).toEqual({ host: '::1', port: 0 })
    expect(load({ AUTHD_LISTEN: '[::1]:81' }).issuer).toBe('http://[::1]:81')
    expect(load({ AUTHD_LISTEN: '0.0.0.0:81' }).issuer).toBe('http://127.0.0.1:81')
    expect(load({ AUTHD_LAN: 'true' })).toMatchObject({
      listen: { host: '::', port: 8420 },
      issuer: 'https://[::1]:8420',
      shown: { listen: '[::]:8420' },
    })
    expect(load({ AUTHD_LAN: 'true', AUTHD_LISTEN: '192.168.1.2:1' }).issuer).toBe('https://192.168.1.2:1')
    expect(load({ AUTHD_ISSUER: 'https://Example.org//' }).issuer).toBe('https://example.org')
    expect(load({ AUTHD_ISSUER: 'https://example.org/auth/' }).issuer).toBe('https://example.org/auth')
  })

  it('trusted proxies, IPv4 peers of an IPv6 socket included', () => {
    const { trustedProxies } = load({ AUTHD_TRUSTED_PROXIES: '10.0.0.0/8,fd00::/8,192.0.2.7' })
    const trusted = (address: string, family: 'ipv4' | 'ipv6') => trustedProxies.check(address, family)
    expect([trusted('10.9.9.9', 'ipv4'), trusted('fd12::1', 'ipv6'), trusted('192.0.2.7', 'ipv4')]).toEqual([
      true,
      true,
      true,
    ])
    expect([
      trusted('::ffff:10.9.9.9', 'ipv6'),
      trusted('11.0.0.1', 'ipv4'),
      trusted('192.0.2.8', 'ipv4'),
    ]).toEqual([true, false, false])
  })

  it('SQLite files are meant from the data directory, whatever folder a command is started in', () => {
    const dataDir = folder()
    const url = (text: string) => load({ AUTHD_DATABASE_URL: text }, { dataDir }).databaseUrl
    expect(url('sqlite:main.db')).toBe(`sqlite:${dataDir}/main.db`)
    expect(url('sqlite:/srv/main.db')).toBe('sqlite:/srv/main.db')
    expect(url('postgres://ann@db/auth?host=/run/postgresql')).toBe(
      'postgres://ann@db/auth?host=/run/postgresql',
    )
  })

  it('hiding accounts needs verified addresses: else a login tells who has one', () => {
    const both = { AUTHD_HIDE_ACCOUNTS: 'true', AUTHD_REQUIRE_VERIFIED_EMAIL: 'false' }
    expect(faultsOf(both)).toEqual([
      'AUTHD_HIDE_ACCOUNTS (true) hides nothing with AUTHD_REQUIRE_VERIFIED_EMAIL (false).',
    ])
    expect(faultsOf({ ...both, AUTHD_REQUIRE_VERIFIED_EMAIL: 'true' })).toEqual([])
  })

  it('several secret keys, newest first', () => {
    const { secretKey } = load({ AUTHD_SECRET_KEY: `${keyA}, ${keyB.toUpperCase()}` })
    expect(secretKey).toEqual([Buffer.from(keyA, 'hex'), Buffer.from(keyB, 'hex')])
  })
})

describe('settings that contradict each other', () => {
  it.each([
    [
      { AUTHD_REFRESH_TOKEN_TTL: '365d' },
      'AUTHD_REFRESH_TOKEN_TTL (365d) must not be longer than AUTHD_SESSION_TTL (180d).',
    ],
    [
      { AUTHD_ACCESS_TOKEN_TTL: '3h', AUTHD_REFRESH_TOKEN_TTL: '2h' },
      'AUTHD_ACCESS_TOKEN_TTL (3h) must not be longer than AUTHD_REFRESH_TOKEN_TTL (2h).',
    ],
    [
      { AUTHD_ACCESS_TOKEN_TTL: '1s', AUTHD_REFRESH_TOKEN_TTL: '1m' },
      'AUTHD_REFRESH_GRACE (60s) must be shorter than AUTHD_REFRESH_TOKEN_TTL (1m).',
    ],
    [
      { AUTHD_SMTP_URL: 'smtp://localhost' },
      'AUTHD_SMTP_URL needs AUTHD_MAIL_FROM, the sender of the letters.',
    ],
  ])('%j', (env, fault) => {
    expect(faultsOf(env)).toEqual([fault])
  })

  it('are not searched in settings that are bad themselves', () => {
    expect(
      faultsOf({ AUTHD_SMTP_URL: 'smtp://localhost', AUTHD_MAIL_FROM: 'x', AUTHD_SESSION_TTL: 'x' }),
    ).toEqual([
      expect.stringContaining('AUTHD_SESSION_TTL (environment) must be a duration'),
      expect.stringContaining('AUTHD_MAIL_FROM (environment) must be an address'),
    ])
  })
})

describe('describeConfig', () => {
  it('lists every setting with its origin and no secret', () => {
    const env = {
      AUTHD_SECRET_KEY: `${keyA},${keyB}`,
      AUTHD_SMTP_URL: 'smtp://bob:hunter2@mail.example.org:587',
      AUTHD_DATABASE_URL: 'postgres://bob:hunter2@db/auth?sslpassword=hunter2&sslmode=require',
      AUTHD_MAIL_FROM: 'auth@example.org',
    }
    const { settings: rows } = describeConfig({
      env: { HOME: home, ...env },
      flags: { listen: '127.0.0.1:0' },
    })
    expect(rows).toHaveLength(24)
    expect(rows.slice(0, 7)).toEqual([
      { name: 'AUTHD_DATA_DIR', value: join(home, '.local/share/authd'), source: 'default', fault: null },
      { name: 'AUTHD_LISTEN', value: '127.0.0.1:0', source: 'flag', fault: null },
      { name: 'AUTHD_LAN', value: 'false', source: 'default', fault: null },
      {
        name: 'AUTHD_DATABASE_URL',
        value: 'postgres://bob:****@db/auth?sslpassword=****&sslmode=require',
        source: 'environment',
        fault: null,
      },
      { name: 'AUTHD_ISSUER', value: 'the listening URL', source: 'default', fault: null },
      { name: 'AUTHD_SECRET_KEY', value: '**** (2 keys)', source: 'environment', fault: null },
      { name: 'AUTHD_ACCESS_TOKEN_TTL', value: '15m', source: 'default', fault: null },
    ])
    expect(rows).toContainEqual({
      name: 'AUTHD_SMTP_URL',
      value: 'smtp://bob:****@mail.example.org:587',
      source: 'environment',
      fault: null,
    })
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`hunter2|${keyA}|${keyB}`))
  })
})

it('what is allowed and dangerous is worth a warning at each start', () => {
  const env = {
    AUTHD_BCRYPT_COST: '4',
    AUTHD_RATE_LIMITS: 'off',
    AUTHD_ISSUER: 'http://auth.example.org',
    AUTHD_DATABASE_URL: 'postgres://db/auth',
  }
  expect(load(env).warnings).toEqual([
    'AUTHD_BCRYPT_COST below 10 is for tests: stolen hashes would be guessed quickly',
    'AUTHD_RATE_LIMITS is off: passwords and codes can be guessed without a limit',
    'AUTHD_ISSUER is plain http: the auth client speaks that to loopback only',
    'AUTHD_SECRET_KEY is not set: several nodes on one database need the same key',
  ])
  expect(load({ AUTHD_LISTEN: '0.0.0.0:8420' }).warnings).toEqual([
    'AUTHD_ISSUER is not set: tokens name an address that only this machine can reach',
  ])
})
