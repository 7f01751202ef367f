import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createLog } from '../../../../src/server/log.ts'
import { backupInterval, lookAfterBackups } from '../../../../src/server/ops/backup/backup-schedule.ts'
import { expectBackups, findBackupWarning } from '../../../../src/server/ops/backup/backup-times.ts'
import { Warner } from '../../../../src/server/warner.ts'
import { jsonAnswer, readAnswer } from '../../../support/answers.ts'
import { startTestApp, testStart } from '../../../support/app.ts'
import { auditOf } from '../../../support/audit.ts'
import { forEachStore, openSqlite, type TestStore } from '../../../support/stores.ts'
import { fillStore, makeFolder, readWhole } from '../filled-store.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

interface Line {
  msg: string
  err?: { message: string; stack: string }
}

/** The schedule of a node, with a clock that stands still. */
function startNode({ db, url }: TestStore, folder: string, clock: { now: number }, backupKeep = 3) {
  const logged: string[] = []
  const log = createLog({ level: 'info', isTty: false, stream: { write: (line) => logged.push(line) } })
  const config = { databaseUrl: url, backupEvery: day, backupKeep, backupDir: join(folder, 'backups') }
  const warner = new Warner()
  const deps = { config, version: '0.1.0', db, log, now: () => clock.now }
  const look = (signal = new AbortController().signal) => lookAfterBackups(deps, warner, signal)
  // A cause that no test here brings about is told too.
  const tell = ({ msg, err }: Line) =>
    err && !/^(ENOENT|ENOTDIR)|cannot be written/.test(err.message) ? `${msg}: ${err.stack}` : msg
  const messages = () => logged.splice(0).map((line) => tell(JSON.parse(line) as Line))
  return { look, messages, config, files: () => readdirSync(config.backupDir).sort() }
}

forEachStore((_kind, openStore) => {
  test('a backup is made once each interval, by one of all nodes, and the newest are kept', async () => {
    const store = await openStore()
    const clock = { now: testStart }
    const folder = makeFolder()
    const [node, other] = [startNode(store, folder, clock), startNode(store, makeFolder(), clock)]
    await Promise.all([node.look(), other.look()])
    expect([...node.messages(), ...other.messages()]).toEqual(['a backup was made'])
    await Promise.all([node.look(), other.look()])
    clock.now += day - 1
    await Promise.all([node.look(), other.look()])
    expect([...node.messages(), ...other.messages()]).toEqual([])
    expect((await auditOf(store.db)).map(({ event }) => event)).toEqual(['backup.made'])

    if (!existsSync(node.config.backupDir)) mkdirSync(node.config.backupDir)
    writeFileSync(join(node.config.backupDir, 'mine.backup'), 'not of the schedule')
    for (let index = 0; index < 4; index++) {
      clock.now += day
      await node.look()
    }
    expect(node.messages()).toEqual(Array(4).fill('a backup was made'))
    const kept = ['03T12-00-00', '04T11-59-59', '05T11-59-59', '06T11-59-59'].slice(1)
    expect(node.files()).toEqual([...kept.map((time) => `authd-2026-03-${time}Z.backup`), 'mine.backup'])
    expect(
      (await readWhole(join(node.config.backupDir, node.files()[0] ?? ''))).contents.auditFault,
    ).toBeUndefined()
  })

  test('once a backup that took longer than its lease of 15 minutes was made by another node too', async () => {
    const store = await openStore()
    await fillStore(store.db, { accounts: 8_000 })
    const clock = { now: testStart }
    const [node, other] = [startNode(store, makeFolder(), clock), startNode(store, makeFolder(), clock)]
    const looks: Promise<void>[] = []
    const { signal } = new AbortController()
    let pages = 0
    // Asked at each page: a disk that takes half a minute for each.
    signal.throwIfAborted = () => {
      if (++pages <= 50) clock.now += minute / 2
      looks.push(other.look())
    }
    await node.look(signal)
    await Promise.all(looks)
    expect(clock.now - testStart).toBe(25 * minute)
    expect([...node.messages(), ...other.messages()]).toEqual(['a backup was made'])
  })

  test('once what a killed process had written of a backup stayed for ever: it goes after a day, and nothing else does', async () => {
    const node = startNode(await openStore(), makeFolder(), { now: testStart })
    mkdirSync(node.config.backupDir)
    const place = (name: string, age: number) => {
      const path = join(node.config.backupDir, name)
      writeFileSync(path, 'half')
      utimesSync(path, (testStart - age) / 1000, (testStart - age) / 1000)
    }
    place('authd-2026-02-01T12-00-00Z.backup.77.part', day + minute)
    place('authd-2026-02-28T12-00-00Z.backup.78.part', day - minute)
    place('mine.backup.79.part', 90 * day)
    await node.look()
    expect(node.messages()).toEqual(['a backup was made'])
    expect(node.files()).toEqual([
      'authd-2026-02-28T12-00-00Z.backup.78.part',
      'authd-2026-03-01T12-00-00Z.backup',
      'mine.backup.79.part',
    ])
  })

  test('one that fails is logged with its cause and tried again in ten minutes; old ones stay', async () => {
    const store = await openStore()
    const clock = { now: testStart }
    const node = startNode(store, join(makeFolder(), 'gone'), clock)
    await node.look()
    expect(node.messages()).toEqual(['no backup could be made; it is tried again in some minutes'])
    clock.now += 10 * minute - 1
    await node.look()
    expect(node.messages()).toEqual([])
    mkdirSync(join(node.config.backupDir, '..'))
    clock.now += 1
    await node.look()
    expect(node.messages()).toEqual(['a backup was made'])
    rmSync(node.config.backupDir, { recursive: true })
  })

  test('a backup that is older than two intervals is warned of, in the log once a day', async () => {
    const store = await openStore()
    const clock = { now: testStart }
    const folder = makeFolder()
    const node = startNode(store, folder, clock)
    await node.look()
    node.messages()
    rmSync(node.config.backupDir, { recursive: true })
    writeFileSync(node.config.backupDir, 'in the way')
    const failed = 'no backup could be made; it is tried again in some minutes'
    const warning = 'the last good backup is of 2026-03-01T12:00:00.000Z'
    clock.now += 2 * day
    await node.look()
    expect(node.messages()).toEqual([failed])
    expect(await findBackupWarning(store.db, day, clock.now)).toBeUndefined()
    clock.now += 20 * minute
    await node.look()
    expect(node.messages()).toEqual([failed, warning])
    clock.now += 20 * minute
    await node.look()
    expect(node.messages()).toEqual([failed])
    clock.now += day
    await node.look()
    expect(node.messages()).toEqual([failed, warning])
  })

  test('where none was ever made, the warning counts from the first start that expected one', async () => {
    const { db } = await openStore()
    await expectBackups(db, testStart)
    await expectBackups(db, testStart + day)
    expect(await findBackupWarning(db, day, testStart + 2 * day)).toBeUndefined()
    expect(await findBackupWarning(db, day, testStart + 2 * day + 1)).toBe(
      'no backup has been made, though one has been due since 2026-03-01T12:00:00.000Z',
    )
    expect(await findBackupWarning(db, 0, testStart + 9 * day)).toBeUndefined()
  })
})

