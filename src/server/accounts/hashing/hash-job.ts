/** What travels between hasher.ts and hash-worker.ts. */
export type HashJob =
  | { kind: 'hash'; password: string; cost: number }
  | { kind: 'verify'; password: string; storedHash: string; cost: number }
  | { kind: 'verifyNothing'; password: string; cost: number }
  | { kind: 'rate'; password: string; hints: readonly string[] }

/** `error` never quotes the password. */
export type HashReply = { value: string | boolean } | { error: string }
