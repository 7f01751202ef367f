import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { addAccount, machineOf } from './login.ts'
import type { Machine } from './machine.ts'
import { type RunningAuthd, ServerHost } from './processes.ts'

export const superuser = 'root@example.org'

/** A running server with a superuser at a machine of their own, for a whole file of tests. */
export interface House {
  host: ServerHost
  server: RunningAuthd
  root: Machine
  /** Runs `auth … --json` as the superuser and reads its answer; throws unless it ended with 0. */
  json(...args: string[]): Promise<unknown>
  /** A machine on which the account is logged in; the account is made where it is not there yet. */
  machine(email: string): Promise<Machine>
  /** Works on the store behind the server's back, as who has the file could. */
  withStore<T>(work: (db: Sqlite.Database) => T): T
  stop(): Promise<void>
}

export async function openHouse(env: NodeJS.ProcessEnv = {}): Promise<House> {
  const host = new ServerHost({ AUTHD_RATE_LIMITS: 'off', ...env })
  const server = await host.serve({ again: true })
  await host.json(['user', 'add', superuser, '--superuser'])
  await setPassword(host, server, superuser)
  const root = await machineOf(server, superuser)
  const machines = [root]
  const known = new Set([superuser])
  return {
    host,
    server,
    root,
    json: async (...args) => {
      const { code, stdout, stderr } = await root.auth([...args, '--json'])
      if (code !== 0) throw new Error(`auth ${args.join(' ')} ended with ${code}: ${stderr}`)
      return JSON.parse(stdout)
    },
    machine: async (email) => {
      if (!known.has(email)) await addAccount(host, server, email)
      known.add(email)
      const made = await machineOf(server, email)
      machines.push(made)
      return made
    },
    withStore: (work) => {
      const db = new Sqlite(join(host.dataDir, 'authd.db'))
      try {
        return work(db)
      } finally {
        db.close()
      }
    },
    stop: async () => {
      for (const each of machines) each.remove()
      await server.stop()
      host.remove()
    },
  }
}

/** With the code of the letter, as who was added by an operator does it. */
async function setPassword(host: ServerHost, { url }: RunningAuthd, email: string): Promise<void> {
  const code = await host.readCode(email)
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ email, code, new_password: 'correct horse battery' })
  const answer = await fetch(`${url}/auth/password/reset`, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
}
