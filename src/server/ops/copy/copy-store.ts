import type { Store } from '../../../../db/connect.ts'
import { withSnapshot } from '../../../../db/snapshot.ts'
import { recordAudit } from '../../audit.ts'
import { readShapes } from '../tables.ts'
import { type Hold, identify, keepHold, releaseHold, takeHold } from './copy-mark.ts'
import { type CopyProgress, type Count, copyTables } from './copy-tables.ts'
import { compareSums, sumUp } from './store-digest.ts'

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
  const progress = startProgress(options)
  const { added, removed, hold } = await withSnapshot(fromUrl, async (source) => {
    const hold = await takeHold(target, await identify(source), now)
    return { hold, ...(await copyTables({ source, target, hold }, progress)) }
  })
  const { difference, auditFault, rows } = await compare(fromUrl, target, progress.count)
  await target.transaction().execute(async (tx) => {
    // First, whatever was found: what another run did meanwhile is no difference between the houses.
    await keepHold(tx, hold)
    if (difference === undefined) await finish(tx, order, { hold, rows }, now)
  })
  return { added, removed, difference, auditFault, rows }
}

function startProgress({ signal, onRows }: CopyOptions): CopyProgress {
  let [done, all] = [0, 0]
  return {
    expect: (rows) => {
      all = rows
    },
    count: (rows) => {
      signal.throwIfAborted()
      done += rows
      onRows(done, Math.max(all, done))
    },
  }
}

/** Looks at the source as it is by now. */
async function compare(fromUrl: string, target: Store, count: Count) {
  return withSnapshot(fromUrl, async (source) => {
    const shapes = await readShapes(source)
    const wanted = await sumUp(source, shapes, count)
    const { sums } = await sumUp(target, shapes, count)
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
