import type { AuditEntry } from '../../protocol/endpoints.ts'
import { describeSecond } from '../../protocol/second.ts'
import { english, type Translate } from '../language.ts'
import { oneLine } from '../terminal/printable.ts'
import { formatTable } from '../terminal/table.ts'
import { isWholeId } from '../users/members.ts'

/** The longest events, such as `password.reset-requested`. */
const eventWidth = 24

/** A terminal with fewer columns has more use for whole addresses than for a piece of everything. */
const [fromWidth, whyWidth] = [90, 110]

/** Entries as a table that fits the width. */
export function formatEntries(
  entries: readonly AuditEntry[],
  width: number | undefined,
  t: Translate = english,
): string {
  const of = (cell: (entry: AuditEntry) => string) => entries.map((entry) => cell(entry) || '-')
  const columns = [
    { title: t('TIME'), cells: of(({ at }) => describeSecond(at)) },
    { title: t('EVENT'), cells: of(({ event }) => event), weight: 5 },
    { title: t('WHO'), cells: of(who), weight: 4 },
    { title: t('WHOM'), cells: of(whom), weight: 3 },
    { title: t('FROM'), cells: of(({ address }) => address ?? ''), weight: 2 },
    { title: t('WHY'), cells: of((entry) => why(entry, t)), weight: 1 },
  ]
  const shown = (width ?? whyWidth) >= whyWidth ? 6 : (width ?? 0) >= fromWidth ? 5 : 4
  return formatTable(columns.slice(0, shown), width)
}

/** One entry on a line of its own, where the widths of those to come are not known. */
export function formatEntry(entry: AuditEntry, t: Translate = english): string {
  const [by, to, from, words] = [who(entry), whom(entry), entry.address, why(entry, t)]
  const people = [by, to && `→ ${to}`].filter(Boolean).join(' ')
  const parts = [people, from && t('from {address}', { address: from }), words && `(${words})`]
    .filter(Boolean)
    .join(' ')
  return `${describeSecond(entry.at)}  ${oneLine(entry.event).padEnd(eventWidth)}  ${oneLine(parts)}`.trimEnd()
}

function who({ actor, actor_email }: AuditEntry): string {
  return actor_email ?? shortId(actor)
}

/** Nobody, where they did it to themselves. */
function whom({ actor, subject, subject_email }: AuditEntry): string {
  return subject === actor ? '' : (subject_email ?? shortId(subject))
}

/** An account that is gone has left no more than its id. */
function shortId(id: string | null): string {
  return id?.slice(0, 8) ?? ''
}

function why({ reason, detail, client_id, salt }: AuditEntry, t: Translate): string {
  const facts = Object.entries(detail ?? {})
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? name : `${name} ${describeValue(value)}`))
  const program = client_id === null ? [] : [t('program {id}', { id: client_id })]
  const erased = salt === null ? [t('erased with its account')] : []
  return [...(reason === null ? [] : [reason]), ...facts, ...program, ...erased].join(', ')
}

/** Ids as lists show them. */
function describeValue(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  return isWholeId(value) ? value.slice(0, 8) : value
}
