import type { Store } from '../../../db/connect.ts'
import { withSnapshot } from '../../../db/snapshot.ts'
import { recordAudit } from '../audit.ts'
import { type Hold, identify, keepHold, releaseHold, takeHold } from './copy-mark.ts'
import { compareSums, sumUp } from './store-digest.ts'
import { toLine } from './table-digest.ts'
import {
  countRows,
  deleteRows,
  insertRows,
  type Row,
  readPages,
  readSame,
  readShapes,
  type TableShape,
} from './tables.ts'

export interface CopyOrder {
  fromUrl: string
  target: Store
  /** Both without secrets, for the audit log. */
  from: string
  to: string
}

export interface CopyOptions {
  signal: AbortSignal
  onRows: (done: number, all: number) => void
}

export interface CopyOutcome {
  /** Rows that this run added, and rows that were there and were not as they are now. */
  added: number
  removed: number
  /** What the house wrote while it was copied; undefined where both stores are the same, and the copy is set free. */
  difference: string | undefined
  auditFault: string | undefined
  rows: number
}

/**
 * Makes the target what the source is. What is there already is compared and left, so that a copy that was interrupted goes
 * on where it stopped, and one of a house in use is brought up to date. The target is marked, and no authd starts on it,
 * until a last look finds both the same. Throws HostError where the target is anything but empty or such a copy, or another
 * run began after this one: a run that slept meanwhile once took rows out of a house that was in use by then.
 */
export async function copyStore(order: CopyOrder, now: number, options: CopyOptions): Promise<CopyOutcome> {
  const { fromUrl, target } = order
  const { added, removed, hold } = await withSnapshot(fromUrl, async (source) => {
    const hold = await takeHold(target, await identify(source), now)
    return { hold, ...(await copyTables({ source, target, hold }, options)) }
  })
  const { difference, auditFault, rows } = await compare(fromUrl, target)
  await target.transaction().execute(async (tx) => {
    // First, whatever was found: what another run did meanwhile is no difference between the houses.
    await keepHold(tx, hold)
    if (difference === undefined) await finish(tx, order, { hold, rows }, now)
  })
  return { added, removed, difference, auditFault, rows }
}

interface Changes {
  added: number
  removed: number
}

interface Run {
  source: Store
  target: Store
  hold: Hold
}

async function copyTables(run: Run, { signal, onRows }: CopyOptions): Promise<Changes> {
  const { source, target } = run
  const shapes = await readShapes(source)
  const counts = [await countRows(source, shapes), await countRows(target, shapes)]
  const all = counts.flatMap((each) => [...each.values()]).reduce((sum, count) => sum + count, 0)
  const changes = { added: 0, removed: 0 }
  let done = 0
  const count = (rows: number) => {
    signal.throwIfAborted()
    done += rows
    onRows(done, Math.max(all, done))
  }
  for (const shape of shapes) {
    // First all that is wrong, so that no new row meets the address or name of an old one.
    changes.removed += await removeWrong(run, shape, count)
    changes.added += await addMissing(run, shape, count)
  }
  return changes
}

type Count = (rows: number) => void

async function removeWrong(run: Run, shape: TableShape, count: Count): Promise<number> {
  let removed = 0
  for await (const page of readPages(run.target, shape)) {
    const wrong = without(page, await readSame(run.source, shape, page))
    if (wrong.length > 0) await change(run, (tx) => deleteRows(tx, shape, wrong))
    removed += wrong.length
    count(page.length)
  }
  return removed
}

async function addMissing(run: Run, shape: TableShape, count: Count): Promise<number> {
  let added = 0
  for await (const page of readPages(run.source, shape)) {
    const missing = without(page, await readSame(run.target, shape, page))
    if (missing.length > 0) await change(run, (tx) => insertRows(tx, shape, missing))
    added += missing.length
    count(page.length)
  }
  return added
}

/** Changes the target for as long as it is this run's. */
function change({ target, hold }: Run, work: (tx: Store) => Promise<void>): Promise<void> {
  return target.transaction().execute(async (tx) => {
    await keepHold(tx, hold)
    await work(tx)
  })
}

/** Rows of the first list that are not, value for value, in the second. */
function without(rows: readonly Row[], others: readonly Row[]): Row[] {
  const there = new Set(others.map(toLine))
  return rows.filter((row) => !there.has(toLine(row)))
}

/** Looks at the source as it is by now. */
async function compare(fromUrl: string, target: Store) {
  return withSnapshot(fromUrl, async (source) => {
    const shapes = await readShapes(source)
    const wanted = await sumUp(source, shapes)
    const { sums } = await sumUp(target, shapes)
    const rows = wanted.sums.reduce((sum, table) => sum + table.rows, 0)
    return { difference: compareSums(sums, wanted.sums), auditFault: wanted.auditFault, rows }
  })
}

async function finish(
  tx: Store,
  { from, to }: CopyOrder,
  { hold, rows }: { hold: Hold; rows: number },
  now: number,
): Promise<void> {
  await releaseHold(tx, hold)
  await recordAudit(tx, { event: 'store.copied', address: 'host', detail: { from, to, rows } }, now)
}
