import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/server/config.ts'
import { faultsOf, folder, keyA, load } from './load.ts'

describe('names that are no settings', () => {
  it.each([
    ['AUTHD_ISUER', 'AUTHD_ISUER (environment) is no setting; did you mean AUTHD_ISSUER?'],
    [
      'AUTHD_ACCESS_TTL',
      'AUTHD_ACCESS_TTL (environment) is no setting; did you mean AUTHD_ACCESS_TOKEN_TTL?',
    ],
    ['AUTHD_PORT', 'AUTHD_PORT (environment) is no setting; did you mean AUTHD_LISTEN?'],
    ['AUTHD_listen', 'AUTHD_listen (environment) is no setting; did you mean AUTHD_LISTEN?'],
    ['AUTHD_XYZZY', 'AUTHD_XYZZY (environment) is no setting.'],
    ['AUTHD___proto__', 'AUTHD___proto__ (environment) is no setting.'],
  ])('%s', (name, fault) => {
    expect(faultsOf({ [name]: 'hunter2' })).toEqual([fault])
  })

  it('what Kubernetes and Docker set for a service called authd stops no start', () => {
    expect(
      faultsOf({
        AUTHD_SERVICE_HOST: '10.0.0.1',
        AUTHD_SERVICE_PORT_HTTP: '8420',
        AUTHD_PORT: 'tcp://10.0.0.1:8420',
        AUTHD_PORT_8420_TCP_ADDR: '10.0.0.1',
      }),
    ).toEqual([])
  })

  it('in the env file they are named with their line', () => {
    const dataDir = folder({ 'authd.env': '# mine\nPATH=/bin\nAUTHD_LISTN=x\n' })
    expect(faultsOf({}, { dataDir })).toEqual([
      `PATH (${dataDir}/authd.env:2) is no setting.`,
      `AUTHD_LISTN (${dataDir}/authd.env:3) is no setting; did you mean AUTHD_LISTEN?`,
    ])
  })
})

describe('faults', () => {
  it('all come at once, each with its place, and no secret is repeated', () => {
    const dataDir = folder({
      'authd.env': 'AUTHD_SMTP_URL="http://bob:hunter2@mail"\nhunter2\nAUTHD_BCRYPT_COST=99\n',
    })
    const env = {
      AUTHD_SECRET_KEY: 'hunter2',
      AUTHD_DATABASE_URL: 'mysql://bob:hunter2@db',
      AUTHD_ISUER: 'x',
    }
    const load = () => loadConfig({ env, dataDir, flags: { listen: 'here' } })
    const file = `${dataDir}/authd.env`
    expect(faultsOf(env, { dataDir, flags: { listen: 'here' } })).toEqual([
      `${file}:2 is not NAME=value.`,
      'AUTHD_ISUER (environment) is no setting; did you mean AUTHD_ISSUER?',
      'AUTHD_LISTEN (--listen) must be HOST:PORT, such as 127.0.0.1:8420, 0.0.0.0:8420 or [::1]:8420 (port 0 picks a free one), not "here".',
      'AUTHD_DATABASE_URL (environment) must be sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE (escape special characters by %XX).',
      'AUTHD_SECRET_KEY (environment) must be 64 hex digits (openssl rand -hex 32), or several such keys separated by commas.',
      `AUTHD_BCRYPT_COST (${file}:3) must be a whole number from 4 to 16, not "99".`,
      `AUTHD_SMTP_URL (${file}:1) must be smtp://USER:PASSWORD@HOST:PORT or smtps://… (escape special characters by %XX).`,
    ])
    expect(load).toThrow(/^The settings have 7 faults; nothing was changed:\n {2}- /)
    expect(load).not.toThrow(/hunter2/)
  })

  it.each([
    ['0'.repeat(64), 'must be random: take the output of openssl rand -hex 32'],
    [`${keyA},`, 'must be 64 hex digits (openssl rand -hex 32), or several such keys separated by commas'],
    [keyA.slice(1), 'must be 64 hex digits (openssl rand -hex 32), or several such keys separated by commas'],
  ])('secret key %s', (text, fault) => {
    expect(faultsOf({ AUTHD_SECRET_KEY: text })).toEqual([`AUTHD_SECRET_KEY (environment) ${fault}.`])
  })

  it.each([
    ['sqlite::memory:', 'must name a file: a store in memory is lost at each stop'],
    [
      'sqlite:',
      'must be sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE (escape special characters by %XX)',
    ],
    [
      '/srv/main.db',
      'must be sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE (escape special characters by %XX)',
    ],
    [
      'postgres://bob:pw@:x/',
      'must be sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE (escape special characters by %XX)',
    ],
  ])('database URL %s', (text, fault) => {
    expect(faultsOf({ AUTHD_DATABASE_URL: text })).toEqual([`AUTHD_DATABASE_URL (environment) ${fault}.`])
  })
})

describe('the env file', () => {
  it('knows comments, quotes, export, CRLF and a byte order mark, and expands nothing', () => {
    const dataDir = folder({
      'authd.env': [
        '\uFEFF# the mail server',
        '',
        "export AUTHD_SMTP_URL='smtp://bob:a$HOME@mail' # secret",
        'AUTHD_MAIL_FROM = "Latchkey \\\\ \\"x\\" <auth@example.org>"',
        '  AUTHD_BCRYPT_COST=11   # slower',
        "AUTHD_ISSUER='https://example.org/a # b'",
        'AUTHD_DATABASE_URL=sqlite:/srv/a#b.db',
        'AUTHD_LOG_LEVEL=',
      ].join('\r\n'),
    })
    expect(faultsOf({}, { dataDir })).toEqual([
      expect.stringContaining(`AUTHD_ISSUER (${dataDir}/authd.env:6) must be an http(s) URL`),
      expect.stringContaining('not "Latchkey \\\\ \\"x\\" <auth@example.org>"'),
    ])
    const env = { AUTHD_MAIL_FROM: 'auth@example.org', AUTHD_ISSUER: 'https://example.org' }
    const config = load(env, { dataDir })
    expect([config.smtpUrl, config.bcryptCost, config.databaseUrl, config.sources.logLevel]).toEqual([
      'smtp://bob:a$HOME@mail',
      11,
      'sqlite:/srv/a#b.db',
      'default',
    ])
  })

  it('names each line that cannot be read, without its text', () => {
    const dataDir = folder({
      'authd.env':
        "hunter2\nAUTHD_LISTEN=\"127.0.0.1:1\nAUTHD_LOG_LEVEL=warn\nAUTHD_LOG_LEVEL=info\n9X=1\nAUTHD_ISSUER='a'b\n",
    })
    const file = `${dataDir}/authd.env`
    expect(faultsOf({}, { dataDir })).toEqual([
      `${file}:1 is not NAME=value.`,
      `${file}:2 has a quoted value for AUTHD_LISTEN that does not end well.`,
      `${file}:4 sets AUTHD_LOG_LEVEL again, as line 3 did.`,
      `${file}:5 is not NAME=value.`,
      `${file}:6 has a quoted value for AUTHD_ISSUER that does not end well.`,
    ])
  })
})
