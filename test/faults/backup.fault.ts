import { randomBytes } from 'node:crypto'
import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { connectStore } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { Cluster, noCluster } from '../support/cluster.ts'
import { addLoadAccount, Load } from '../support/load.ts'
import { databaseUrl } from '../support/postgres.ts'
import { pause, ServerHost, until } from '../support/processes.ts'

interface Place {
  host: ServerHost
  databaseUrl: string
  /** Stores without a table, into which a backup of this place is restored. */
  makeTargets(target: ServerHost): Promise<readonly string[]>
  stop(): Promise<void>
}

const besides = (target: ServerHost) => `sqlite:${target.dataDir}/authd.db`

async function sqlitePlace(): Promise<Place> {
  const host = new ServerHost({ AUTHD_RATE_LIMITS: 'off', AUTHD_SECRET_KEY: randomBytes(32).toString('hex') })
  const databaseUrl = `sqlite:${host.home}/authd.db`
  const db = await connectStore(databaseUrl)
  await migrate(db).finally(() => db.destroy())
  await addLoadAccount(databaseUrl)
  host.env.AUTHD_DATABASE_URL = databaseUrl
  return {
    host,
    databaseUrl,
    makeTargets: async (target) => [besides(target)],
    stop: async () => host.remove(),
  }
}

async function postgresPlace(): Promise<Place> {
  const cluster = await Cluster.start()
  return {
    host: cluster.addHost(),
    databaseUrl: cluster.databaseUrl,
    makeTargets: async (target) => {
      const db = await connectStore(cluster.databaseUrl)
      await sql`create database restored`.execute(db).finally(() => db.destroy())
      return [besides(target), databaseUrl(cluster.databaseUrl, 'restored')]
    },
    stop: () => cluster.stop(),
  }
}

/** A machine with the same secret key and nothing else. */
function emptyHost({ host }: Place): ServerHost {
  return new ServerHost({ AUTHD_SECRET_KEY: host.env.AUTHD_SECRET_KEY })
}

/** Ids of sessions, of accounts, and of registrations with the account that each opened. */
async function idsIn(databaseUrl: string) {
  const db = await connectStore(databaseUrl)
  try {
    const [sessions, accounts, registrations] = await Promise.all([
      db.selectFrom('sessions').select('id').execute(),
      db.selectFrom('accounts').select('id').execute(),
      db.selectFrom('registrations').select(['id', 'account_id']).execute(),
    ])
    return {
      sessions: new Set(sessions.map(({ id }) => id)),
      accounts: new Set(accounts.map(({ id }) => id)),
      opened: new Map(registrations.map(({ id, account_id }) => [id, account_id])),
    }
  } finally {
    await db.destroy()
  }
}

const places: ReadonlyArray<readonly [string, () => Promise<Place>]> = [
  ['SQLite', sqlitePlace],
  ...(noCluster ? [] : [['PostgreSQL', postgresPlace] as const]),
]

describe.each(places)('a backup of %s taken under load', (_kind, open) => {
  let place: Place
  let target: ServerHost
  afterEach(async () => {
    target?.remove()
    await place?.stop()
  })

  test('restores to a store with everything that was acknowledged before it started; damaged ones are refused', async () => {
    place = await open()
    const { host } = place
    host.env.AUTHD_REQUIRE_VERIFIED_EMAIL = 'false' // a registration opens its account at once
    const server = await host.serve()
    const load = new Load()
    load.url = server.url
    await load.start()
    await load.acknowledged()
    await pause(1_500)
    const before = load.acknowledgedSoFar()
    const file = join(host.home, 'under-load.backup')
    expect(await host.authd(['backup', file])).toMatchObject({ code: 0 })
    await pause(200)
    await load.stop()
    expect(load.faults).toEqual([])
    await server.stop()

    target = emptyHost(place)
    await expectDamageIsSeen(target, file)
    expect(before.registrations.length).toBeGreaterThan(0)
    for (const url of await place.makeTargets(target)) {
      target.env.AUTHD_DATABASE_URL = url
      expect(await target.authd(['restore', file])).toMatchObject({ code: 0 })
      const restored = await idsIn(url)
      const lost = before.registrations.filter((id) => !restored.accounts.has(restored.opened.get(id) ?? ''))
      expect(lost).toEqual([])
      expect(before.sessions.filter((id) => !restored.sessions.has(id))).toEqual([])
      expect(await target.authd(['restore', file])).toMatchObject({ code: 1 })
      const again = await target.serve()
      expect((await fetch(`${again.url}/readyz`)).status).toBe(200)
      await again.stop()
    }
    console.log(
      `${_kind}: ${before.sessions.length} sessions, ${before.registrations.length} registrations, ${statSync(file).size} bytes`,
    )
  })
})

