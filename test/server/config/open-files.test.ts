import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../../src/server/config.ts'
import { createHost } from '../../support/processes.ts'
import { faultsOf, folder } from './load.ts'

const secrets = 'AUTHD_SMTP_URL=smtp://bob:hunter2@mail.example.org\nAUTHD_MAIL_FROM=a@example.org\n'

describe.skipIf(process.platform === 'win32')('what is open to other users of the machine', () => {
  test.each([
    [0o646, 'AUTHD_BCRYPT_COST=12\n', 'can be changed by any user of this machine'],
    [0o644, 'AUTHD_BCRYPT_COST=12\n', undefined],
    [0o644, 'AUTHD_DATABASE_URL=postgres://authd@db/authd\n', undefined],
    [0o640, secrets, undefined],
    [0o600, secrets, undefined],
    [0o644, secrets, undefined],
  ])('an env file of mode %o was once taken whatever it held: %j', (mode, text, fault) => {
    const dataDir = folder({ 'authd.env': text })
    const path = join(dataDir, 'authd.env')
    chmodSync(path, mode)
    const faults = fault === undefined ? [] : [`${path} ${fault}; run \`chmod 600 ${path}\`.`]
    expect(faultsOf({}, { dataDir })).toEqual(faults)
    expect(faultsOf({}, { envFile: path })).toEqual(faults)
  })

  test('a secret in an env file that others can read is worth a word at each start, and no refusal', () => {
    const dataDir = folder({ 'authd.env': secrets })
    const path = join(dataDir, 'authd.env')
    const warning = `${path} can be read by any user of this machine, and AUTHD_SMTP_URL is a secret; run \`chmod 600 ${path}\``
    for (const [mode, expected] of [
      [0o644, [warning]],
      [0o640, []],
    ] as const) {
      chmodSync(path, mode)
      expect(loadConfig({ env: {}, dataDir }).warnings).toEqual(expected)
    }
  })

  test.each([
    [0o777, 'Any user of this machine can write to the data directory'],
    [0o703, 'Any user of this machine can write to the data directory'],
  ])('a data directory of mode %o is refused with the command that mends it', async (mode, fault) => {
    const host = createHost()
    await host.json(['migrate'])
    chmodSync(host.dataDir, mode)
    expect(await host.authd(['user', 'list'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `authd: error: ${fault} ${host.dataDir}; nothing was changed.\nauthd: hint: Run \`chmod 700 ${host.dataDir}\`.\n`,
    })
    for (const harmless of [0o770, 0o755]) {
      // volumes of Kubernetes; what lies in it is 0600
      chmodSync(host.dataDir, harmless)
      expect((await host.authd(['user', 'list'])).code).toBe(0)
    }
  })
})
