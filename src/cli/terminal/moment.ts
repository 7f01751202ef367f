import { message } from '../../protocol/messages.ts'
import { parseDuration } from '../duration.ts'
import { usageError } from '../errors.ts'

const day = 86_400_000

/**
 * Reads `2h` (so long ago), a date, or a time of RFC 3339, also as lists show it, into milliseconds. What names no zone is
 * in UTC, as everything that is shown. `edge` says which end of a day a date means. Throws a usage error.
 */
export function parseMoment(text: string, flag: string, edge: 'start' | 'end', now: number): number {
  if (/^\d+[a-z]$/.test(text)) return now - parseDuration(text, flag)
  const [, date, time, zone] =
    /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)([Zz]|[+-]\d\d:\d\d)?)?$/.exec(text) ?? []
  const at = date === undefined ? Number.NaN : Date.parse(`${date}T${time ?? '00:00'}${zone ?? 'Z'}`)
  if (Number.isNaN(at))
    throw usageError(
      message('{flag} {text} is no time.', { flag, text }),
      'Write how long ago (90s, 2h, 30d), a date (2026-11-20), or a time (2026-11-20T14:30:00Z).',
    )
  return time === undefined && edge === 'end' ? at + day : at
}
