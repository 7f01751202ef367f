import { join } from 'node:path'
import type { TokenAnswer } from '../../src/protocol/endpoints.ts'
import { createAccessTokens } from '../../src/server/access-token.ts'
import { createHasher } from '../../src/server/accounts/hashing/hasher.ts'
import { createApp } from '../../src/server/app.ts'
import { type Config, loadConfig } from '../../src/server/config.ts'
import type { Deps } from '../../src/server/deps.ts'
import { openKeyRing } from '../../src/server/keys.ts'
import { createLog } from '../../src/server/log.ts'
import { listLetters } from '../../src/server/mail/outbox.ts'
import { createMetrics } from '../../src/server/ops/metrics/metrics.ts'
import { createSecret } from '../../src/server/secret.ts'
import { seedSigningKeys } from './signing-keys.ts'
import type { OpenStore } from './stores.ts'

/** The whole server in this process, on a real store, with a clock that moves only when it is told to. */
export interface TestApp {
  deps: Deps
  /** Epoch milliseconds of the frozen clock. */
  clock: { now: number }
  /** Every line that was logged, as JSON. */
  logged: string[]
  request(method: string, path: string, options?: RequestOptions): Promise<Response>
  /** The code in the newest letter to this address. */
  readCode(to: string): Promise<string>
  /** Registers, verifies and logs in; the fastest way to a session. */
  signIn(email?: string, password?: string): Promise<TokenAnswer>
}

export interface RequestOptions {
  json?: unknown
  form?: Record<string, string>
  body?: RequestInit['body']
  bearer?: string
  headers?: Record<string, string>
  /** Address of the client's socket. */
  from?: string
}

export const testStart = Date.parse('2026-03-01T12:00:00Z')
export const testPassword = 'correct horse battery'

const hashingCost = 4

/** Hashing keeps nothing between its jobs, and loading the lists of common passwords takes longer than most tests. */
const hasher = createHasher({
  cost: hashingCost,
  workerFile: join(import.meta.dirname, '../../dist/hash-worker.js'),
  threads: 1,
  maxQueue: 1_000,
  maxWait: 60_000, // its thread stands back behind all others, which is long on a machine full of tests
})

export async function startTestApp(
  openStore: OpenStore,
  overrides: Partial<Config> = {},
  now = testStart,
): Promise<TestApp> {
  const { db } = await openStore()
  const clock = { now }
  const config: Config = {
    ...loadConfig({ env: {}, dataDir: '/nonexistent' }),
    bcryptCost: hashingCost,
    rateLimits: false,
    ...overrides,
  }
  const secret = createSecret(config.secretKey ?? [Buffer.alloc(32, 7)])
  await seedSigningKeys(db, secret, clock.now)
  const keys = await openKeyRing(db, secret, clock.now, config.accessTokenTtl)
  const logged: string[] = []
  const log = createLog({ level: 'info', isTty: false, stream: { write: (line) => logged.push(line) } })
  const accessTokens = createAccessTokens(keys, { issuer: config.issuer, ttl: config.accessTokenTtl })
  const deps: Deps = {
    version: '0.0.0',
    config,
    db,
    secret,
    keys,
    accessTokens,
    hasher,
    log,
    metrics: createMetrics('0.0.0'),
    wakeMail: () => {},
    answerTick: 0,
    now: () => clock.now,
  }
  const app = createApp(deps)

  const request: TestApp['request'] = async (method, path, options = {}) => {
    const { from = '127.0.0.1' } = options
    return app.request(path, requestInit(method, options), { incoming: { socket: { remoteAddress: from } } })
  }
  const readCode: TestApp['readCode'] = async (to) => {
    const [letter] = await listLetters(db, secret, { to, limit: 1 }, clock.now)
    const [code] = /^[A-Z0-9]{6}$/m.exec(letter?.text ?? '') ?? []
    if (!code) throw new Error(`no code for ${to}`)
    return code
  }
  const signIn: TestApp['signIn'] = async (email = 'ann@example.com', password = testPassword) => {
    const registered = await request('POST', '/auth/register', { json: { email, password } })
    if (registered.status !== 201) throw new Error(`register answered: ${await registered.text()}`)
    const verification_code = await readCode(email)
    await request('POST', '/auth/register/verification_code', { json: { email, verification_code } })
    const answer = await request('POST', '/auth/login', { form: { username: email, password } })
    if (answer.status !== 200) throw new Error(`login answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as TokenAnswer
  }
  return { deps, clock, logged, request, readCode, signIn }
}

function requestInit(method: string, options: RequestOptions): RequestInit {
  const headers = new Headers(options.headers)
  if (options.bearer !== undefined) headers.set('authorization', `Bearer ${options.bearer}`)
  if (options.json !== undefined) headers.set('content-type', 'application/json')
  const json = options.json === undefined ? undefined : JSON.stringify(options.json)
  const form = options.form && new URLSearchParams(options.form)
  const body = options.body ?? form ?? json ?? null
  const init = { method, headers, body }
  return body instanceof ReadableStream ? { ...init, duplex: 'half' } : init
}
