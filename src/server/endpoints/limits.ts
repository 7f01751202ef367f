import { ProtocolError } from '../../protocol/errors.ts'
import { message } from '../../protocol/messages.ts'
import { recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { forgive, type RateLimited, rateLimits, takeTurns } from '../rate-limit.ts'
import { sourceOf } from '../source-network.ts'
import type { RequestContext } from './router.ts'

/** Counts a try against each limit; throws `too_many_requests`. Does nothing where limits are off (load tests). */
export async function limitTries(
  deps: Deps,
  c: RequestContext,
  limited: readonly RateLimited[],
): Promise<void> {
  if (!deps.config.rateLimits) return
  const refusal = await takeTurns(deps.db, limited.map(bySource), c.get('now'))
  if (!refusal) return
  deps.metrics.limited(refusal.limit.name)
  await noteRefusal(deps, c, refusal.limit.name)
  const { retryAfter } = refusal
  const detail = message('Too many tries; try again in {seconds} s.', { seconds: retryAfter })
  throw new ProtocolError('too_many_requests', detail, { retryAfter })
}

/** What somebody changes of their own account: no script that runs wild may fill the store or the audit log with it. */
export async function limitChanges(deps: Deps, c: RequestContext, accountId: string): Promise<void> {
  await limitTries(deps, c, [[rateLimits.changeAccount, accountId]])
}

/** Once a minute and source: whoever hammers must not be able to fill the audit log. */
async function noteRefusal({ db }: Deps, c: RequestContext, limit: string): Promise<void> {
  const [now, address] = [c.get('now'), c.get('address')]
  if (await takeTurns(db, [[rateLimits.refusalNote, `${limit} ${sourceOf(address ?? '')}`]], now)) return
  await recordAudit(db, { event: 'refused', reason: limit, address }, now)
}

/** A success costs nothing. */
export async function forgiveTries(
  deps: Deps,
  c: RequestContext,
  limited: readonly RateLimited[],
): Promise<void> {
  if (deps.config.rateLimits) await forgive(deps.db, limited.map(bySource), c.get('now'))
}

/** What is tried at somebody, from where this request comes; undefined where either is not known. */
export function pairOf(c: RequestContext, subject: string | undefined): string | undefined {
  const address = c.get('address')
  return address === undefined || subject === undefined ? undefined : `${subject} ${sourceOf(address)}`
}

function bySource([limit, subject]: RateLimited): RateLimited {
  return [limit, subject === undefined ? undefined : sourceOf(subject)]
}
