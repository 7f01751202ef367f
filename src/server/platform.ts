import { posix, win32 } from 'node:path'

/** What differs between the systems that a server runs on: each in one function, which is told the system. */

/** Windows has no modes: what others can do there is said by access lists, which Node does not read. */
export function grantsToOthers(
  mode: number,
  mask: number,
  platform: NodeJS.Platform = process.platform,
): boolean {
  return platform !== 'win32' && (mode & mask) !== 0
}

/** Whether a folder can be flushed to the disk, so that a new name in it survives a power cut. */
export function flushesFolders(platform: NodeJS.Platform = process.platform): boolean {
  return platform !== 'win32'
}

/** Whether the kernel shows a process's open files under /proc. */
export function showsOpenFiles(platform: NodeJS.Platform = process.platform): boolean {
  return platform === 'linux'
}

/** Whether services are systemd's. */
export function mayHaveSystemd(platform: NodeJS.Platform = process.platform): boolean {
  return platform === 'linux'
}

/** The folder for a program's data. A relative XDG path is to be ignored (XDG Base Directory Specification). */
export function dataPlace(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  platform: NodeJS.Platform = process.platform,
): string {
  const { isAbsolute, join } = platform === 'win32' ? win32 : posix
  const { XDG_DATA_HOME: given, LOCALAPPDATA: local, HOME } = env
  if (given && isAbsolute(given)) return join(given, 'authd')
  if (platform === 'win32') return join(local || join(home, 'AppData', 'Local'), 'authd', 'Data')
  if (platform === 'darwin') return join(HOME || home, 'Library', 'Application Support', 'authd')
  return join(HOME || home, '.local', 'share', 'authd')
}
