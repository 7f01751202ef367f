import { describe, expect, it } from 'vitest'
import { faultsOf } from './load.ts'

/** Variable, good texts, bad texts, what a bad one is told. */
const bounds: ReadonlyArray<[variable: string, good: string[], bad: string[], fault: string]> = [
  [
    'AUTHD_DATA_DIR',
    ['/srv/authd', 'relative'],
    ['~/authd'],
    'must be a whole path: only shells know what ~ stands for',
  ],
  [
    'AUTHD_LISTEN',
    ['0.0.0.0:1', '[::1]:8420', 'localhost:0', '[::]:65535'],
    [
      '8420',
      ':8420',
      '127.0.0.1',
      '::1:8420',
      '[::g]:1',
      '127.0.0.1:65536',
      '300.1.1.1:80',
      'a b:1',
      'x:1/',
      '*:80',
    ],
    'must be HOST:PORT, such as 127.0.0.1:8420, 0.0.0.0:8420 or [::1]:8420 (port 0 picks a free one)',
  ],
  [
    'AUTHD_ISSUER',
    ['https://auth.example.org', 'http://127.0.0.1:8420/', 'https://example.org/auth'],
    [
      'auth.example.org',
      'ftp://x',
      'https://x?y',
      'https://x/#',
      'https://u:p@x',
      'https://',
      'javascript:1',
    ],
    'must be an http(s) URL without user, query or fragment, such as https://auth.example.org',
  ],
  ...['ACCESS_TOKEN_TTL', 'VERIFICATION_CODE_TTL'].map((name): [string, string[], string[], string] => [
    `AUTHD_${name}`,
    ['1s', '90s', '15m', '24h', '1d'],
    ['0s', '25h', '2d', '15', '15 m', '1.5h', '-1s', '1H', '1w', '99999999s', 'Infinity', '0x1s', '１s'],
    'must be a duration from 1s to 24h, written like 90s, 15m, 12h or 30d',
  ]),
  [
    'AUTHD_REFRESH_TOKEN_TTL',
    ['1h', '180d'],
    ['0d', '3651d', 'never'],
    'must be a duration from 1s to 3650d, written like 90s, 15m, 12h or 30d',
  ],
  [
    'AUTHD_BACKUP_EVERY',
    ['off', 'OFF', '15m', '24h', '365d'],
    ['0', '0s', '14m', '366d', 'daily'],
    'must be a duration from 15m to 365d, written like 90s, 15m, 12h or 30d, or off',
  ],
  ['AUTHD_BACKUP_KEEP', ['1', '1000'], ['0', '1001', 'all'], 'must be a whole number from 1 to 1000'],
  [
    'AUTHD_SESSION_TTL',
    ['30d', '3650d'],
    ['0s', '3651d', ''.padEnd(9, '9')],
    'must be a duration from 1s to 3650d, written like 90s, 15m, 12h or 30d',
  ],
  [
    'AUTHD_REFRESH_GRACE',
    ['0s', '1h'],
    ['61m', '60'],
    'must be a duration from 0s to 1h, written like 90s, 15m, 12h or 30d',
  ],
  ...['REQUIRE_VERIFIED_EMAIL', 'HIDE_ACCOUNTS', 'LAN'].map((name): [string, string[], string[], string] => [
    `AUTHD_${name}`,
    ['true', 'false', 'TRUE'],
    ['yes', '1', 'constructor', '__proto__'],
    'must be true or false',
  ]),
  [
    'AUTHD_REGISTRATION',
    ['open', 'invite', 'closed'],
    ['shut', 'toString'],
    'must be open, invite or closed',
  ],
  [
    'AUTHD_PASSWORD_MIN_LENGTH',
    ['8', '64'],
    ['7', '65', '12.0', '1e1', '0x10', '-8'],
    'must be a whole number from 8 to 64',
  ],
  ['AUTHD_BCRYPT_COST', ['4', '16'], ['3', '17', 'twelve'], 'must be a whole number from 4 to 16'],
  [
    'AUTHD_MAIL_FROM',
    ['auth@example.org', 'Latchkey <auth@example.org>', '래치키 <auth@example.org>', 'auth@localhost'],
    ['nobody', 'a@b, c@d', 'a@b\r\nBcc: x@y', 'X\n<a@b>', '"X" <a@b>', '<a@b', 'a b@c'],
    'must be an address such as auth@example.org or Latchkey <auth@example.org>',
  ],
  [
    'AUTHD_TRUSTED_PROXIES',
    ['10.0.0.0/8', '127.0.0.1', '10.0.0.0/8, fd00::/8,::1'],
    ['10.0.0.0/33', '::1/129', 'localhost', '10.0.0.0/8,', '10.0.0/8', '10.0.0.0/-1'],
    'must be addresses or CIDR blocks separated by commas, such as 10.0.0.0/8,fd00::/8',
  ],
  [
    'AUTHD_TRUSTED_PROXIES',
    [],
    ['0.0.0.0/0', '10.0.0.1,::/0'],
    'must not trust every address: name those of your proxies',
  ],
  ['AUTHD_RATE_LIMITS', ['on', 'off'], ['true', '0'], 'must be on or off'],
  [
    'AUTHD_LOG_LEVEL',
    ['trace', 'silent', 'INFO'],
    ['verbose', '30'],
    'must be trace, debug, info, warn, error, fatal or silent',
  ],
]

describe('the bounds of each setting', () => {
  it.each(bounds)('%s', (variable, good, bad, fault) => {
    for (const text of good) expect(faultsOf({ [variable]: text }), text).toEqual([])
    for (const text of bad) {
      const expected = `${variable} (environment) ${fault}, not ${JSON.stringify(text)}.`
      expect(faultsOf({ [variable]: text }), text).toEqual([expected])
    }
  })

  it('a bad text is shown with its control characters escaped and cut', () => {
    expect(faultsOf({ AUTHD_BCRYPT_COST: `\u001b[2J${'x'.repeat(10_000)}` })).toEqual([
      `AUTHD_BCRYPT_COST (environment) must be a whole number from 4 to 16, not "\\u001b[2J${'x'.repeat(76)}".`,
    ])
  })
})
