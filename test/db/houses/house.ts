import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from '../../../src/protocol/endpoints.ts'
import type { StoreKind } from '../../support/stores.ts'

/** Stores as released programs left them (README.md), and what their people know. */
export interface House extends Record<StoreKind, Dwelling> {
  /** The newest migration of the program that made it. */
  schema: string
  /** Of that program. */
  commit: string
}

/** One of the two stores of a house; what its program did not have yet is missing. */
export interface Dwelling {
  /** When it was written down: what was short-lived is good then. */
  at: string
  issuer: string
  /** What that program said of Ann. */
  me: Account
  /** Ann's, of a session that was refreshed twice. */
  access: string
  /** Of the same session in the order of their making; the last is of one that Ann has left. */
  refresh: Record<'used' | 'previous' | 'current' | 'ended', string>
  /** In letters: for Bob, who has not proved his address yet, and for Ann, who forgot her password. */
  codes: Record<'verification' | 'reset', string>
  /** Ann's personal one. */
  token?: string
  client?: { client_id: string; client_secret: string }
  /** Waits for a yes. */
  device?: { device_code: string; user_code: string }
  /** To become a superuser. */
  invite?: string
}

/** The secret key of every house. Thirty-two bytes that anybody may read. */
export const secretKey = Buffer.from('test houses only, guards nothing')

export const root = 'root@example.com'
export const ann = 'ann@example.com'
/** Has registered, and not proved the address. */
export const bob = 'bob@example.com'
/** Disabled. */
export const carol = 'carol@example.com'
/** Everybody's. */
export const password = 'seven brisk otters juggle lanterns'

/** All of them, oldest first. */
export const houses: readonly House[] = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')))

export function readDump({ schema }: House, kind: StoreKind): string {
  return readFileSync(fileOf(schema, `${kind}.sql`), 'utf8')
}

/** Such as `0001.sqlite.sql`. */
export function fileOf(schema: string, ending: string): string {
  return join(import.meta.dirname, `${schema.slice(0, 4)}.${ending}`)
}
