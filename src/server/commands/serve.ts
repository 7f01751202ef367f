import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import packageJson from '../../../package.json' with { type: 'json' }
import { createAccessTokens } from '../access-token.ts'
import { createHasher } from '../accounts/hashing/hasher.ts'
import { createApp } from '../app.ts'
import { startClock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { type Host, type HostOptions, openHost, readHostConfig } from '../host.ts'
import { startHousekeeping } from '../housekeeping.ts'
import { openHttpServer } from '../http-server.ts'
import { openKeyRing } from '../keys.ts'
import { createLog, type Log } from '../log.ts'
import { createSmtpTransport } from '../mail/transport.ts'
import { startMailWorker } from '../mail/worker.ts'
import { startBackups } from '../ops/backup/backup-schedule.ts'
import { createMetrics } from '../ops/metrics/metrics.ts'
import { tellSystemd } from '../ops/systemd/systemd-notify.ts'

/** A server that runs; `stop` drains it. */
interface RunningServer {
  url: string
  /** Lets requests finish (10 s at most), gives letters back to the outbox, closes the store. */
  stop(): Promise<void>
}

/** Longer than the work of such a request takes, shorter than a person notices; in ms. */
const answerTick = 10

/** `authd serve`: runs in the foreground until a signal. Prints one line to stdout when ready; logs go to stderr. */
export async function serve(options: HostOptions): Promise<void> {
  const config = readHostConfig(options)
  const log = createLog({ level: config.logLevel, isTty: process.stderr.isTTY === true })
  const running = await startServer(config, log)
  const stopping = nextSignal() // before the line: who reads it may send the signal at once
  process.stdout.write(`authd listening on ${running.url}\n`)
  tellSystemd(log)
  const signal = await stopping
  log.info({ signal }, 'stopping; a second signal stops at once')
  process.once('SIGINT', stopAtOnce).once('SIGTERM', stopAtOnce)
  await running.stop()
  log.info({}, 'stopped')
}

async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const host = await openHost(config)
  try {
    return await run(host, log)
  } catch (error) {
    await host.db.destroy().catch(() => {})
    throw error
  }
}

async function run({ config, db, secret }: Host, log: Log): Promise<RunningServer> {
  const clock = await startClock(db, config.databaseUrl, log)
  const { now } = clock
  const keys = await openKeyRing(db, secret, now(), config.accessTokenTtl)
  const presence = config.lan ? await openLan({ config, log, now }) : undefined
  const server = await openHttpServer(config.listen, presence?.tls)
  // From here to the first request nothing may wait: the port answers already.
  const own = presence?.issuerAt(Number(new URL(server.url).port || 443)) ?? server.url
  const issuer = config.sources.issuer === 'default' ? own : config.issuer
  const metrics = createMetrics(packageJson.version)
  const workerFile = join(__dirname, 'hash-worker.js')
  const hasher = createHasher({ cost: config.bcryptCost, workerFile, watch: metrics })
  const mail = startMail(config, { db, secret, log, now })
  const deps: Deps = {
    version: packageJson.version,
    config: { ...config, issuer },
    db,
    secret,
    keys,
    accessTokens: createAccessTokens(keys, { issuer, ttl: config.accessTokenTtl }),
    hasher,
    log,
    metrics,
    wakeMail: () => mail?.wake(),
    answerTick,
    now,
  }
  // HTTP/1.0 has no Host, and probes of load balancers still speak it.
  server.answer(getRequestListener(createApp(deps).fetch, { hostname: 'localhost' }))
  const housekeeping = startHousekeeping({ db, keys, secret, log, now })
  const backups = startBackups(deps)
  sayHowItRuns(deps, server.url)
  presence?.appear(server, issuer)
  const stop = async () => {
    clock.stop()
    await Promise.all([server.close(), mail?.stop(), presence?.stop(), backups.stop(), housekeeping.stop()])
    await hasher.close()
    await db.destroy()
  }
  return { url: server.url, stop }
}

/** Certificates are no business of a server that does not make them. */
async function openLan(means: Parameters<typeof import('../lan/presence.ts').openPresence>[0]) {
  const { openPresence } = await import('../lan/presence.ts')
  return openPresence(means)
}

function startMail(config: Config, deps: Pick<Deps, 'db' | 'secret' | 'log' | 'now'>) {
  const { smtpUrl, mailFrom } = config
  if (smtpUrl === undefined || mailFrom === undefined) return undefined
  return startMailWorker({ ...deps, transport: createSmtpTransport(smtpUrl, mailFrom) })
}

/** One line for the record, and one for each thing that is allowed and that the operator should know. */
function sayHowItRuns({ config, log, version }: Deps, url: string): void {
  log.info({ version, url, issuer: config.issuer, store: config.shown.databaseUrl }, 'started')
  if (config.smtpUrl === undefined) {
    log.warn({}, 'no SMTP server is set: codes stay in the outbox, read them by "authd mail show --to EMAIL"')
  }
  for (const warning of config.warnings) log.warn({}, warning)
}

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
}

function stopAtOnce(signal: NodeJS.Signals): void {
  process.exit(signal === 'SIGINT' ? 130 : 143)
}
