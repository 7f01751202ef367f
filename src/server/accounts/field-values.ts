import type { Reading } from './transfer/account-row.ts'

/** Flags and times of an import as databases write them, and how a value is shown in a fault. */

const yes = /^(true|t|yes|1)$/i
const no = /^(false|f|no|0)$/i

/** Absent means no. */
export function readFlag(field: string, raw: unknown): Reading<boolean> {
  const text = typeof raw === 'object' && raw !== null ? 'no text' : String(raw ?? '')
  if (text === '' || no.test(text)) return { value: false }
  if (yes.test(text)) return { value: true }
  return { code: 'flag_malformed', reason: `${field} is ${showValue(raw)}, and neither true nor false` }
}

/** RFC 3339; also with the space and the short offset of PostgreSQL's own output. Absent stays so. */
const timestamp = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:([Zz])|([+-]\d\d)(?::?(\d\d))?)$/

export function readTime(field: string, raw: unknown, now: number): Reading<number | undefined> {
  if (raw === undefined || raw === null || raw === '') return { value: undefined }
  const time = typeof raw === 'string' ? parseTime(raw) : Number.NaN
  const code = 'time_malformed'
  if (!(time >= 0))
    return { code, reason: `${field} is ${showValue(raw)}, and no time such as 2024-05-01T12:00:00Z` }
  if (time > now) return { code, reason: `${field} is ${showValue(raw)}, which is yet to come` }
  return { value: time }
}

function parseTime(text: string): number {
  const [, date = '', time = '', fraction = '', , hours, minutes = '00'] = timestamp.exec(text) ?? []
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0')
  const parsed = Date.parse(`${date}T${time}.${milliseconds}${zone}`)
  // Date.parse takes the 31st of June for the 1st of July.
  return isInCalendar(date) ? parsed : Number.NaN
}

function isInCalendar(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date)
}

const mostShown = 80

const dateLike = /^(?=.*\d)[\d\s.:/TZ+-]{1,30}$/i

/** What else a wrong value may look like and be shown. Everything beyond may be a secret in the wrong place. */
const harmless = [
  /^[\p{L}\p{N}._%+'-]{0,64}@[\p{L}\p{N}.@-]{0,255}$/u, // an address
  /^[\p{L}\p{M}\p{N} .,_'’()@-]{1,64}$/u, // a name or a flag
]

/** A word of a hash or a key, which people's names hardly have: long, with digits among its letters. */
const keyLike = /(?=[\p{L}\p{N}]*\d)(?=[\p{L}\p{N}]*\p{L})[\p{L}\p{N}]{12,}|[\p{L}\p{N}]{32,}/u

/** Quoted and bounded where it looks like what a field holds; nothing else is shown. */
export function showValue(raw: unknown): string {
  if (typeof raw !== 'string') return typeof raw === 'object' ? 'no text' : String(raw).slice(0, mostShown)
  const isShown = dateLike.test(raw) || (!keyLike.test(raw) && harmless.some((shape) => shape.test(raw)))
  if (!isShown) return '(not shown)'
  return JSON.stringify(raw.length > mostShown ? `${raw.slice(0, mostShown)}…` : raw)
}