/** Cut off or with a single wrong bit, at many places: told from a sound one, and nothing is restored from it. */
async function expectDamageIsSeen(target: ServerHost, file: string): Promise<void> {
  const whole = readFileSync(file)
  const places = Array.from({ length: 8 }, (_, index) => Math.floor((whole.length - 1) * (index / 7)))
  for (const at of places) {
    const damaged = join(target.home, `damaged-${at}.backup`)
    const bytes = Buffer.from(whole)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8))
    writeFileSync(damaged, bytes)
    const verdict = await target.authd(['backup', '--verify', damaged])
    expect([at, verdict.code]).toEqual([at, 1])
  }
  for (const at of places.slice(0, -1)) {
    const cut = join(target.home, `cut-${at}.backup`)
    copyFileSync(file, cut)
    truncateSync(cut, at)
    expect([at, (await target.authd(['restore', cut])).code]).toEqual([at, 1])
  }
}

describe.skipIf(noCluster !== undefined)('authd store copy', () => {
  test('killed by -9 again and again goes on from what is there, and ends with both the same', async () => {
    const [from, to] = [await sqlitePlace(), await postgresPlace()]
    try {
      await fill(from.host)
      const db = await connectStore(to.databaseUrl)
      await db.deleteFrom('accounts').execute() // the load's own, which is not of this house
      await db.destroy()
      const args = ['store', 'copy', '--from', from.databaseUrl, '--to', to.databaseUrl]
      // By what has arrived and not by the clock: a fast machine would be done, a slow one not begun.
      for (const enough of [1, 2_500, 5_000, 7_500, 10_000]) {
        const { child, ended } = from.host.start(args)
        await until(
          `${enough} accounts are there`,
          async () => (await countAccounts(to.databaseUrl)) >= enough,
        )
        child.kill('SIGKILL')
        expect((await ended).code).toBe(null)
        expect(await countAccounts(to.databaseUrl)).toBeLessThan(20_001)
      }
      const { code, stdout, stderr } = await from.host.authd(args)
      expect([code, stderr]).toEqual([0, expect.any(String)])
      expect(stdout + stderr).toMatch(/same/)
      const [ours, theirs] = await Promise.all([
        countAccounts(from.databaseUrl),
        countAccounts(to.databaseUrl),
      ])
      expect([ours, theirs]).toEqual([20_001, 20_001])
    } finally {
      await Promise.all([from.stop(), to.stop()])
    }
  })
})

async function fill(host: ServerHost): Promise<void> {
  const rows = Array.from(
    { length: 20_000 },
    (_, index) => `p${index}@example.com,$2b$04$${'a'.repeat(53)},true`,
  )
  const file = join(host.home, 'accounts.csv')
  writeFileSync(file, ['email,password_hash,email_verified', ...rows, ''].join('\n'))
  const { code, stderr } = await host.authd(['user', 'import', file])
  if (code !== 0) throw new Error(stderr)
}

async function countAccounts(databaseUrl: string): Promise<number> {
  const db = await connectStore(databaseUrl)
  const { count } = await db
    .selectFrom('accounts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  await db.destroy()
  return Number(count)
}
