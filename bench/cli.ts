import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Authd, ownEnvironment } from './authd.ts'
import type { Stage } from './stage.ts'

const program = fileURLToPath(new URL('../bin/auth.js', import.meta.url))

/** A home of its own. NODE_EXTRA_CA_CERTS is left out: it triples the start of bare node, and hides everything else. */
export function cliEnvironment(stage: Stage): NodeJS.ProcessEnv {
  const home = join(stage.folder, 'home')
  mkdirSync(home, { mode: 0o700 })
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...env } = ownEnvironment('AUTH_')
  return { ...env, HOME: home, XDG_CONFIG_HOME: join(home, 'config'), XDG_RUNTIME_DIR: home }
}

/** The real client through its real first minutes; afterwards it has a fresh token in its cache, which is returned. */
export async function logInCli(authd: Authd, env: NodeJS.ProcessEnv): Promise<string> {
  const email = 'cli@example.org'
  const password = 'nine quiet herons mend umbrellas\n'
  const auth = (args: string[], input = '') =>
    run(['--no-input', '--server', authd.url, ...args, '--email', email], input, env)
  await auth(['register', '--password-stdin', '--no-verify'], password)
  await auth(['verify', '--code', await authd.readCode(email)])
  await auth(['login', '--password-stdin', '--storage', 'file'], password)
  return (await run(['token'], '', env)).trim()
}

async function run(args: string[], input: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  const answer = child.stdout.setEncoding('utf8').toArray()
  const complaints = child.stderr.setEncoding('utf8').toArray()
  child.stdin.end(input)
  const [status] = await once(child, 'close')
  if (status !== 0)
    throw new Error(`auth ${args.join(' ')} ended with ${status}: ${(await complaints).join('')}`)
  return (await answer).join('')
}
