import { createHash } from 'node:crypto'
import type { Row } from './tables.ts'

/**
 * Counts the rows of a table and sums up their SHA-256, so that two stores can be compared although they put their rows in
 * different orders. It finds mistakes and damage; it is no proof against somebody who makes rows to fit.
 */
export class TableDigest {
  #rows = 0
  #high = 0n
  #low = 0n

  get rows(): number {
    return this.#rows
  }

  add(line: string): void {
    const hash = createHash('sha256').update(line).digest()
    this.#rows++
    this.#high = BigInt.asUintN(64, this.#high + hash.readBigUInt64BE(0))
    this.#low = BigInt.asUintN(64, this.#low + hash.readBigUInt64BE(8))
  }

  toString(): string {
    return [this.#high, this.#low].map((part) => part.toString(16).padStart(16, '0')).join('')
  }
}

/** A row as it stands in a backup, and as it is digested. */
export function toLine(row: Row): string {
  return JSON.stringify(row)
}
