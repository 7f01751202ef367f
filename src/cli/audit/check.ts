import { type AuditHead, type AuditRecord, chainStart, findFault } from '../../protocol/audit-chain.ts'
import { type Message, message } from '../../protocol/messages.ts'
import { describeSecond } from '../../protocol/second.ts'

/** Why the log is not to be believed, and from which entry on. */
export interface AuditFault {
  sequence: number
  kind: 'changed' | 'missing' | 'cut' | 'replaced' | 'erased'
  /** Continues "Broken at entry 7 (changed): ". */
  detail: Message
  /** Whether only this machine's memory says so, which a server restored from a backup does not share. */
  bySight: boolean
}

/** What a machine has seen of a log: its first hash, which a log made anew does not have, and its end. */
export interface SeenChain {
  first: string
  head: AuditHead
  /** When it was seen. */
  at: string
}

/** Goes along the chain entry by entry, and holds it against what was seen of it before. */
export class AuditCheck {
  head: AuditHead = chainStart
  /** The first entry. */
  start: Pick<AuditRecord, 'at' | 'hash'> | undefined
  readonly erased: Pick<AuditRecord, 'sequence' | 'actor' | 'subject'>[] = []
  readonly #deletions = new Map<string, number>()
  readonly #seen: SeenChain | undefined

  constructor(seen: SeenChain | undefined) {
    this.#seen = seen
  }

  /** Takes the next entry. Behind a fault there is nothing to be taken. */
  take(entry: AuditRecord): AuditFault | undefined {
    const { sequence, at, hash, event, actor, subject, salt } = entry
    const fault = this.#findBreach(entry) ?? this.#findStranger(entry)
    if (fault !== undefined) return fault
    this.start ??= { at, hash }
    this.head = { sequence, hash }
    if (salt === null) this.erased.push({ sequence, actor, subject })
    if (event === 'account.deleted' && subject !== null) this.#deletions.set(subject, sequence)
    return undefined
  }

  /** Compares the end with what the server took down as its newest entry, and with what was seen. */
  end(newest: AuditHead): AuditFault | undefined {
    const { sequence: last, hash } = this.head
    if (newest.sequence > last) {
      const detail = message(
        'the log ends before it, but the server took down entry {newest} as its newest.',
        { newest: newest.sequence },
      )
      return { sequence: last + 1, kind: 'cut', detail, bySight: false }
    }
    if (newest.sequence < last || newest.hash !== hash) {
      const detail = message('the server took down another entry as its newest than the log ends with.')
      return { sequence: last, kind: 'replaced', detail, bySight: false }
    }
    if (this.#seen !== undefined && this.#seen.head.sequence > last) {
      const detail = message('the log ends before it, but this machine saw entry {seen} at {time}.', {
        seen: this.#seen.head.sequence,
        time: describeSecond(this.#seen.at),
      })
      return { sequence: last + 1, kind: 'cut', detail, bySight: true }
    }
    return this.#findErasure()
  }

  #findBreach(entry: AuditRecord): AuditFault | undefined {
    const kind = findFault(this.head, entry)
    if (kind === undefined) return undefined
    const next = this.head.sequence + 1
    const detail =
      kind === 'missing'
        ? message('the log goes on with entry {sequence}.', { sequence: entry.sequence })
        : message('it is not as it was written, or does not follow the one before.')
    return { sequence: next, kind, detail, bySight: false }
  }

  /** An entry that hangs together with the others, but is not the one that was here before. */
  #findStranger({ sequence, hash }: AuditRecord): AuditFault | undefined {
    if (this.#seen === undefined) return undefined
    const { first, head, at } = this.#seen
    const known = sequence === head.sequence ? head.hash : sequence === 1 ? first : hash
    if (known === hash) return undefined
    const detail = message('it is not the one that this machine saw at {time}: the log was written anew.', {
      time: describeSecond(at),
    })
    return { sequence, kind: 'replaced', detail, bySight: true }
  }

  /** What is personal is erased with the account of the actor or the subject, whose end stands further on in the log. */
  #findErasure(): AuditFault | undefined {
    const isDeletedBehind = (id: string | null, sequence: number) =>
      id !== null && (this.#deletions.get(id) ?? 0) > sequence
    const faulty = this.erased.find(
      ({ sequence, actor, subject }) =>
        !isDeletedBehind(actor, sequence) && !isDeletedBehind(subject, sequence),
    )
    if (faulty === undefined) return undefined
    const detail = message(
      'its address and details were erased, but no account of it was deleted afterwards.',
    )
    return { sequence: faulty.sequence, kind: 'erased', detail, bySight: false }
  }
}
