import { randomBytes } from 'node:crypto'
import type { Letter } from '../../../src/server/mail/letter.ts'
import { createSecret } from '../../../src/server/secret.ts'

export const code = 'K7M2XQ'

export const sampleLetter: Letter = {
  subject: 'Your code',
  text: `Hello,\n\n${code}\n\nBye\n`,
  html: `<p>${code}</p>`,
}

export const start = Date.UTC(2026, 10, 21, 12)

/** A clock that moves when it is told to. */
export function createClock(at = start) {
  let current = at
  return {
    now: () => current,
    pass: (milliseconds: number) => {
      current += milliseconds
    },
  }
}

export function randomSecret() {
  return createSecret([randomBytes(32)])
}
