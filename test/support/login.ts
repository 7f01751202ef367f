import { Machine } from './machine.ts'
import { register, type ServerHost } from './processes.ts'
import type { StandIn } from './stand-in.ts'

export const password = 'correct horse battery'

/** A machine that is logged in at that server as ann@example.org, with its login in a file. */
export async function loggedIn(server: StandIn): Promise<Machine> {
  const machine = new Machine()
  const args = ['login', '--server', server.url, '--email', 'ann@example.org', '--password-stdin']
  const outcome = await machine.auth([...args, '--storage', 'file'], { input: `${password}\n` })
  if (outcome.code !== 0) throw new Error(outcome.stderr)
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
  const args = ['login', '--email', email, '--password-stdin', '--storage', 'file']
  const { code, stderr } = await machine.auth(args, { input: `${password}\n` })
  if (code !== 0) throw new Error(stderr)
  return machine
}
