import { Context } from '../../src/cli/context.ts'
import { signIn } from '../../src/cli/login/sign-in.ts'
import { Interruptions } from '../../src/cli/session/interruptions.ts'
import { chooseStorage } from '../../src/cli/storage/storage.ts'
import { Machine } from './machine.ts'
import { register, type ServerHost } from './processes.ts'
import type { StandIn } from './stand-in.ts'

export const password = 'correct horse battery'

/**
 * Logs in by the password and keeps the login in a file: what `auth login --storage file` does, by its own code but
 * without a process. For set-up alone; `login.test.ts` holds both against each other.
 */
export async function logIn(machine: Machine, server: { url: string }, email: string): Promise<void> {
  const flags = { server: server.url, quiet: true, input: false, color: false }
  const host = { interruptions: new Interruptions(() => undefined), loadWords: async () => undefined }
  // Without a locale of its own a process would be asked for that of this one.
  const context = new Context('login', flags, { LANG: 'C', ...machine.env }, host)
  const storage = await chooseStorage('file', context.env, context.terminal)
  await context.meetServer()
  await signIn(context, { username: email, password, storage })
}

/** A machine that is logged in at that server as ann@example.org, with its login in a file. */
export async function loggedIn(server: StandIn, machine = new Machine()): Promise<Machine> {
  await logIn(machine, server, 'ann@example.org')
  server.requests.length = 0
  return machine
}

/** The names of the files that hold the login's token and secret. */
export function loginFiles(machine: Machine): { token: string; secret: string } {
  const { credential } = machine.readJson('config.json').profiles.default
  return { token: `tokens/${credential}.json`, secret: `credentials/${credential}.json` }
}

/** Lets the cached access token run out. */
export function expireToken(machine: Machine): void {
  const { token } = loginFiles(machine)
  machine.write(token, JSON.stringify({ ...machine.readJson(token), expires_at: Date.now() - 1 }))
}

/** Makes an account at a real server and verifies it. */
export async function addAccount(host: ServerHost, { url }: { url: string }, email: string): Promise<void> {
  await register(url, email)
  const verification_code = await host.readCode(email)
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ email, verification_code })
  const answer = await fetch(`${url}/auth/register/verification_code`, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
}

/** A machine that is logged in to a real server by a password, with its login in a file. */
export async function machineOf(
  server: { url: string },
  email: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Machine> {
  const machine = new Machine({ AUTH_SERVER: server.url, ...env })
  await logIn(machine, server, email)
  return machine
}
