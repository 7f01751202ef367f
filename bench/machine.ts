import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'

/** What each program of a benchmark is for; the two never share a core where that can be arranged. */
export type Role = 'server' | 'load'

const pinner = 'taskset'

const cores = pinnableCores()

/** The command line that runs node on the core of its role. */
export function pinned(role: Role, args: readonly string[]): [command: string, args: string[]] {
  if (!cores) return [process.execPath, [...args]]
  return [pinner, ['-c', String(cores[role]), process.execPath, ...args]]
}

export const serverCores = cores ? 1 : availableParallelism()

export function describeMachine(): string[] {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const [loadBefore = 0] = loadavg()
  return [
    `${availableParallelism()} cores (${model}), Node ${process.version}, ${process.platform} ${process.arch}`,
    cores
      ? `the server had core ${cores.server} and the load generator core ${cores.load}, by taskset`
      : 'server and load generator were NOT kept on cores of their own: no taskset, or one core only',
    `load average at the start ${loadBefore.toFixed(1)}; of an idle machine it is near 0`,
  ]
}

function pinnableCores(): Record<Role, number> | undefined {
  const [server, load] = allowedCores()
  if (server === undefined || load === undefined) return undefined
  const works = spawnSync(pinner, ['-c', String(server), 'true']).status === 0
  return works ? { server, load } : undefined
}

/** `Cpus_allowed_list: 0-1,4`: a container may be kept off core 0. */
function allowedCores(): number[] {
  if (process.platform !== 'linux') return []
  const [, list = ''] = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
  })
}
