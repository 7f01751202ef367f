import { expect, test } from 'vitest'
import { createHost, password } from '../../support/processes.ts'

/*
 * That the time tells nothing is shown by bench/equal-work.ts; that an answer never leaves before its tick, and that every
 * route that asks about an address waits for it, is shown here.
 */
const email = 'nobody@example.org'
const asked: ReadonlyArray<readonly [path: string, body: object, status: number]> = [
  ['/auth/login', { email, password }, 401],
  ['/auth/login', { no: 'credentials' }, 401],
  ['/auth/register/verification_code', { email, verification_code: 'AAAAAA' }, 401],
  ['/auth/register/resend', { email }, 202],
  ['/auth/password/forgot', { email }, 202],
  ['/auth/password/reset', { email, code: 'AAAAAA', new_password: 'seven brisk otters juggle plums' }, 401],
]

test('an answer about an address leaves at a full tick of 10 ms, whatever work was behind it (keycloak#48888)', async () => {
  const server = await createHost().serve({ again: true })
  for (const [path, body, status] of asked) {
    const headers = { 'content-type': 'application/json' }
    const started = performance.now()
    const answer = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    const took = performance.now() - started
    expect([path, answer.status]).toEqual([path, status])
    expect(took).toBeGreaterThan(10)
  }
})
