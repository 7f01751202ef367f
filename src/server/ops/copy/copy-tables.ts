import type { Store } from '../../../../db/connect.ts'
import { toLine } from '../table-digest.ts'
import {
  countRows,
  deleteRows,
  insertRows,
  type Row,
  readPages,
  readSame,
  readShapes,
  type TableShape,
} from '../tables.ts'
import { type Hold, keepHold } from './copy-mark.ts'

export interface CopyProgress {
  /** How many rows will be read in all. */
  expect(rows: number): void
  count: Count
}

/** Is told of each page that was read; throws where the run is to end. */
export type Count = (rows: number) => void

/** Rows that were added, and rows that were there and are not any more. */
export interface Changes {
  added: number
  removed: number
}

export interface Run {
  source: Store
  target: Store
  hold: Hold
}

/** Brings one table after the other up to date, in the order in which they refer to each other. */
export async function copyTables(run: Run, { expect, count }: CopyProgress): Promise<Changes> {
  const { source, target } = run
  const shapes = await readShapes(source)
  const [wanted, there] = [await sumRows(source, shapes), await sumRows(target, shapes)]
  // Each row is read once on its own side; at the end both sides have what the source has.
  expect(wanted + there + 2 * wanted)
  const changes = { added: 0, removed: 0 }
  for (const shape of shapes) {
    // First all that is wrong, so that no new row meets the address or name of an old one.
    changes.removed += await removeWrong(run, shape, count)
    changes.added += await addMissing(run, shape, count)
  }
  return changes
}

async function sumRows(db: Store, shapes: readonly TableShape[]): Promise<number> {
  return [...(await countRows(db, shapes)).values()].reduce((sum, count) => sum + count, 0)
}

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
