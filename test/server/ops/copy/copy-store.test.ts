import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { connectStore } from '../../../../db/connect.ts'
import { copyLimits, longLimits } from '../../../../db/limits.ts'
import { StoreError } from '../../../../db/store-error.ts'
import { recordAudit } from '../../../../src/server/audit.ts'
import { HostError } from '../../../../src/server/host-error.ts'
import {
  type Hold,
  keepHold,
  refuseUnfinishedCopy,
  takeHold,
} from '../../../../src/server/ops/copy/copy-mark.ts'
import { type CopyOptions, copyStore } from '../../../../src/server/ops/copy/copy-store.ts'
import { testStart as now } from '../../../support/app.ts'
import { auditOf, walkChain } from '../../../support/audit.ts'
import { authdProgram, createHost } from '../../../support/processes.ts'
import { openPostgres, openSqlite, type TestStore } from '../../../support/stores.ts'
import { fillStore, quiet, sumsOf } from '../filled-store.ts'

const copy = (from: TestStore, to: TestStore, options: CopyOptions = quiet) =>
  copyStore({ fromUrl: from.url, target: to.db, from: 'sqlite:a', to: 'postgres://b' }, now, options)

const overtaken = {
  message:
    'Another `authd store copy` into the same store began after this one, or finished it; what is there was kept, and this one has stopped.',
  hint: 'Wait for what the other one says; where both stores are the same, there is nothing left to copy.',
}

const unfinished = {
  message: 'This store is the copy of another one, and is not finished; nothing was changed.',
  hint: 'Stop the server of the other store and run the same `authd store copy` again.',
}

const kinds = [
  ['sqlite', 'postgres', openSqlite, openPostgres],
  ['postgres', 'sqlite', openPostgres, openSqlite],
] as const

