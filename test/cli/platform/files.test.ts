import { describe, expect, it } from 'vitest'
import { isMemory, isPrivateFile, isPrivateFolder, replaceFile } from '../../../src/cli/platform/files.ts'

/** A rename that fails so often first; `done` counts the tries. */
function failing(code: string, times: number) {
  const done: string[] = []
  return {
    done,
    rename: (from: string, to: string) => {
      done.push(`${from} ${to}`)
      if (done.length <= times) throw Object.assign(new Error(code), { code })
    },
  }
}

describe('a file in the place of another', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])('Windows: waits while somebody has it open (%s)', (code) => {
    const { done, rename } = failing(code, 2)
    replaceFile('new', 'old', 'win32', rename)
    expect(done).toEqual(['new old', 'new old', 'new old'])
  })

  it('Windows: gives up after half a second, with the error of the system', () => {
    const { done, rename } = failing('EPERM', 1_000)
    expect(() => replaceFile('new', 'old', 'win32', rename)).toThrow('EPERM')
    expect(done).toHaveLength(20)
  })

  it('Windows: a full disk is no reason to wait', () => {
    const { done, rename } = failing('ENOSPC', 1_000)
    expect(() => replaceFile('new', 'old', 'win32', rename)).toThrow('ENOSPC')
    expect(done).toHaveLength(1)
  })

  it.each(['linux', 'darwin'] as const)('%s: is final at once, open or not (POSIX rename)', (platform) => {
    const { done, rename } = failing('EPERM', 1_000)
    expect(() => replaceFile('new', 'old', platform, rename)).toThrow('EPERM')
    expect(done).toHaveLength(1)
  })
})

describe('a folder that this user alone can enter', () => {
  const folder = 0o040000
  it.each<[string, NodeJS.Platform, number | undefined, number, number, boolean]>([
    ['Linux: his own, 0700', 'linux', 1000, 1000, folder | 0o700, true],
    ['Linux: open to its group', 'linux', 1000, 1000, folder | 0o750, false],
    ["Linux: somebody else's", 'linux', 1000, 1001, folder | 0o700, false],
    ['Linux: a link to one', 'linux', 1000, 1000, 0o120777, false],
    ['macOS: open to all', 'darwin', 501, 501, folder | 0o755, false],
    ['Windows: modes say nothing there', 'win32', undefined, 0, folder | 0o666, true],
    ['Windows: a file', 'win32', undefined, 0, 0o100666, false],
  ])('%s', (_, platform, user, uid, mode, isPrivate) => {
    expect(isPrivateFolder({ uid, mode }, user, platform)).toBe(isPrivate)
  })
})

it('a file is private where its owner alone can read it; Windows has no modes', () => {
  expect(isPrivateFile({ uid: 7, mode: 0o100600 }, 7, 'linux')).toBe(true)
  expect(isPrivateFile({ uid: 7, mode: 0o100640 }, 7, 'linux')).toBe(false)
  expect(isPrivateFile({ uid: 8, mode: 0o100600 }, 7, 'darwin')).toBe(false)
  expect(isPrivateFile({ uid: 0, mode: 0o100666 }, undefined, 'win32')).toBe(true)
})

it('what lies in memory is known by numbers that are those of Linux only (statfs(2))', () => {
  expect([0x01021994, 0x858458f6, 0xef53].map((type) => isMemory({ type }, 'linux'))).toEqual([
    true,
    true,
    false,
  ])
  expect(isMemory({ type: 0x01021994 }, 'darwin')).toBe(false)
})
