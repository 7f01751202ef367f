import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { pinned } from './machine.ts'
import type { Stage } from './stage.ts'

const program = fileURLToPath(new URL('../bin/authd.js', import.meta.url))

/** A real server of this build, on a store of its own. */
export interface Authd {
  url: string
  pid: number
  /** The newest code that was written to an address. */
  readCode(email: string): Promise<string>
}

export async function startAuthd(stage: Stage, settings: Record<string, string> = {}): Promise<Authd> {
  const dataDir = join(stage.folder, 'authd')
  const env = { ...ownEnvironment('AUTHD_'), AUTHD_DATA_DIR: dataDir, AUTHD_RATE_LIMITS: 'off', ...settings }
  const [command, args] = pinned('server', [program, 'serve', '--listen', '127.0.0.1:0'])
  const child = stage.adopt(spawn(command, args, { env, stdio: ['ignore', 'pipe', 'ignore'] }))
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = /^authd listening on (\S+)$/.exec(line) ?? []
    if (url && child.pid) return { url, pid: child.pid, readCode: (email) => readCode(email, env) }
  }
  throw new Error('authd ended before it listened')
}

/** The environment without the settings of whoever runs the benchmark. */
export function ownEnvironment(prefix: string): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith(prefix)))
}

async function readCode(email: string, env: NodeJS.ProcessEnv): Promise<string> {
  const args = [program, 'mail', 'list', '--to', email, '--json']
  const { stdout } = await promisify(execFile)(process.execPath, args, { env })
  const [letter] = JSON.parse(stdout) as { text: string }[]
  const [code] = /^[A-Z0-9]{6}$/m.exec(letter?.text ?? '') ?? []
  if (!code) throw new Error(`no code was written to ${email}`)
  return code
}
