import { randomInt } from 'node:crypto'
import type { Store } from '../../../db/connect.ts'
import type { Secret } from '../secret.ts'

/** What a code proves. Its subject is a registration id, an address and an account id, in this order. */
export type CodePurpose = 'registration' | 'password reset' | 'email change'

/** Without 0 O, 1 I L, 2 Z, 5 S, 8 B and V W next to U: read aloud or off a screen, none is taken for another. */
const alphabet = '34679ACDEFGHJKMNPQRTUXY'
const length = 6
/** Tries per code, whoever makes them. */
const maxAttempts = 5

export type CodeCheck =
  | { outcome: 'right'; email: string | null }
  /** `attemptsLeft` is undefined where no code is waiting. */
  | { outcome: 'wrong'; attemptsLeft: number | undefined }

interface CodeSubject {
  purpose: CodePurpose
  subject: string
}

/** Makes a code and stores its digest; a code that waited for the same subject is void from here on. */
export async function issueCode(
  db: Store,
  secret: Secret,
  input: CodeSubject & { email?: string; lifetime: number },
  now: number,
): Promise<string> {
  const code = drawCode(length)
  const fresh = {
    email: input.email ?? null,
    digest: secret.digest('one-time code', codeMessage(input, code)),
    attempts: 0,
    created_at: now,
    expires_at: now + input.lifetime,
  }
  await db
    .insertInto('one_time_codes')
    .values({ purpose: input.purpose, subject: input.subject, ...fresh })
    .onConflict((conflict) => conflict.columns(['purpose', 'subject']).doUpdateSet(fresh))
    .execute()
  return code
}

/**
 * Checks a code as typed. The try is counted before the comparison, so parallel guesses share the five tries; of
 * parallel right answers one wins. Where there is nobody whose code it could be, the same is done to a row of nobody's:
 * a write more would tell by its time who waits for a code (keycloak#48888).
 */
export async function spendCode(
  db: Store,
  secret: Secret,
  input: Omit<CodeSubject, 'subject'> & { subject: string | undefined; code: string },
  now: number,
): Promise<CodeCheck> {
  const { purpose, subject, code } = input
  if (subject !== undefined) return spendCodeOf(db, secret, { purpose, subject, code }, now)
  await countNobodysTry(db, purpose, now)
  secret.matches('one-time code', codeMessage({ purpose, subject: nobody }, normalizeCode(code)), '')
  return { outcome: 'wrong', attemptsLeft: undefined }
}

async function spendCodeOf(
  db: Store,
  secret: Secret,
  input: CodeSubject & { code: string },
  now: number,
): Promise<CodeCheck> {
  const tried = await db
    .updateTable('one_time_codes')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('purpose', '=', input.purpose)
    .where('subject', '=', input.subject)
    .where('attempts', '<', maxAttempts)
    .where('expires_at', '>', now)
    .returning(['digest', 'attempts', 'email'])
    .executeTakeFirst()
  const message = codeMessage(input, normalizeCode(input.code))
  if (!secret.matches('one-time code', message, tried?.digest ?? '')) {
    return { outcome: 'wrong', attemptsLeft: tried && maxAttempts - tried.attempts }
  }
  const spent = await db
    .deleteFrom('one_time_codes')
    .where('purpose', '=', input.purpose)
    .where('subject', '=', input.subject)
    .where('digest', '=', tried?.digest ?? '')
    .returning('digest')
    .executeTakeFirst()
  return spent
    ? { outcome: 'right', email: tried?.email ?? null }
    : { outcome: 'wrong', attemptsLeft: undefined }
}

/** No subject of ours is this short. */
const nobody = '-'
const day = 24 * 60 * 60 * 1000

/** Made at the first try that needs it, and again when housekeeping has removed it. */
async function countNobodysTry(db: Store, purpose: CodePurpose, now: number): Promise<void> {
  const counted = await db
    .updateTable('one_time_codes')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('purpose', '=', purpose)
    .where('subject', '=', nobody)
    .where('attempts', '>=', 0)
    .where('expires_at', '>', now)
    .returning(['digest', 'attempts', 'email'])
    .executeTakeFirst()
  if (counted) return
  const fresh = { digest: '', attempts: 0, email: null, created_at: now, expires_at: now + day }
  await db
    .insertInto('one_time_codes')
    .values({ purpose, subject: nobody, ...fresh })
    .onConflict((conflict) => conflict.columns(['purpose', 'subject']).doUpdateSet(fresh))
    .execute()
}

/** Takes back a code that may be waiting. */
export async function voidCode(db: Store, { purpose, subject }: CodeSubject): Promise<void> {
  await db
    .deleteFrom('one_time_codes')
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .execute()
}

export function drawCode(letters: number): string {
  return Array.from({ length: letters }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** People type codes in any case, with spaces or dashes. */
export function normalizeCode(typed: string): string {
  return typed.slice(0, 64).replace(/[\s-]/g, '').toUpperCase()
}

function codeMessage({ purpose, subject }: CodeSubject, code: string): string {
  return JSON.stringify([purpose, subject, code])
}
