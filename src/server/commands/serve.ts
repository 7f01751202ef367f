import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import packageJson from '../../../package.json' with { type: 'json' }
import { createAccessTokens } from '../access-token.ts'
import { createHasher } from '../accounts/hasher.ts'
import { createApp } from '../app.ts'
import { type ListenAddress, listeningUrl } from '../config/address-readers.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { type Host, type HostOptions, openHost, readHostConfig } from '../host.ts'
import { errorCode, fileFailure, HostError } from '../host-error.ts'
import { startHousekeeping } from '../housekeeping.ts'
import { openKeyRing } from '../keys.ts'
import { createLog, type Log } from '../log.ts'
import { createSmtpTransport } from '../mail/transport.ts'
import { startMailWorker } from '../mail/worker.ts'

/** A server that runs; `stop` drains it. */
export interface RunningServer {
  url: string
  /** Lets requests finish (10 s at most), gives letters back to the outbox, closes the store. */
  stop(): Promise<void>
}

/** `authd serve`: runs in the foreground until a signal. Prints one line to stdout when ready; logs go to stderr. */
export async function serve(options: HostOptions): Promise<void> {
  const config = readHostConfig(options)
  const log = createLog({ level: config.logLevel, isTty: process.stderr.isTTY === true })
  const running = await startServer(config, log)
  process.stdout.write(`authd listening on ${running.url}\n`)
  const signal = await nextSignal()
  log.info({ signal }, 'stopping; a second signal stops at once')
  process.once('SIGINT', stopAtOnce).once('SIGTERM', stopAtOnce)
  await running.stop()
  log.info({}, 'stopped')
}

export async function startServer(
  config: Config,
  log: Log,
  now: () => number = Date.now,
): Promise<RunningServer> {
  const host = await openHost(config)
  try {
    return await run(host, log, now)
  } catch (error) {
    await host.db.destroy().catch(() => {})
    throw error
  }
}

async function run({ config, db, secret }: Host, log: Log, now: () => number): Promise<RunningServer> {
  const keys = await openKeyRing(db, secret, now(), config.accessTokenTtl)
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: 16 * 1024 })
  const url = await listen(server, config.listen)
  // From here to the first request nothing may wait: the port answers already.
  const issuer = config.sources.issuer === 'default' ? url : config.issuer
  const hasher = createHasher({ cost: config.bcryptCost, workerFile: join(__dirname, 'hash-worker.js') })
  const mail = startMail(config, { db, secret, log, now })
  const accessTokens = createAccessTokens(keys, { issuer, ttl: config.accessTokenTtl })
  const version = packageJson.version
  const wakeMail = () => mail?.wake()
  const deps: Deps = {
    version,
    config: { ...config, issuer },
    db,
    secret,
    keys,
    accessTokens,
    hasher,
    log,
    wakeMail,
    now,
  }
  server.on('request', getRequestListener(createApp(deps).fetch))
  const housekeeping = startHousekeeping({ db, keys, log, now })
  sayHowItRuns(config, log)
  return {
    url,
    stop: async () => {
      housekeeping.stop()
      await Promise.all([closeServer(server), mail?.stop()])
      await hasher.close()
      await db.destroy()
    },
  }
}

function startMail(config: Config, deps: Pick<Deps, 'db' | 'secret' | 'log' | 'now'>) {
  const { smtpUrl, mailFrom } = config
  if (smtpUrl === undefined || mailFrom === undefined) return undefined
  return startMailWorker({ ...deps, transport: createSmtpTransport(smtpUrl, mailFrom) })
}

/** Allowed, but the operator should know. */
function sayHowItRuns(config: Config, log: Log): void {
  if (config.smtpUrl === undefined) {
    log.warn({}, 'no SMTP server is set: letters stay in the outbox, read their codes with "authd mail list"')
  }
  if (!config.rateLimits) log.warn({}, 'RATE LIMITS ARE OFF: passwords and codes can be guessed without end')
  for (const warning of config.warnings) log.warn({}, warning)
}

async function listen(server: Server, { host, port }: ListenAddress): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  }).catch((error: unknown) => {
    throw cannotListen(error, listeningUrl({ host, port }))
  })
  const bound = server.address()
  return listeningUrl({ host, port: typeof bound === 'object' && bound ? bound.port : port })
}

function cannotListen(error: unknown, url: string): HostError {
  const isTaken = errorCode(error) === 'EADDRINUSE'
  const reason = isTaken ? 'something else listens there' : fileFailure(error)
  const hint = isTaken
    ? 'stop the other program, or choose another port: authd serve --listen 127.0.0.1:0 takes a free one'
    : 'choose an address of this host by --listen HOST:PORT; ports below 1024 need privileges'
  return new HostError(`cannot listen on ${url}: ${reason}`, hint, { cause: error })
}

const drainTime = 10_000

/** Stops accepting, lets what runs finish, and cuts off what does not. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  // close() waits for connections that are kept alive, also for those that fall idle only now.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), drainTime)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
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
