import { existsSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { posix, win32 } from 'node:path'

/** Where a system wants a program's files, and by what that is decided. */
export interface Home {
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  /** The home folder of the user. */
  home: string
  /** Undefined where users have no numbers. */
  uid: number | undefined
  /** The folder for what may be lost. */
  temporary: string
  exists(path: string): boolean
}

/** A relative XDG path is to be ignored, and the variables count on every system (XDG Base Directory Specification). */
function xdg(path: string | undefined, platform: NodeJS.Platform): string | undefined {
  return path !== undefined && pathsOf(platform).isAbsolute(path) ? path : undefined
}

/** The configuration's folder: what stays, and on Windows what follows its user to another machine. */
export function configPlace({ env, platform, home }: Pick<Home, 'env' | 'platform' | 'home'>): string {
  const { join } = pathsOf(platform)
  const given = xdg(env.XDG_CONFIG_HOME, platform)
  if (given !== undefined) return join(given, 'latchkey')
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'latchkey', 'Config')
  if (platform === 'darwin') return join(home, 'Library', 'Preferences', 'latchkey')
  return join(home, '.config', 'latchkey')
}

/**
 * The folder of the locks: of this machine, and the same for every shell of this user, whatever TMPDIR one of them has.
 * Only Linux may have to share a folder with strangers.
 */
export function lockPlace({ env, platform, home, uid, temporary, exists }: Home): string {
  const { join } = pathsOf(platform)
  const given = xdg(env.XDG_RUNTIME_DIR, platform)
  if (given !== undefined) return join(given, 'latchkey')
  if (platform === 'win32')
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'latchkey', 'Locks')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'latchkey')
  if (exists(`/run/user/${uid}`)) return `/run/user/${uid}/latchkey`
  return join(temporary, `latchkey-${uid ?? 'user'}`)
}

/** `configPlace` of this machine. */
export function configFolder(env: NodeJS.ProcessEnv): string {
  return configPlace({ env, platform: process.platform, home: homedir() })
}

/** `lockPlace` of this machine. */
export function sharedFolder(env: NodeJS.ProcessEnv, uid: number | undefined): string {
  const { platform } = process
  return lockPlace({ env, uid, platform, home: homedir(), temporary: tmpdir(), exists: existsSync })
}

function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix
}
