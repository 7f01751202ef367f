import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connectStore, type Store } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { insertAccount } from '../../src/server/accounts/account.ts'
import { hashPassword } from '../../src/server/accounts/password-hash.ts'
import { parseRefreshToken } from '../../src/server/grants/refresh-token.ts'
import { type Authd, refreshOver, startAuthd } from './authd.ts'

/** What a kill loop did, and everything that should not have happened. */
export interface KillReport {
  rounds: number
  refreshes: number
  registrations: number
  logins: number
  logouts: number
  /** Requests whose answer never came, because the server was killed meanwhile. */
  cut: number
  /** Milliseconds. */
  slowestStart: number
  medianStart: number
  faults: string[]
}

/** The server's promises so far: what it answered, it must keep. */
interface Ledger {
  /** One line of refresh tokens each; `token` is the newest that was answered. */
  chains: { token: string; generation: number }[]
  registrations: Set<string>
  sessions: Set<string>
  loggedOut: Set<string>
}

/** Sessions that are refreshed all the time. */
const chains = 6

const login = { email: 'ann@example.com', password: 'correct horse battery' }

/**
 * Kills a real server again and again at random moments under load, and checks after each start what it had promised. No
 * round begins later than `within` (ms).
 */
export async function runKillLoop(rounds: number, within = Infinity): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-kill-'))
  try {
    return await new KillLoop(folder).run(rounds, within)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
}

