import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { registerAccount } from './account.ts'
import { type Authd, startAuthd } from './authd.ts'
import { median, quantile } from './result.ts'
import { withStage } from './stage.ts'

/**
 * `npx tsx bench/overload.ts [connections]`: a real authd with 10,000 idle connections, then with far more logins than it
 * has threads. Prints what it held and answered, and exits with 1 where a limit was broken. Loopback only, one minute.
 */

const idleConnections = Number(process.argv[2] ?? 10_000)
const logins = 400
const mostBytesPerConnection = 32 * 1024

async function main(): Promise<boolean> {
  return withStage(async (stage) => {
    const authd = await startAuthd(stage, { AUTHD_BCRYPT_COST: '10' })
    const { email, password } = await registerAccount(authd)
    const quiet = await askHealth(authd, 50)
    const idle = await holdIdle(authd, quiet)
    const busy = await flood(authd, { email, password })
    const after = await askHealth(authd, 50)
    say('after it all', `GET /healthz ${inMs(median(after))}, before ${inMs(median(quiet))}`)
    return idle && busy
  })
}

async function holdIdle(authd: Authd, quiet: readonly number[]): Promise<boolean> {
  const before = residentBytes(authd.pid)
  const sockets = await openMany(authd, idleConnections)
  const held = sockets.filter(({ destroyed }) => !destroyed).length
  const perConnection = (residentBytes(authd.pid) - before) / Math.max(1, held)
  const times = await askHealth(authd, 50)
  say(
    'idle connections',
    `${held} of ${idleConnections} held at once, ${Math.round(perConnection / 1024)} KiB each`,
  )
  const slower = median(times) / median(quiet)
  say(
    'meanwhile',
    `GET /healthz ${inMs(median(times))}, p95 ${inMs(quantile(times, 0.95))}, ${slower.toFixed(1)} times as long`,
  )
  // Nothing was asked on them, so the server cuts them off when a head is due: after 10 s.
  await delay(13_000)
  const left = sockets.filter(({ destroyed }) => !destroyed).length
  say('13 s later', `${left} are left`)
  for (const socket of sockets) socket.destroy()
  return held === idleConnections && perConnection <= mostBytesPerConnection && left === 0
}

/** In steps, since a listening socket queues only so many. */
async function openMany({ url }: Authd, count: number): Promise<Socket[]> {
  const { hostname, port } = new URL(url)
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const step = Array.from({ length: Math.min(200, count - sockets.length) }, () =>
      connect(Number(port), hostname),
    )
    await Promise.all(
      step.map((socket) => new Promise((resolve) => socket.once('connect', resolve).once('error', resolve))),
    )
    for (const socket of step) socket.on('error', () => {}).resume()
    sockets.push(...step)
  }
  return sockets
}

/** Every login is answered, by tokens or by 503 with a time to wait; and the next one is served. */
async function flood(authd: Authd, account: object): Promise<boolean> {
  const login = () => timed(`${authd.url}/auth/login`, account)
  const started = performance.now()
  const answers = await Promise.all(Array.from({ length: logins }, login))
  const took = performance.now() - started
  const count = (status: number) => answers.filter((answer) => answer.status === status).length
  const refused = answers.filter(({ status }) => status === 503)
  const waits = refused.every(({ retryAfter }) => retryAfter !== null)
  say(`${logins} logins at once`, `${count(200)} served, ${refused.length} refused by 503, in ${inMs(took)}`)
  if (refused.length > 0) say('a refusal took', inMs(median(refused.map(({ ms }) => ms))))
  const next = await login()
  say('the next login', `${next.status} after ${inMs(next.ms)}`)
  return count(200) + refused.length === logins && count(200) > 0 && waits && next.status === 200
}

async function timed(url: string, body: object) {
  const headers = { 'content-type': 'application/json' }
  const started = performance.now()
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  await answer.arrayBuffer()
  const ms = performance.now() - started
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), ms }
}

async function askHealth({ url }: Authd, times: number): Promise<number[]> {
  const all: number[] = []
  while (all.length < times) {
    const started = performance.now()
    await (await fetch(`${url}/healthz`)).arrayBuffer()
    all.push(performance.now() - started)
  }
  return all
}

function residentBytes(pid: number): number {
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) * 1024
}

function say(what: string, figures: string): void {
  process.stdout.write(`${what}: ${figures}\n`)
}

function inMs(ms: number): string {
  return `${ms.toFixed(1)} ms`
}

// The stage cleans up at 'exit', which a signal alone would skip.
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143))
setTimeout(() => {
  process.stderr.write('it took too long and was ended\n')
  process.exit(1)
}, 2 * 60_000).unref()

void main().then((isGood) => {
  process.exitCode = isGood ? 0 : 1
})
