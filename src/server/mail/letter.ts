import type { Secret } from '../secret.ts'

export interface Letter {
  subject: string
  text: string
  html: string
}

/** Letters carry codes, so the outbox holds them encrypted. */
export function sealLetter(secret: Secret, letter: Letter): string {
  return secret.seal('outbox letter', JSON.stringify(letter))
}

/** Undefined where the secret key that sealed it is gone. */
export function openLetter(secret: Secret, sealed: string): Letter | undefined {
  const json = secret.open('outbox letter', sealed)
  return json === undefined ? undefined : (JSON.parse(json) as Letter)
}
