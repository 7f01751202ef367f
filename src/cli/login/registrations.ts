import { join } from 'node:path'
import type { Registration } from '../../protocol/endpoints.ts'
import { readText, writeAtomically } from '../files.ts'

/** A registration that waits for its code, so that `auth verify` knows it in another terminal, too. */
export interface Pending {
  server: string
  email: string
  registration_id: string
  /** Milliseconds. */
  created_at: number
}

/** What waits at a server, the newest first. A file that cannot be read counts as empty: the server knows better. */
export function pendingAt(folder: string, server: string): Pending[] {
  return readAll(folder).filter((each) => each.server === server)
}

/** Remembers a registration in the place of an earlier one of the same address. */
export function addPending(folder: string, server: string, registration: Registration): void {
  const { email, registration_id } = registration
  const pending = { server, email, registration_id, created_at: Date.now() }
  writeAll(folder, [pending, ...readAll(folder).filter((each) => !isSame(each, server, email))])
}

/** Forgets a registration that is done. One that could not be removed does no harm, so this never fails. */
export function removePending(folder: string, server: string, email: string): void {
  const all = readAll(folder)
  const rest = all.filter((each) => !isSame(each, server, email))
  try {
    if (rest.length < all.length) writeAll(folder, rest)
  } catch {
    return
  }
}

/** Addresses are compared as the server compares them: without regard to case. */
export function isSame(pending: Pending, server: string, email: string): boolean {
  return pending.server === server && pending.email.toLowerCase() === email.toLowerCase()
}

function readAll(folder: string): Pending[] {
  try {
    const value: unknown = JSON.parse(readText(pathOf(folder)) ?? '')
    const { registrations } = value as { registrations?: unknown }
    return Array.isArray(registrations) ? registrations.filter(isPending) : []
  } catch {
    return []
  }
}

function isPending(value: Partial<Pending> | null): value is Pending {
  return ['server', 'email', 'registration_id'].every(
    (key) => typeof value?.[key as keyof Pending] === 'string',
  )
}

function writeAll(folder: string, registrations: Pending[]): void {
  writeAtomically(pathOf(folder), `${JSON.stringify({ version: 1, registrations })}\n`)
}

function pathOf(folder: string): string {
  return join(folder, 'registrations.json')
}
