import { describe, expect, it } from 'vitest'
import { keychainCauses } from '../../../src/cli/platform/keychain.ts'

describe("what the keychain's library reports, in words for a person", () => {
  it.each<[NodeJS.Platform, string, string]>([
    [
      'linux',
      'zbus: Failed to connect to socket /run/user/0/bus',
      'this session has no D-Bus, as is usual over SSH',
    ],
    [
      'linux',
      'org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.secrets was not provided by any .service files',
      'no Secret Service (such as GNOME Keyring or KWallet) is running',
    ],
    ['linux', 'org.freedesktop.DBus.Error.NoReply', 'it does not answer'],
    ['linux', 'Cannot create an item in a locked collection', 'it is locked'],
    [
      'darwin',
      'User interaction is not allowed.',
      'it is locked, as is usual over SSH: run `security unlock-keychain` first',
    ],
    ['darwin', 'A default keychain could not be found.', 'there is no default keychain'],
    ['darwin', 'The user name or passphrase you entered is not correct.', 'access to it was denied'],
    [
      'win32',
      'A specified logon session does not exist. It may already have been terminated.',
      'this session has no Credential Manager, as is usual over SSH',
    ],
    ['win32', 'The stub received bad data.', 'it does not take a secret of this length'],
    [
      'win32',
      'Cannot find native binding. npm has a bug related to optional dependencies',
      'its library is not installed for this platform',
    ],
  ])('%s: %s', (platform, said, words) => {
    expect(keychainCauses(platform).find(([pattern]) => pattern.test(said))?.[1]).toBe(words)
  })

  it('never names the Secret Service where there is none', () => {
    for (const platform of ['darwin', 'win32'] as const)
      expect(JSON.stringify(keychainCauses(platform).map(([, words]) => words))).not.toMatch(
        /Secret Service|D-Bus/,
      )
  })
})
