/**
 * The store did not answer or could not write: busy, full, unreachable. Callers must treat it as "unknown", never as
 * "no": a locked database once told people that their password was wrong (lyftr#25).
 */
export class StoreError extends Error {
  constructor(cause: unknown) {
    super(`The store failed: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause })
    this.name = 'StoreError'
  }
}
