import { isAbsolute, resolve } from 'node:path'
import { storeKind } from '../../../db/connect.ts'
import type { Reader, Reading } from './reading.ts'

const millisecondsPer = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `90s`, `15m`, `12h`, `30d` in milliseconds; undefined for anything else. */
function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,7})([smhd])$/.exec(text) ?? []
  return count && unit ? Number(count) * millisecondsPer[unit as keyof typeof millisecondsPer] : undefined
}

/** Milliseconds, both bounds included. */
export function duration(least: string, most: string): Reader<number> {
  const from = parseDuration(least) ?? 0
  const to = parseDuration(most) ?? 0
  return (text) => {
    const value = parseDuration(text)
    if (value !== undefined && value >= from && value <= to) return { value }
    return { fault: `must be a duration from ${least} to ${most}, written like 90s, 15m, 12h or 30d` }
  }
}

/** `off` is 0. */
export function orOff(read: Reader<number>): Reader<number> {
  return (text, dataDir) => {
    if (text.toLowerCase() === 'off') return { value: 0 }
    const reading = read(text, dataDir)
    return 'fault' in reading ? { fault: `${reading.fault}, or off` } : reading
  }
}

export function wholeNumber(least: number, most: number): Reader<number> {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    return value >= least && value <= most
      ? { value }
      : { fault: `must be a whole number from ${least} to ${most}` }
  }
}

/** One of the table's words in any case, as the value that it stands for. */
export function oneOf<T>(table: Readonly<Record<string, T>>): Reader<T> {
  const words = new Map(Object.entries(table))
  const names = [...words.keys()]
  const list = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
  return (text) => {
    const word = text.toLowerCase()
    const value = words.get(word)
    return value === undefined ? { fault: `must be ${list}` } : { value }
  }
}

/** An absolute path. */
export const readDirectory: Reader<string> = (text) => {
  if (text.includes('\0')) return { fault: 'must be a path without NUL characters' }
  if (text.startsWith('~')) return { fault: 'must be a whole path: only shells know what ~ stands for' }
  return { value: resolve(text) }
}

/** The URL with an absolute file: every command must meet the same store, whatever folder it is started in. */
export const readDatabaseUrl: Reader<string> = (text, dataDir) => {
  const kind = storeKind(text)
  const fault =
    'must be sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE (escape special characters by %XX)'
  if (kind === 'postgres') return URL.canParse(text) ? { value: text } : { fault }
  if (kind !== 'sqlite') return { fault }
  const file = text.slice('sqlite:'.length)
  if (file.includes(':memory:')) return { fault: 'must name a file: a store in memory is lost at each stop' }
  const place = readDirectory(file, dataDir)
  if ('fault' in place) return place
  return { value: `sqlite:${isAbsolute(file) ? resolve(file) : resolve(dataDir, file)}` }
}

/** Keys of 32 bytes in hex, separated by commas. */
export function readSecretKeys(text: string): Reading<readonly Buffer[]> {
  const parts = text.split(',').map((part) => part.trim())
  if (!parts.every((part) => /^[0-9a-f]{64}$/i.test(part))) {
    return { fault: 'must be 64 hex digits (openssl rand -hex 32), or several such keys separated by commas' }
  }
  const keys = parts.map((part) => Buffer.from(part, 'hex'))
  // 32 random bytes with fewer than 16 different ones happen once in 10^12 keys: this one was typed.
  if (keys.some((key) => new Set(key).size < 16)) {
    return { fault: 'must be random: take the output of openssl rand -hex 32' }
  }
  return { value: Object.freeze(keys) }
}
