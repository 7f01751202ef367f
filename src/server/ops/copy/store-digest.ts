import type { Store } from '../../../../db/connect.ts'
import { ChainCheck } from '../chain-check.ts'
import { TableDigest, toLine } from '../table-digest.ts'
import { readPages, type TableShape } from '../tables.ts'

/** Count and digest of each table, as in a backup. */
export type TableSums = ReadonlyArray<{ table: string; rows: number; digest: string }>

/** Reads every row of a store. `auditFault` says where the chain of its log breaks. */
export async function sumUp(
  db: Store,
  shapes: readonly TableShape[],
  onRows: (rows: number) => void = () => {},
): Promise<{ sums: TableSums; auditFault: string | undefined }> {
  const chain = new ChainCheck()
  const sums: Array<TableSums[number]> = []
  for (const shape of shapes) {
    const digest = new TableDigest()
    for await (const page of readPages(db, shape)) {
      for (const row of page) digest.add(toLine(row))
      chain.add(shape, page)
      onRows(page.length)
    }
    sums.push({ table: shape.name, rows: digest.rows, digest: digest.toString() })
  }
  return { sums, auditFault: chain.finish() }
}

/** The first table that is not as it should be, in words such as `the rows of accounts (7 for 8)`. */
export async function findDifference(
  db: Store,
  shapes: readonly TableShape[],
  wanted: TableSums,
): Promise<string | undefined> {
  const { sums } = await sumUp(db, shapes)
  return compareSums(sums, wanted)
}

export function compareSums(found: TableSums, wanted: TableSums): string | undefined {
  for (const { table, rows, digest } of wanted) {
    const same = found.find((each) => each.table === table)
    if (same?.rows !== rows || same.digest !== digest)
      return `the rows of ${table} (${same?.rows ?? 0} for ${rows})`
  }
  return undefined
}
