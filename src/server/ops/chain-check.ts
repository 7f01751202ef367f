import { type AuditHead, chainStart, findFault } from '../../protocol/audit-chain.ts'
import type { Row, TableShape } from './tables.ts'

/** Follows the audit log while it is read, and says where its chain breaks. Rows come in the order of their numbers. */
export class ChainCheck {
  #head: AuditHead = chainStart
  #kept: AuditHead = chainStart
  #fault: string | undefined

  /** Rows of any table; only those of the log count. */
  add({ name, columns }: TableShape, rows: readonly Row[]): void {
    // An authd from before the chain has a log without hashes.
    if (!columns.includes('hash')) return
    for (const row of rows) {
      const entry = Object.fromEntries(columns.map((column, index) => [column, row[index]]))
      if (name === 'audit') this.#follow(entry as unknown as StoredEntry)
      if (name === 'audit_head') this.#kept = entry as unknown as AuditHead
    }
  }

  /** One clause such as `entry 7 is changed`; undefined where the chain is whole. */
  finish(): string | undefined {
    const isWhole = this.#kept.sequence === this.#head.sequence && this.#kept.hash === this.#head.hash
    return this.#fault ?? (isWhole ? undefined : 'its newest entries are missing')
  }

  #follow(entry: StoredEntry): void {
    const fault = findFaultIn(this.#head, entry)
    if (fault)
      this.#fault ??= `entry ${entry.sequence} is ${fault === 'missing' ? 'not the next one' : fault}`
    this.#head = { sequence: entry.sequence, hash: entry.hash }
  }
}

/** As the store has it: the time in epoch ms, the detail as text. */
type StoredEntry = Omit<Parameters<typeof findFault>[1], 'at' | 'detail'> & {
  at: number
  detail: string | null
}

function findFaultIn(head: AuditHead, entry: StoredEntry) {
  try {
    const detail = entry.detail === null ? null : (JSON.parse(entry.detail) as Record<string, unknown>)
    return findFault(head, { ...entry, at: new Date(entry.at).toISOString(), detail })
  } catch {
    return 'changed' // no time or no JSON: somebody was there by hand
  }
}
