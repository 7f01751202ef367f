import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import { measureClockOffset } from '../../db/clock.ts'
import { connectStore } from '../../db/connect.ts'
import { startClock } from '../../src/server/clock.ts'
import { loadConfig } from '../../src/server/config.ts'
import { openHost } from '../../src/server/host.ts'
import { createLog } from '../../src/server/log.ts'
import { createHost } from '../support/processes.ts'
import { openPostgres, openSqlite } from '../support/stores.ts'

test('SQLite is on this machine: its clock is ours', async () => {
  const { db, url } = await openSqlite()
  expect(await measureClockOffset(db, url)).toBe(0)
})

test.skipIf(inject('postgresUrl') === undefined)(
  'nodes on one PostgreSQL go by its clock, and say when their own is far off (a refresh repeated at another node is no reuse)',
  async () => {
    const { db, url } = await openPostgres()
    expect(Math.abs(await measureClockOffset(db, url))).toBeLessThan(5_000)
    await sql`create schema slow`.execute(db)
    await sql`create function slow.clock_timestamp() returns timestamptz language plpgsql as $$ begin
        if current_setting('slow.woken', true) is null then perform pg_sleep(0.4); end if;
        perform set_config('slow.woken', 'yes', false);
        return pg_catalog.clock_timestamp();
      end $$`.execute(db)
    const slow = await connectStore(`${url}&options=-csearch_path%3Dslow,public,pg_catalog`)
    onTestFinished(() => slow.destroy())
    // Half of what the first answer takes once passed for an error of the clock.
    expect(Math.abs(await measureClockOffset(slow, url))).toBeLessThan(100)
    await sql`create schema skewed`.execute(db)
    await sql`create function skewed.clock_timestamp() returns timestamptz language sql
      as 'select pg_catalog.clock_timestamp() + interval ''120 s'''`.execute(db)
    const skewedUrl = `${url}&options=-csearch_path%3Dskewed,public,pg_catalog`
    const skewed = await connectStore(skewedUrl)
    onTestFinished(() => skewed.destroy())
    const logged: string[] = []
    const log = createLog({ level: 'info', isTty: false, stream: { write: (line) => logged.push(line) } })
    const clock = await startClock(skewed, url, log)
    onTestFinished(() => clock.stop())
    const ahead = clock.now() - Date.now()
    expect(ahead).toBeGreaterThan(115_000)
    expect(ahead).toBeLessThan(125_000)
    // A command of authd on the same store too: by its own clock it once sent a letter that a node was sending.
    const env = { AUTHD_DATABASE_URL: skewedUrl, AUTHD_SECRET_KEY: randomBytes(32).toString('hex') }
    const host = await openHost(loadConfig({ env, dataDir: createHost().dataDir }))
    onTestFinished(() => host.db.destroy())
    expect(Math.abs(host.now() - clock.now())).toBeLessThan(5_000)
    expect(logged.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 'warn', msg: expect.stringContaining('set it by NTP') }),
    ])
  },
)
