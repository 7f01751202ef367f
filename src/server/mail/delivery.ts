import { setTimeout as delay } from 'node:timers/promises'
import type { Store } from '../../../db/connect.ts'
import type { Secret } from '../secret.ts'
import { hastenLetters, type LeasedLetter, leaseLetter, recordFailure, recordSent } from './lease.ts'
import type { SendOutcome } from './send-outcome.ts'
import type { SmtpTransport } from './transport.ts'

export interface DeliveryDeps {
  db: Store
  secret: Secret
  transport: SmtpTransport
  now: () => number
}

export interface DeliveryOptions {
  /** Sends now what waits for a later attempt too. */
  ignoreSchedule?: boolean
  /** Whose letters are sent; everybody's without it. */
  to?: string
  /** Ends the round before the next letter. */
  signal?: AbortSignal
  onOutcome?: (letter: LeasedLetter, outcome: SendOutcome) => void
}

/** How many letters came to which end. */
export type DeliveryCounts = Record<SendOutcome['kind'], number>

const parallel = 4

/** Sends what is due and returns when nothing is. Throws StoreError where the store fails, never because of SMTP. */
export async function sendDue(deps: DeliveryDeps, options: DeliveryOptions = {}): Promise<DeliveryCounts> {
  const { to } = options
  if (options.ignoreSchedule) await hastenLetters(deps.db, to === undefined ? {} : { to }, deps.now())
  const counts: DeliveryCounts = { sent: 0, refused: 0, failed: 0 }
  const lanes = Array.from({ length: parallel }, () => sendOneByOne(deps, options, counts))
  const ends = await Promise.allSettled(lanes)
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return counts
}

async function sendOneByOne(
  deps: DeliveryDeps,
  options: DeliveryOptions,
  counts: DeliveryCounts,
): Promise<void> {
  while (!options.signal?.aborted) {
    const letter = await leaseLetter(deps.db, deps.secret, deps.now(), options.to)
    if (!letter) return
    const outcome = await deps.transport.send(letter)
    counts[outcome.kind] += 1
    options.onOutcome?.(letter, outcome)
    await recordFirmly(() => record(deps, letter, outcome), options.signal)
  }
}

function record({ db, now }: DeliveryDeps, letter: LeasedLetter, outcome: SendOutcome): Promise<void> {
  if (outcome.kind === 'sent') return recordSent(db, letter, now())
  return recordFailure(db, letter, { permanent: outcome.kind === 'refused', error: outcome.reason }, now())
}

/** Together shorter than what is left of the lease. */
const pauses = [100, 500, 2_000, 5_000, 10_000, 20_000]

/**
 * The letter is out, so a store that fails now is asked again while the lease holds: forgotten, the same letter would go
 * out once more (kratos#3175).
 */
async function recordFirmly(work: () => Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  for (const pause of pauses) {
    try {
      return await work()
    } catch (error) {
      if (signal?.aborted) throw error
      await delay(pause, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {})
    }
  }
  return work()
}
