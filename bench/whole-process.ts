import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const peakMemory = fileURLToPath(new URL('peak-memory.cjs', import.meta.url))

/** Milliseconds from the start of a process to its end. */
export async function timeNode(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const start = performance.now()
  await run(args, env)
  return performance.now() - start
}

/** The largest resident set that the kernel counted for a process, in MiB. */
export async function weighNode(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const file = join(env.HOME ?? '', 'peak-memory')
  await run(['--require', peakMemory, ...args], { ...env, PEAK_MEMORY_FILE: file })
  return Number(readFileSync(file, 'utf8')) / 1024
}

/** Not in one blocking call: the server whose log this process reads wants its turn. */
async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, args, { env, cwd: env.HOME, stdio: ['ignore', 'ignore', 'pipe'] })
  const complaints = child.stderr.setEncoding('utf8').toArray()
  const [status] = await once(child, 'close')
  if (status !== 0)
    throw new Error(`node ${args.join(' ')} ended with ${status}: ${(await complaints).join('')}`)
}
