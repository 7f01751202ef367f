import { renameSync, type Stats, type StatsFs } from 'node:fs'

/**
 * Windows does not replace a file that somebody has open, and virus scanners open every new one for a moment. So many
 * tries, with so long between them in ms, are what npm and git allow for it.
 */
const tries = 20
const between = 25
const busy = ['EPERM', 'EACCES', 'EBUSY']

type Rename = (from: string, to: string) => void

/** Puts a file in the place of another, whole or not at all. */
export function replaceFile(
  from: string,
  to: string,
  platform: NodeJS.Platform = process.platform,
  rename: Rename = renameSync,
): void {
  for (let left = platform === 'win32' ? tries : 1; ; left -= 1) {
    try {
      rename(from, to)
      return
    } catch (error) {
      if (left === 1 || !busy.includes(String((error as NodeJS.ErrnoException).code))) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, between)
    }
  }
}

/**
 * Whether a folder, looked at without following a link, is one that this user alone can enter. Windows has no modes; what
 * lies in a user's profile is his by its access list.
 */
export function isPrivateFolder(
  { uid, mode }: Pick<Stats, 'uid' | 'mode'>,
  user: number | undefined,
  platform: NodeJS.Platform = process.platform,
): boolean {
  const isFolder = (mode & 0o170000) === 0o040000
  return isFolder && (platform === 'win32' || (uid === user && (mode & 0o077) === 0))
}

/** The same of a file, which nobody else may read; links are followed, because what is read is where they lead. */
export function isPrivateFile(
  { uid, mode }: Pick<Stats, 'uid' | 'mode'>,
  user: number | undefined,
  platform: NodeJS.Platform = process.platform,
): boolean {
  return platform === 'win32' || (uid === user && (mode & 0o077) === 0)
}

/** Whether a file system is tmpfs or ramfs, by Linux's numbers (statfs(2)); other systems number theirs otherwise. */
export function isMemory(
  { type }: Pick<StatsFs, 'type'>,
  platform: NodeJS.Platform = process.platform,
): boolean {
  return platform === 'linux' && [0x01021994, 0x858458f6].includes(type)
}
