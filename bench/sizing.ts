import { execFile } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import bcrypt from 'bcryptjs'
import { findPostgres, startPostgres } from '../test/support/postgres.ts'
import { post, type Tokens } from './account.ts'
import { type Authd, ownEnvironment, startAuthd } from './authd.ts'
import { type Stage, withStage } from './stage.ts'
import { readTableSizes, type TableSizes } from './table-sizes.ts'

/**
 * `npx tsx bench/sizing.ts [accounts] [sessions]`, after a build: what docs/operations.md reckons with. Imports 20,000
 * accounts and opens 10,000 sessions on each store, and prints bytes for each row with its indexes, rates, and the memory
 * of the server. Loopback only; a few minutes.
 */

const accounts = Number(process.argv[2] ?? 20_000)
const sessions = Number(process.argv[3] ?? 10_000)
const atOnce = 16
const program = fileURLToPath(new URL('../bin/authd.js', import.meta.url))
const password = 'seven brisk otters juggle lanterns'
const tables = ['accounts', 'sessions', 'audit', 'outbox']

async function main(): Promise<void> {
  await withStage(async (stage) => {
    await measure(stage, `sqlite:${join(stage.folder, 'authd.db')}`)
    const native = findPostgres()
    if (!native) return say('no PostgreSQL for this platform')
    chmodSync(stage.folder, 0o755) // it runs as another user
    const postgres = await startPostgres(native, stage.folder, { durable: true })
    await measure(stage, postgres.url).finally(postgres.stop)
  })
}

async function measure(stage: Stage, databaseUrl: string): Promise<void> {
  say(`\n${databaseUrl.replace(/:.*/s, '')}`)
  const settings = { AUTHD_DATABASE_URL: databaseUrl, AUTHD_BCRYPT_COST: '4' }
  await importAccounts(stage, settings)
  const authd = await startAuthd(stage, { ...settings, AUTHD_BACKUP_EVERY: 'off' })
  const before = memory(authd)
  const tokens: Tokens[] = []
  const login = (index: number) => post(`${authd.url}/auth/login`, { email: emailOf(index), password })
  await timed('logins (bcrypt cost 4)', sessions, async (index) => {
    tokens[index] = (await login(index)) as Tokens
  })
  say(`  memory: ${mebi(before)} at first, ${mebi(memory(authd))} with ${sessions} sessions open`)
  report(await readTableSizes(databaseUrl, tables))
  await timed('refreshes', sessions, async (index) => {
    await ask(authd, '/auth/update_token', tokens[index]?.refresh_token)
  })
  await timed('GET /auth/me', sessions, async (index) => {
    await ask(authd, '/auth/me', tokens[index]?.access_token)
  })
  // Each is an entry of the audit log, whose writers take turns until they commit.
  await timed('reset codes, audited', sessions / 10, async (index) => {
    await post(`${authd.url}/auth/password/forgot`, { email: emailOf(index) })
  })
  say(`  memory: ${mebi(memory(authd))} after all that, at its peak ${mebi(memory(authd, 'VmHWM'))}`)
  process.kill(authd.pid)
}

/** On PostgreSQL the schema is the operator's. */
async function importAccounts(stage: Stage, settings: Record<string, string>): Promise<void> {
  const hash = await bcrypt.hash(password, 4)
  const rows = Array.from({ length: accounts }, (_, index) => `${emailOf(index)},${hash},true`)
  const file = join(stage.folder, 'accounts.csv')
  writeFileSync(file, ['email,password_hash,email_verified', ...rows, ''].join('\n'))
  const env = { ...ownEnvironment('AUTHD_'), AUTHD_DATA_DIR: join(stage.folder, 'authd'), ...settings }
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [program, ...args], { env })
  await run('migrate')
  const begun = performance.now()
  await run('user', 'import', file, '--json')
  say(`  import: ${Math.round(accounts / ((performance.now() - begun) / 1000))} accounts a second`)
}

/** Runs each of the tasks once, `atOnce` of them at a time. */
async function timed(what: string, count: number, task: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  const begun = performance.now()
  const walk = async () => {
    while (next < count) await task(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, walk))
  say(`  ${what}: ${Math.round(count / ((performance.now() - begun) / 1000))} a second`)
}

async function ask({ url }: Authd, path: string, token = ''): Promise<void> {
  const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  await answer.arrayBuffer()
}

function report(sizes: TableSizes): void {
  for (const [table, { bytes, rows }] of Object.entries(sizes)) {
    if (rows > 0) say(`  ${table}: ${rows} rows, ${Math.round(bytes / rows)} bytes each with indexes`)
  }
}

function memory({ pid }: Authd, field = 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024
}

function mebi(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`
}

function emailOf(index: number): string {
  return `person${index % accounts}@example.com`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143))

void main()
