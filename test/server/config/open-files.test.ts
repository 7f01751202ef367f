import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createHost } from '../../support/processes.ts'
import { faultsOf, folder } from './load.ts'

const secrets = 'AUTHD_SMTP_URL=smtp://bob:hunter2@mail.example.org\nAUTHD_MAIL_FROM=a@example.org\n'

describe.skipIf(process.platform === 'win32')('what is open to other users of the machine', () => {
  test.each([
    [0o644, secrets, 'can be read by any user of this machine, and AUTHD_SMTP_URL is a secret'],
    [0o646, 'AUTHD_BCRYPT_COST=12\n', 'can be changed by any user of this machine'],
    [0o644, 'AUTHD_BCRYPT_COST=12\n', undefined],
    [0o644, 'AUTHD_DATABASE_URL=postgres://authd@db/authd\n', undefined],
    [0o640, secrets, undefined],
    [0o600, secrets, undefined],
  ])('an env file of mode %o was once taken whatever it held: %j', (mode, text, fault) => {
    const dataDir = folder({ 'authd.env': text })
    const path = join(dataDir, 'authd.env')
    chmodSync(path, mode)
    const faults = fault === undefined ? [] : [`${path} ${fault}; run: chmod 600 ${path}`]
    expect(faultsOf({}, { dataDir })).toEqual(faults)
    expect(faultsOf({}, { envFile: path })).toEqual(faults)
  })

  test.each([
    [0o755, 'any user of this machine can look into the data directory'],
    [0o701, 'any user of this machine can look into the data directory'],
    [0o777, 'any user of this machine can write to the data directory'],
  ])('a data directory of mode %o is refused with the command that mends it', async (mode, fault) => {
    const host = createHost()
    await host.json(['user', 'list'])
    chmodSync(host.dataDir, mode)
    expect(await host.authd(['user', 'list'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `authd: error: ${fault} ${host.dataDir}\nauthd: hint: run: chmod 700 ${host.dataDir}\n`,
    })
    chmodSync(host.dataDir, 0o770) // volumes of Kubernetes
    expect((await host.authd(['user', 'list'])).code).toBe(0)
  })
})
