import { type Message, message } from '../../protocol/messages.ts'
import { english, type Translate } from '../language.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long ago a time of the wire is, or how far away: `3 min ago`, `in 12 days`; beyond two months its date. */
export function describeTime(time: string, now: number, t: Translate = english): string {
  const at = Date.parse(time)
  if (Number.isNaN(at)) return '-'
  const span = Math.abs(now - at)
  if (span < minute) return now < at ? t('in a moment') : t('just now')
  if (span >= 60 * day) return new Date(at).toISOString().slice(0, 10)
  // What is past is rounded down, what is to come up: a token made for 30 days dies "in 30 days".
  return now < at
    ? t('in {span}', { span: describeSpan(span, Math.ceil) })
    : t('{span} ago', { span: describeSpan(span, Math.floor) })
}

function describeSpan(span: number, round: (amount: number) => number): Message {
  if (round(span / minute) < 60) return message('{count} min', { count: round(span / minute) })
  if (round(span / hour) < 48) return message('{count} h', { count: round(span / hour) })
  return message('{count} days', { count: round(span / day) })
}