class KillLoop {
  readonly #folder: string
  readonly #url: string
  readonly #ledger: Ledger = {
    chains: [],
    registrations: new Set(),
    sessions: new Set(),
    loggedOut: new Set(),
  }
  readonly #starts: number[] = []
  readonly #report = { refreshes: 0, registrations: 0, logins: 0, logouts: 0, cut: 0 }
  readonly #faults: string[] = []

  constructor(folder: string) {
    this.#folder = folder
    this.#url = `sqlite:${join(folder, 'authd.db')}`
  }

  async run(most: number, within: number): Promise<KillReport> {
    const end = Date.now() + within
    let rounds = 0
    await this.#addAccount()
    for (; rounds < most && Date.now() < end; rounds++) {
      const authd = await this.#start()
      try {
        while (this.#ledger.chains.length < chains) {
          const token = await this.#logIn(authd)
          if (token) this.#ledger.chains.push({ token, generation: 0 })
        }
        await this.#check(authd, rounds)
        await this.#loadAndKill(authd)
      } finally {
        await authd.kill('SIGKILL').catch(() => {})
      }
    }
    const last = await this.#start()
    await this.#check(last, rounds)
    await last.kill('SIGTERM')
    const sorted = this.#starts.toSorted((a, b) => a - b)
    return {
      rounds,
      ...this.#report,
      slowestStart: Math.round(sorted.at(-1) ?? 0),
      medianStart: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
      faults: this.#faults,
    }
  }

  async #withStore<T>(work: (db: Store) => Promise<T>): Promise<T> {
    const db = await connectStore(this.#url)
    return work(db).finally(() => db.destroy())
  }

  async #addAccount(): Promise<void> {
    const passwordHash = hashPassword(login.password, 4)
    await this.#withStore(async (db) => {
      await migrate(db)
      const input = { email: login.email, username: undefined, passwordHash, verified: true }
      await insertAccount(db, input, Date.now())
    })
  }

  async #start(): Promise<Authd> {
    const authd = await startAuthd(this.#folder)
    this.#starts.push(authd.startedIn)
    return authd
  }

  async #loadAndKill(authd: Authd): Promise<void> {
    let going = true
    const again = async (work: () => Promise<unknown>) => {
      while (going) await work().catch(() => (this.#report.cut += 1))
    }
    const load = [
      ...this.#ledger.chains.map((chain) => again(() => this.#refresh(authd, chain))),
      again(() => this.#register(authd)),
      again(() => this.#logIn(authd)),
      again(() => this.#logInAndOut(authd)),
    ]
    await this.#untilEverythingWasAcknowledged()
    await pause(50 + Math.random() * 350)
    await authd.kill('SIGKILL')
    going = false
    await Promise.all(load)
  }

  /** Waits in the first round only: from then on there is something of each kind to lose, however slow the machine. */
  async #untilEverythingWasAcknowledged(): Promise<void> {
    for (const limit = Date.now() + 10_000; Date.now() < limit; await pause(10)) {
      const { refreshes, registrations, logouts } = this.#report
      if (Math.min(refreshes, registrations, logouts) > 0) return
    }
    this.#faults.push(`there was no load: ${JSON.stringify(this.#report)}`)
  }

  /** Two at once, as two shells would; both must get the same successor, the next generation. */
  async #refresh(authd: Authd, chain: Ledger['chains'][number]): Promise<void> {
    const { token, generation } = chain
    const answers = await Promise.allSettled([refreshOver(authd.url, token), refreshOver(authd.url, token)])
    for (const settled of answers) {
      if (settled.status === 'rejected') continue
      const answer = settled.value
      if (answer.status !== 200) {
        this.#faults.push(`generation ${generation} was refused with ${answer.status}`)
      } else if (answer.generation !== generation + 1) {
        this.#faults.push(`generation ${generation} was new twice: it became ${answer.generation}`)
      } else {
        chain.token = answer.refresh_token
        chain.generation = generation + 1
        this.#report.refreshes += 1
      }
    }
    if (answers.some(({ status }) => status === 'rejected')) throw new Error('cut')
  }

  async #register(authd: Authd): Promise<void> {
    const email = `${randomUUID()}@example.com`
    const answer = await post(`${authd.url}/auth/register`, { email, password: login.password })
    if (answer.status !== 201) return this.#unexpected('a registration', answer)
    this.#ledger.registrations.add(String(answer.body.registration_id))
    this.#report.registrations += 1
  }

  async #logIn(authd: Authd): Promise<string | undefined> {
    const answer = await post(`${authd.url}/auth/login`, login)
    if (answer.status !== 200) {
      this.#unexpected('a login', answer)
      return undefined
    }
    const token = String(answer.body.refresh_token)
    this.#ledger.sessions.add(sessionOf(token))
    this.#report.logins += 1
    return token
  }

  async #logInAndOut(authd: Authd): Promise<void> {
    const token = await this.#logIn(authd)
    if (token === undefined) return
    const answer = await post(`${authd.url}/auth/logout`, undefined, token)
    if (answer.status !== 204) return this.#unexpected('a logout', answer)
    this.#ledger.loggedOut.add(sessionOf(token))
    this.#report.logouts += 1
  }

  /** A full queue is no promise broken; everything else that is no success would be. */
  #unexpected(what: string, { status, body }: Reply): void {
    if (status !== 503) this.#faults.push(`${what} was answered ${status} ${JSON.stringify(body)}`)
  }

  async #check(authd: Authd, round: number): Promise<void> {
    const fault = (text: string) => this.#faults.push(`round ${round}: ${text}`)
    const { sessions, registrations } = await this.#withStore(async (db) => ({
      sessions: await db.selectFrom('sessions').select(['id', 'generation', 'ended_at']).execute(),
      registrations: await db.selectFrom('registrations').select('id').execute(),
    }))
    const rows = new Map(sessions.map((session) => [session.id, session]))
    const claims = new Set(registrations.map(({ id }) => id))
    for (const id of this.#ledger.registrations) if (!claims.has(id)) fault(`registration ${id} is lost`)
    for (const id of this.#ledger.sessions) if (!rows.has(id)) fault(`login ${id} is lost`)
    for (const id of this.#ledger.loggedOut) {
      if (rows.get(id)?.ended_at === null) fault(`logout ${id} is lost`)
    }
    for (const chain of this.#ledger.chains) {
      const row = rows.get(sessionOf(chain.token))
      if ((row?.generation ?? -1) < chain.generation) fault(`generation ${chain.generation} is lost`)
      await this.#refresh(authd, chain)
    }
  }
}

interface Reply {
  status: number
  body: Record<string, unknown>
}

async function post(url: string, json: unknown, bearer?: string): Promise<Reply> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: json === undefined ? null : JSON.stringify(json),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

function sessionOf(refreshToken: string): string {
  return parseRefreshToken(refreshToken)?.sessionId ?? ''
}
