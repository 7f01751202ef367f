import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { connectStore } from '../../db/connect.ts'
import { insertAccount } from '../../src/server/accounts/account.ts'
import { hashPassword } from '../../src/server/accounts/hashing/password-hash.ts'
import { parseRefreshToken } from '../../src/server/grants/refresh-token.ts'
import { refreshOver } from './authd.ts'

/** One line of refresh tokens; `token` is the newest that was answered. */
interface Chain {
  token: string
  generation: number
}

/** What was asked, and how it was answered. */
export interface LoadReport {
  refreshes: number
  registrations: number
  logins: number
  logouts: number
  /** Requests whose answer never came, or that a proxy answered for a node that is gone. */
  cut: number
  /** Requests that were answered by 503 with a time to wait. */
  unavailable: number
}

/** Sessions that are refreshed all the time. */
const chains = 6

const login = { email: 'ann@example.com', password: 'correct horse battery' }

/** Adds the account that the load logs in with to a migrated store. */
export async function addLoadAccount(databaseUrl: string): Promise<void> {
  const passwordHash = hashPassword(login.password, 4)
  const db = await connectStore(databaseUrl)
  const input = { email: login.email, username: undefined, passwordHash, verified: true }
  await insertAccount(db, input, Date.now()).finally(() => db.destroy())
}

/**
 * People who register, log in and out and refresh without a pause, and remember what was acknowledged: that must be there
 * whatever is killed. What should not have happened is in `faults`.
 */
export class Load {
  /** Where it asks; may change while nothing runs. */
  url = ''
  readonly report: LoadReport = {
    refreshes: 0,
    registrations: 0,
    logins: 0,
    logouts: 0,
    cut: 0,
    unavailable: 0,
  }
  readonly faults: string[] = []
  readonly #chains: Chain[] = []
  readonly #registrations = new Set<string>()
  readonly #sessions = new Set<string>()
  readonly #loggedOut = new Set<string>()
  #going = false
  #running: Promise<unknown> = Promise.resolve()

  /** Logs in for each chain, and starts. */
  async start(): Promise<void> {
    while (this.#chains.length < chains) {
      const token = await this.#logIn()
      if (token) this.#chains.push({ token, generation: 0 })
    }
    this.#going = true
    const again = async (work: () => Promise<unknown>) => {
      while (this.#going) await work().catch(() => (this.report.cut += 1))
    }
    this.#running = Promise.all([
      ...this.#chains.map((chain) => again(() => this.#refresh(chain))),
      again(() => this.#register()),
      again(() => this.#logIn()),
      again(() => this.#logInAndOut()),
    ])
  }

  async stop(): Promise<void> {
    this.#going = false
    await this.#running
  }

  /** Waits until one more of each kind was acknowledged, for 10 s at most; then it is a fault. */
  async acknowledged(): Promise<void> {
    const { refreshes, registrations, logouts } = this.report
    for (const limit = Date.now() + 10_000; Date.now() < limit; await pause(10)) {
      const now = this.report
      if (now.refreshes > refreshes && now.registrations > registrations && now.logouts > logouts) return
    }
    this.faults.push(`there was no load: ${JSON.stringify(this.report)}`)
  }

  /** Compares the store with all that was acknowledged, and refreshes each chain once more. */
  async check(databaseUrl: string, when: string): Promise<void> {
    const fault = (text: string) => this.faults.push(`${when}: ${text}`)
    const { sessions, registrations } = await readStore(databaseUrl)
    const rows = new Map(sessions.map((session) => [session.id, session]))
    const claims = new Set(registrations.map(({ id }) => id))
    for (const id of this.#registrations) if (!claims.has(id)) fault(`registration ${id} is lost`)
    for (const id of this.#sessions) if (!rows.has(id)) fault(`login ${id} is lost`)
    for (const id of this.#loggedOut) {
      if (rows.get(id)?.ended_at === null) fault(`logout ${id} is lost`)
    }
    for (const chain of this.#chains) {
      const row = rows.get(sessionOf(chain.token))
      if ((row?.generation ?? -1) < chain.generation) fault(`generation ${chain.generation} is lost`)
      if (row?.ended_at !== null) fault(`session ${row?.id} was ended`)
      await this.#refresh(chain).catch(() => fault('a refresh afterwards was cut off'))
    }
  }

  /** Everything that a store must hold which was copied from now on. */
  acknowledgedSoFar(): { registrations: string[]; sessions: string[] } {
    return { registrations: [...this.#registrations], sessions: [...this.#sessions] }
  }

  /** Two at once, as two shells would; both must get the same successor, the next generation. */
  async #refresh(chain: Chain): Promise<void> {
    const { token, generation } = chain
    const answers = await Promise.allSettled([refreshOver(this.url, token), refreshOver(this.url, token)])
    for (const settled of answers) {
      if (settled.status === 'rejected') continue
      const answer = settled.value
      if (answer.status !== 200) {
        this.#unexpected(`generation ${generation}`, answer)
      } else if (answer.generation !== generation + 1) {
        this.faults.push(`generation ${generation} was new twice: it became ${answer.generation}`)
      } else {
        chain.token = answer.refresh_token
        chain.generation = generation + 1
        this.report.refreshes += 1
      }
    }
    if (answers.some(({ status }) => status === 'rejected')) throw new Error('cut')
  }

  async #register(): Promise<void> {
    const email = `${randomUUID()}@example.com`
    const answer = await post(`${this.url}/auth/register`, { email, password: login.password })
    if (answer.status !== 201) return this.#unexpected('a registration', answer)
    this.#registrations.add(String(answer.body.registration_id))
    this.report.registrations += 1
  }

  async #logIn(): Promise<string | undefined> {
    const answer = await post(`${this.url}/auth/login`, login)
    if (answer.status !== 200) {
      this.#unexpected('a login', answer)
      return undefined
    }
    const token = String(answer.body.refresh_token)
    this.#sessions.add(sessionOf(token))
    this.report.logins += 1
    return token
  }

  async #logInAndOut(): Promise<void> {
    const token = await this.#logIn()
    if (token === undefined) return
    const answer = await post(`${this.url}/auth/logout`, undefined, token)
    if (answer.status !== 204) return this.#unexpected('a logout', answer)
    this.#loggedOut.add(sessionOf(token))
    this.report.logouts += 1
  }

  /** Too much or no store is no promise broken, and neither is what a proxy says of a node; all else is a fault. */
  #unexpected(what: string, { status, retryAfter, body }: Reply): void {
    if (status === 502 || status === 504) this.report.cut += 1
    else if (status === 503 && retryAfter !== null) this.report.unavailable += 1
    else this.faults.push(`${what} was answered ${status} ${JSON.stringify(body)}`)
  }
}

async function readStore(databaseUrl: string) {
  const db = await connectStore(databaseUrl)
  try {
    return {
      sessions: await db.selectFrom('sessions').select(['id', 'generation', 'ended_at']).execute(),
      registrations: await db.selectFrom('registrations').select('id').execute(),
    }
  } finally {
    await db.destroy()
  }
}

interface Reply {
  status: number
  retryAfter: string | null
  body?: unknown
}

async function post(
  url: string,
  json: unknown,
  bearer?: string,
): Promise<Reply & { body: Record<string, unknown> }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: json === undefined ? null : JSON.stringify(json),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  const body = isJson ? JSON.parse(text) : {}
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body }
}

function sessionOf(refreshToken: string): string {
  return parseRefreshToken(refreshToken)?.sessionId ?? ''
}
