import { describe, expect, it } from 'vitest'
import {
  dataPlace,
  flushesFolders,
  grantsToOthers,
  mayHaveSystemd,
  showsOpenFiles,
} from '../../src/server/platform.ts'

describe("a server's data lies where its system wants it", () => {
  it.each<[NodeJS.Platform, Record<string, string>, string, string]>([
    ['linux', {}, '/root', '/root/.local/share/authd'],
    ['linux', { HOME: '/home/ann' }, '/root', '/home/ann/.local/share/authd'],
    ['linux', { XDG_DATA_HOME: '/x' }, '/root', '/x/authd'],
    ['linux', { XDG_DATA_HOME: 'x' }, '/root', '/root/.local/share/authd'],
    ['darwin', {}, '/Users/ann', '/Users/ann/Library/Application Support/authd'],
    ['darwin', { XDG_DATA_HOME: '/x' }, '/Users/ann', '/x/authd'],
    ['win32', {}, 'C:\\Users\\ann', 'C:\\Users\\ann\\AppData\\Local\\authd\\Data'],
    ['win32', { LOCALAPPDATA: 'D:\\Local' }, 'C:\\Users\\ann', 'D:\\Local\\authd\\Data'],
  ])('%s %j', (platform, env, home, folder) => {
    expect(dataPlace(env, home, platform)).toBe(folder)
  })
})

describe('what a system knows', () => {
  it.each<[NodeJS.Platform, Record<string, boolean>]>([
    ['linux', { modes: true, folders: true, openFiles: true, systemd: true }],
    ['darwin', { modes: true, folders: true, openFiles: false, systemd: false }],
    ['win32', { modes: false, folders: false, openFiles: false, systemd: false }],
  ])('%s: %j', (platform, knows) => {
    expect({
      modes: grantsToOthers(0o100644, 0o077, platform),
      folders: flushesFolders(platform),
      openFiles: showsOpenFiles(platform),
      systemd: mayHaveSystemd(platform),
    }).toEqual(knows)
    expect(grantsToOthers(0o100600, 0o077, platform)).toBe(false)
  })
})
