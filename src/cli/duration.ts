import { usageError } from './errors.ts'

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads `90s`, `15m`, `12h` or `30d` into milliseconds. Throws a usage error that names the flag. */
export function parseDuration(text: string, flag: string): number {
  const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const factor = units[unit ?? '']
  if (amount === undefined || factor === undefined)
    throw usageError(
      `${flag} ${text} is no duration.`,
      'Write a number and s, m, h or d: 90s, 15m, 12h, 30d.',
    )
  return Number(amount) * factor
}

/** A span of milliseconds in its two largest units, for people: `14m 20s`. */
export function describeDuration(milliseconds: number): string {
  let rest = Math.max(0, Math.round(milliseconds / 1_000))
  const parts: string[] = []
  for (const [name, seconds] of [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
    ['s', 1],
  ] as const) {
    const amount = Math.floor(rest / seconds)
    rest -= amount * seconds
    if (amount > 0 && parts.length < 2) parts.push(`${amount}${name}`)
  }
  return parts.join(' ') || '0s'
}