describe.skipIf(inject('postgresUrl') === undefined)('authd store copy', () => {
  test.each(kinds)(
    'from %s to %s: every row, counted and compared, noted in the log',
    async (_from, _to, openFrom, openTo) => {
      const [from, to] = [await openFrom(), await openTo()]
      await fillStore(from.db)
      const outcome = await copy(from, to)
      const rows = (await sumsOf(from.db)).reduce((sum, table) => sum + table.rows, 0)
      expect(outcome).toEqual({ added: rows, removed: 0, difference: undefined, auditFault: undefined, rows })
      await expect(refuseUnfinishedCopy(to.db)).resolves.toBeUndefined()
      const log = await auditOf(to.db)
      expect(log.slice(0, -1)).toEqual(await auditOf(from.db))
      expect(log.at(-1)).toEqual(
        expect.objectContaining({
          event: 'store.copied',
          address: 'host',
          detail: { from: 'sqlite:a', to: 'postgres://b', rows },
        }),
      )
      expect((await walkChain(to.db)).faults).toEqual([])
    },
  )

  test('a copy that was cut off is refused by authd, and goes on where it stopped', async () => {
    const [from, to] = [await openSqlite(), await openPostgres()]
    await fillStore(from.db)
    await copyHalf(from, to)
    await expect(refuseUnfinishedCopy(to.db)).rejects.toEqual(expect.objectContaining(unfinished))
    const there = await to.db.selectFrom('accounts').select('id').execute()
    expect(there.length).toBeGreaterThan(300)
    const { added, removed, rows, difference } = await copy(from, to)
    expect({ added, removed, difference }).toEqual({
      added: rows - there.length,
      removed: 0,
      difference: undefined,
    })
  })

  test('once the last look at both stores, half of the time, saw no Ctrl-C and moved no bar', async () => {
    const [from, to] = [await openSqlite(), await openPostgres()]
    await fillStore(from.db)
    const rows = (await sumsOf(from.db)).reduce((sum, table) => sum + table.rows, 0)
    const controller = new AbortController()
    const stopLate = (done: number) => done > rows && controller.abort()
    const late = { signal: controller.signal, onRows: stopLate as CopyOptions['onRows'] }
    await expect(copy(from, to, late)).rejects.toThrow(/abort/i)
    await expect(refuseUnfinishedCopy(to.db)).rejects.toEqual(expect.objectContaining(unfinished))
    const steps: number[][] = []
    await copy(from, to, { ...quiet, onRows: (...step) => steps.push(step) })
    expect(steps.at(-1)).toEqual([4 * rows, 4 * rows])
  })

  test('a house that goes on writing is copied, and done when it stands still: changed and moved names and all', async () => {
    const [from, to] = [await openSqlite(), await openPostgres()]
    await fillStore(from.db)
    let writes = 0
    const onRows = () => {
      if (writes++ === 3) void recordAudit(from.db, { event: 'login' }, now)
    }
    const first = await copy(from, to, { ...quiet, onRows })
    expect(first).toEqual(expect.objectContaining({ difference: 'the rows of audit (3 for 4)' }))
    await expect(refuseUnfinishedCopy(to.db)).rejects.toEqual(expect.objectContaining(unfinished))

    await from.db
      .updateTable('accounts')
      .set({ email: 'spare@example.com' })
      .where('id', '=', 'account 1')
      .execute()
    await from.db
      .updateTable('accounts')
      .set({ email: 'user1@example.com' })
      .where('id', '=', 'account 2')
      .execute()
    await from.db.deleteFrom('accounts').where('id', '=', 'account 3').execute()
    await from.db.updateTable('sessions').set({ generation: 8 }).execute()
    const second = await copy(from, to)
    expect(second).toEqual(expect.objectContaining({ added: 5, removed: 5, difference: undefined }))
    expect((await walkChain(to.db)).faults).toEqual([])
  })

  test('a store with rows of its own, or of another house, is refused and left as it was', async () => {
    const [from, to] = [await openSqlite(), await openPostgres()]
    await fillStore(from.db, { accounts: 1 })
    await fillStore(to.db, { accounts: 1 })
    const before = await sumsOf(to.db)
    await expect(copy(from, to)).rejects.toEqual(
      expect.objectContaining({
        message: expect.stringMatching(/^The store to copy into is not empty \(rows: 1 in accounts/),
      }),
    )
    expect(await sumsOf(to.db)).toEqual(before)

    const half = await openPostgres()
    const controller = new AbortController()
    const onRows = () => controller.abort()
    await expect(copy(from, half, { signal: controller.signal, onRows })).rejects.toThrow(/abort/i)
    const other = await openSqlite()
    await fillStore(other.db, { accounts: 1 })
    await expect(copy(other, half)).rejects.toEqual(
      expect.objectContaining({ message: expect.stringMatching(/is an unfinished copy of another one/) }),
    )
  })

  test.each(kinds)(
    'once from %s to %s: a run that slept while another finished took rows out of the new house, which was in use by then',
    async (_from, _to, openFrom, openTo) => {
      const [from, to] = [await openFrom(), await openTo()]
      await fillStore(from.db)
      await copyHalf(from, to)
      const host = createHost({
        AUTHD_DATABASE_URL: to.url,
        AUTHD_SECRET_KEY: randomBytes(32).toString('hex'),
      })
      const words = ['store', 'copy', '--from', from.url, '--to', to.url]
      let pages = 0
      // This thread stands still meanwhile, as a process that was stopped does.
      const sleep = () => {
        if (++pages !== 2) return
        runSync(host, words)
        runSync(host, ['user', 'add', 'new@example.com'])
      }
      await expect(copy(from, to, { ...quiet, onRows: sleep })).rejects.toEqual(
        expect.objectContaining(overtaken),
      )
      const added = to.db.selectFrom('accounts').select('id').where('email', '=', 'new@example.com')
      expect(await added.execute()).toHaveLength(1)
      expect((await auditOf(to.db)).map(({ event }) => event).slice(-2)).toEqual([
        'store.copied',
        'account.added',
      ])
      expect((await walkChain(to.db)).faults).toEqual([])
    },
  )

  test.each(kinds)(
    'once from %s to %s: of two runs at once both put in the same rows; the later one goes on, the other is told',
    async (_from, _to, openFrom, openTo) => {
      const [from, to] = [await openFrom(), await openTo()]
      await fillStore(from.db)
      await copyHalf(from, to)
      const ends = await Promise.allSettled([copy(from, to), copy(from, to)])
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(ends).toContainEqual({ status: 'rejected', reason: expect.any(HostError) })
      expect((await auditOf(to.db)).slice(0, -1)).toEqual(await auditOf(from.db))
    },
  )

  test('a run that falls asleep within a page keeps the next one waiting for as long as a pause may take, 10 s', async () => {
    expect(copyLimits).toEqual({ ...longLimits, idle: 10_000 })
    const { db, url } = await openPostgres()
    const asleep = await connectStore(url, { ...copyLimits, idle: 300 })
    onTestFinished(() => asleep.destroy())
    const hold = await takeHold(asleep, 'house', now)
    let next: Promise<Hold> | undefined
    const page = asleep.transaction().execute(async (tx) => {
      await keepHold(tx, hold)
      next = takeHold(db, 'house', now)
      await pause(1_000)
      await keepHold(tx, hold)
    })
    await expect(page).rejects.toThrow(StoreError)
    expect(await next).toEqual({ ...hold, at: hold.at + 1 })
  })
})

/** A copy that ends before it is done. */
async function copyHalf(from: TestStore, to: TestStore): Promise<void> {
  const controller = new AbortController()
  const onRows = (done: number) => done >= 400 && controller.abort()
  await expect(copy(from, to, { signal: controller.signal, onRows } as never)).rejects.toThrow(/abort/i)
}

function runSync({ env }: ReturnType<typeof createHost>, words: string[]): void {
  execFileSync(process.execPath, [authdProgram, ...words], { env, stdio: 'pipe' })
}
