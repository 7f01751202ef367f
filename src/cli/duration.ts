import { message } from '../protocol/messages.ts'
import { usageError } from './errors.ts'
import { english, type Translate } from './language.ts'

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads `90s`, `15m`, `12h` or `30d` into milliseconds. Throws a usage error that names the flag. */
export function parseDuration(text: string, flag: string): number {
  const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const factor = units[unit ?? '']
  if (amount === undefined || factor === undefined)
    throw usageError(
      message('{flag} {text} is no duration.', { flag, text }),
      'Write a number and s, m, h or d: 90s, 15m, 12h, 30d.',
    )
  return Number(amount) * factor
}

/** A span of milliseconds in its two largest units, for people: `14m 20s`. */
export function describeDuration(milliseconds: number, t: Translate = english): string {
  let rest = Math.max(0, Math.round(milliseconds / 1_000))
  const parts: string[] = []
  for (const [unit, seconds] of [
    [message('{amount}d'), 86_400],
    [message('{amount}h'), 3_600],
    [message('{amount}m'), 60],
    [message('{amount}s'), 1],
  ] as const) {
    const amount = Math.floor(rest / seconds)
    rest -= amount * seconds
    if (amount > 0 && parts.length < 2) parts.push(t({ ...unit, values: { amount } }))
  }
  return parts.join(' ') || t('{amount}s', { amount: 0 })
}