forEachStore((_kind, openStore) => {
  const ahead = testStart + 400 * day

  test('once a minute with a clock 400 days ahead meant no backups for 400 days, and each new one was removed as it was made', async () => {
    const store = await openStore()
    const clock = { now: ahead }
    const node = startNode(store, makeFolder(), clock, 1)
    await node.look()
    expect(node.files()).toEqual(['authd-2027-04-05T12-00-00Z.backup'])
    clock.now = testStart
    await node.look()
    expect(node.files()).toEqual(['authd-2026-03-01T12-00-00Z.backup'])
    await node.look()
    clock.now += day
    await node.look()
    expect(node.files()).toEqual(['authd-2026-03-02T12-00-00Z.backup'])
    expect(node.messages()).toEqual(Array(3).fill('a backup was made'))
    expect(await findBackupWarning(store.db, day, clock.now)).toBeUndefined()
  })

  test('a clock that is some minutes ahead of another is none that is wrong', async () => {
    const store = await openStore()
    const clock = { now: testStart + 9 * minute }
    const node = startNode(store, makeFolder(), clock)
    await node.look()
    clock.now = testStart
    await node.look()
    expect(node.messages()).toEqual(['a backup was made'])
    expect(await findBackupWarning(store.db, day, clock.now)).toBeUndefined()
  })

  test('once nobody was warned where the last backup, or the start that expected one, was of a clock ahead', async () => {
    const store = await openStore()
    const clock = { now: ahead }
    const node = startNode(store, makeFolder(), clock)
    await expectBackups(store.db, clock.now)
    await expectBackups(store.db, testStart)
    expect(await findBackupWarning(store.db, day, testStart + 3 * day)).toBe(
      'no backup has been made, though one has been due since 2026-03-01T12:00:00.000Z',
    )
    await node.look()
    node.messages()
    rmSync(node.config.backupDir, { recursive: true })
    writeFileSync(node.config.backupDir, 'in the way')
    clock.now = testStart
    await node.look()
    expect(node.messages()).toEqual([
      'no backup could be made; it is tried again in some minutes',
      'the last good backup is of 2027-04-05T12:00:00.000Z, which is yet to come: the clock was wrong then, or is now',
    ])
  })
})

test('what was warned of by a clock ahead is warned of again by the right one', () => {
  const warner = new Warner()
  expect([testStart + day, testStart, testStart + 1].map((now) => warner.isDue(now, day))).toEqual([
    true,
    true,
    false,
  ])
})

describe('settings and /readyz', () => {
  test('SQLite gets a backup a day, PostgreSQL none, unless it is set', () => {
    const config = { backupKeep: 7, backupDir: '/b' }
    expect(backupInterval({ ...config, databaseUrl: 'sqlite:/a', backupEvery: undefined })).toBe(day)
    expect(backupInterval({ ...config, databaseUrl: 'postgres://a', backupEvery: undefined })).toBe(0)
    expect(backupInterval({ ...config, databaseUrl: 'postgres://a', backupEvery: hour })).toBe(hour)
    expect(backupInterval({ ...config, databaseUrl: 'sqlite:/a', backupEvery: 0 })).toBe(0)
  })

  test('GET /readyz stays 200 where the last backup is too old, and warns', async () => {
    const app = await startTestApp(openSqlite, { backupEvery: hour })
    await expectBackups(app.deps.db, testStart)
    app.clock.now += 3 * hour
    const warning = 'no backup has been made, though one has been due since 2026-03-01T12:00:00.000Z'
    expect(await readAnswer(app.request('GET', '/readyz'))).toEqual(
      jsonAnswer(200, { ok: true, reasons: [], warnings: [warning] }),
    )
  })
})
