import { isIPv6 } from 'node:net'
import type { Deps } from '../deps.ts'
import { giveBack, type RateLimited, takeTurns } from '../rate-limit.ts'

/** Counts a try against each limit; throws `too_many_requests`. Does nothing where limits are off (load tests). */
export async function limitTries(deps: Deps, limited: readonly RateLimited[], now: number): Promise<void> {
  if (deps.config.rateLimits) await takeTurns(deps.db, limited.map(bySource), now)
}

/** A success costs nothing. */
export async function forgiveTries(deps: Deps, limited: readonly RateLimited[]): Promise<void> {
  if (deps.config.rateLimits) await giveBack(deps.db, limited.map(bySource))
}

/** Whoever has one IPv6 address has 2^64 of them: the first half of it is what counts (RFC 6177 §2). */
function bySource([limit, subject]: RateLimited): RateLimited {
  return [limit, subject !== undefined && isIPv6(subject) ? networkOf(subject) : subject]
}

function networkOf(address: string): string {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array(Math.max(0, 8 - before.length - after.length)).fill('0')
  const groups = [...before, ...zeros, ...after].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
