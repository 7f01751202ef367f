import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Whether this process is in the foreground of a terminal: then Ctrl-C, Ctrl-\ and Ctrl-Z go to its children as well,
 * and to pass them on would make two of one.
 */
export function isForeground(platform: NodeJS.Platform = process.platform): boolean {
  const [group, foreground] = platform === 'linux' ? readProc() : askPs()
  return group !== undefined && group === foreground
}

/** Process group and the terminal's foreground group, proc_pid_stat(5); the name before them may hold spaces. */
function readProc(): (string | undefined)[] {
  try {
    const text = readFileSync('/proc/self/stat', 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return [fields[2], fields[5]]
  } catch {
    return []
  }
}

function askPs(): (string | undefined)[] {
  const args = ['-o', 'pgid=,tpgid=', '-p', String(process.pid)]
  const { stdout } = spawnSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return stdout?.trim().split(/\s+/) ?? []
}
