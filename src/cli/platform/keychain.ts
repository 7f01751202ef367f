/** Left alone the library may choose the kernel's keyring, which forgets at each reboot (keyring-rs#137). */
export const keychainStores = { linux: { store: 'secret-service' } } as const

/** What a keychain's library reports, and the words for it. */
export type Cause = readonly [pattern: RegExp, words: string]

/** By D-Bus, on whatever is neither Windows nor macOS. */
const secretService: readonly Cause[] = [
  [/NoReply|Did not receive a reply/i, 'it does not answer'],
  [
    /DBUS_SESSION_BUS_ADDRESS|autolaunch|Failed to connect to socket/i,
    'this session has no D-Bus, as is usual over SSH',
  ],
  [
    /ServiceUnknown|not provided by any|activat/i,
    'no Secret Service (such as GNOME Keyring or KWallet) is running',
  ],
  [/no result found/i, 'it has no collection to write to: create a login keyring first'],
]

/** Security.framework's sentences for errSecInteractionNotAllowed, errSecNoDefaultKeychain and errSecAuthFailed. */
const macos: readonly Cause[] = [
  [/interaction is not allowed/i, 'it is locked, as is usual over SSH: run `security unlock-keychain` first'],
  [/default keychain could not be found/i, 'there is no default keychain'],
  [/user name or passphrase you entered is not correct/i, 'access to it was denied'],
]

/** Windows' sentences for ERROR_NO_SUCH_LOGON_SESSION and RPC_X_BAD_STUB_DATA. */
const windows: readonly Cause[] = [
  [/logon session does not exist/i, 'this session has no Credential Manager, as is usual over SSH'],
  [/stub received bad data|too long/i, 'it does not take a secret of this length'],
]

const everywhere: readonly Cause[] = [
  [/timed? ?out/i, 'it does not answer'],
  [/locked|prompt was dismissed/i, 'it is locked'],
  [/Cannot find module|native binding/i, 'its library is not installed for this platform'],
]

/** What a person can do something about, the closest first. */
export function keychainCauses(platform: NodeJS.Platform = process.platform): readonly Cause[] {
  const own = platform === 'darwin' ? macos : platform === 'win32' ? windows : secretService
  return [...own, ...everywhere]
}
