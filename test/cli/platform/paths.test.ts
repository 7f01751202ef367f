import { describe, expect, it } from 'vitest'
import { configPlace, type Home, lockPlace } from '../../../src/cli/platform/paths.ts'

const linux: Home = {
  env: {},
  platform: 'linux',
  home: '/home/ann',
  uid: 1000,
  temporary: '/tmp',
  exists: (path) => path === '/run/user/1000',
}
const macos: Home = { ...linux, platform: 'darwin', home: '/Users/ann', temporary: '/var/folders/x/T' }
const windows: Home = {
  ...linux,
  platform: 'win32',
  env: { APPDATA: 'D:\\Roaming', LOCALAPPDATA: 'D:\\Local' },
  home: 'C:\\Users\\ann',
  uid: undefined,
  temporary: 'C:\\Temp',
}

describe('the folder of the configuration', () => {
  it.each<[string, Home, string]>([
    ['Linux: ~/.config (XDG Base Directory Specification)', linux, '/home/ann/.config/latchkey'],
    ['FreeBSD: the same', { ...linux, platform: 'freebsd' }, '/home/ann/.config/latchkey'],
    ['macOS: ~/Library/Preferences', macos, '/Users/ann/Library/Preferences/latchkey'],
    ['Windows: %APPDATA%', windows, 'D:\\Roaming\\latchkey\\Config'],
    [
      'Windows without %APPDATA%: where it usually is',
      { ...windows, env: {} },
      'C:\\Users\\ann\\AppData\\Roaming\\latchkey\\Config',
    ],
    ['XDG_CONFIG_HOME', { ...linux, env: { XDG_CONFIG_HOME: '/x' } }, '/x/latchkey'],
    ['XDG_CONFIG_HOME on macOS', { ...macos, env: { XDG_CONFIG_HOME: '/x' } }, '/x/latchkey'],
    ['XDG_CONFIG_HOME on Windows', { ...windows, env: { XDG_CONFIG_HOME: 'E:\\x' } }, 'E:\\x\\latchkey'],
    ['a relative one is ignored', { ...linux, env: { XDG_CONFIG_HOME: 'x' } }, '/home/ann/.config/latchkey'],
  ])('%s', (_, home, folder) => {
    expect(configPlace(home)).toBe(folder)
  })
})

describe('the folder of the locks is the same for every shell of a user (githits-cli#164)', () => {
  it.each<[string, Home, string]>([
    ['Linux: the runtime folder of the user', linux, '/run/user/1000/latchkey'],
    ['Linux without one, as in a container', { ...linux, exists: () => false }, '/tmp/latchkey-1000'],
    ['XDG_RUNTIME_DIR', { ...linux, env: { XDG_RUNTIME_DIR: '/x' } }, '/x/latchkey'],
    ['a relative one is ignored', { ...linux, env: { XDG_RUNTIME_DIR: 'x' } }, '/run/user/1000/latchkey'],
    ['macOS, whatever TMPDIR is', macos, '/Users/ann/Library/Caches/latchkey'],
    ['Windows: of this machine, not of the roaming profile', windows, 'D:\\Local\\latchkey\\Locks'],
    [
      'Windows without %LOCALAPPDATA%',
      { ...windows, env: {} },
      'C:\\Users\\ann\\AppData\\Local\\latchkey\\Locks',
    ],
  ])('%s', (_, home, folder) => {
    expect(lockPlace(home)).toBe(folder)
  })
})
