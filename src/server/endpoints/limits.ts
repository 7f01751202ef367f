import type { Deps } from '../deps.ts'
import { giveBack, type RateLimited, takeTurns } from '../rate-limit.ts'

/** Counts a try against each limit; throws `too_many_requests`. Does nothing where limits are off (load tests). */
export async function limitTries(deps: Deps, limited: readonly RateLimited[], now: number): Promise<void> {
  if (deps.config.rateLimits) await takeTurns(deps.db, limited, now)
}

/** A success costs nothing. */
export async function forgiveTries(deps: Deps, limited: readonly RateLimited[]): Promise<void> {
  if (deps.config.rateLimits) await giveBack(deps.db, limited)
}
