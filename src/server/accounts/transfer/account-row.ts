import { noPassword } from '../account.ts'
import { normalizeEmail } from '../email-address.ts'
import { readFlag, readTime, showValue } from '../field-values.ts'
import { readStoredHash, withoutDjangoPrefix } from '../hashing/stored-hash.ts'
import { normalizeUsername, type Username } from '../username.ts'

/** The fields of an import and an export, in the order in which an export has them. */
export const accountFields = [
  'email',
  'username',
  'password_hash',
  'verified',
  'superuser',
  'disabled',
  'created_at',
] as const

export type AccountField = (typeof accountFields)[number]

/** One account of an import, as it will be stored. */
export interface AccountRow {
  /** Of the file, from 1. */
  line: number
  email: string
  username: Username | undefined
  passwordHash: string
  verified: boolean
  superuser: boolean
  disabled: boolean
  /** Epoch milliseconds; undefined for the time of the import. */
  createdAt: number | undefined
}

/** Why a line was not taken. `reason` is the part of a sentence behind `Line 7:`, and never holds a hash. */
export interface LineFault {
  line: number
  code: string
  reason: string
}

/** What a line says of an account, not yet checked. Absent, null and empty mean the same. */
export type RawAccount = Partial<Record<AccountField, unknown>>

/** The field that a column or key names; undefined for an unknown one. */
export function accountField(name: string): AccountField | undefined {
  if (name === 'email_verified') return 'verified'
  return accountFields.find((field) => field === name)
}

/** Checks what can be told without the store; the first fault of the line is the one that is told. */
export function readAccountRow(raw: RawAccount, line: number, now: number): AccountRow | LineFault {
  const email = readEmail(raw.email)
  const username = readUsername(raw.username)
  const passwordHash = readHash(raw.password_hash)
  const verified = readFlag('verified', raw.verified)
  const superuser = readFlag('superuser', raw.superuser)
  const disabled = readFlag('disabled', raw.disabled)
  const createdAt = readTime('created_at', raw.created_at, now)
  const readings = [email, username, passwordHash, verified, superuser, disabled, createdAt]
  const fault = readings.find((reading): reading is ValueFault => 'reason' in reading)
  if (fault) return { line, code: fault.code, reason: fault.reason }
  return {
    line,
    email: taken(email),
    username: taken(username),
    passwordHash: taken(passwordHash),
    verified: taken(verified),
    superuser: taken(superuser),
    disabled: taken(disabled),
    createdAt: taken(createdAt),
  }
}

export interface ValueFault {
  code: string
  reason: string
}

export type Reading<T> = { value: T } | ValueFault

function taken<T>(reading: Reading<T>): T {
  if ('reason' in reading) throw new Error('a value was taken from a fault')
  return reading.value
}

function readEmail(raw: unknown): Reading<string> {
  if (isAbsent(raw)) return { code: 'email_missing', reason: 'the address is missing' }
  const email = typeof raw === 'string' ? normalizeEmail(raw) : undefined
  if (email !== undefined) return { value: email }
  return { code: 'email_malformed', reason: `the address ${showValue(raw)} is no e-mail address` }
}

function readUsername(raw: unknown): Reading<Username | undefined> {
  if (isAbsent(raw)) return { value: undefined }
  const username = typeof raw === 'string' ? normalizeUsername(raw) : undefined
  if (username) return { value: username }
  const rule = "use letters, digits, spaces and . _ ' - and at most 64 of them"
  return { code: 'username_malformed', reason: `the name ${showValue(raw)} cannot be used; ${rule}` }
}

/** Django and /etc/shadow begin with `!` where nobody can log in by a password. */
function readHash(raw: unknown): Reading<string> {
  if (isAbsent(raw) || (typeof raw === 'string' && raw.startsWith('!'))) return { value: noPassword }
  if (typeof raw !== 'string') return { code: 'hash_unusable', reason: 'the password hash is no text' }
  const stored = withoutDjangoPrefix(raw)
  const reading = readStoredHash(stored)
  if (!('fault' in reading)) return { value: stored }
  return { code: 'hash_unusable', reason: `the password hash cannot be used: ${reading.fault}` }
}

function isAbsent(raw: unknown): boolean {
  return raw === undefined || raw === null || raw === ''
}
