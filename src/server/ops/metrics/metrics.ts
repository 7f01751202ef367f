import { rateLimits } from '../../rate-limit.ts'
import { byLabel, type Family, renderFamilies, single } from './exposition.ts'
import { Histogram } from './histogram.ts'
import { RequestMetrics } from './request-metrics.ts'
import { createRuntimeMetrics } from './runtime-metrics.ts'

const loginOutcomes = ['right', 'wrong', 'unverified', 'disabled'] as const
const refreshOutcomes = ['rotated', 'replayed', 'reused', 'ended', 'unknown', 'too much'] as const

/**
 * What this process has counted since its start, for `/metrics`. Numbers only: nothing here knows of an account, an
 * address or a path. Each call is a few additions, since some are made at every request.
 */
export interface Metrics {
  /** `route` is a pattern such as `/auth/sessions/:id`. */
  answered(method: string, route: string, status: number, seconds: number): void
  loggedIn(outcome: (typeof loginOutcomes)[number]): void
  refreshed(outcome: (typeof refreshOutcomes)[number]): void
  /** By the name of the limit. */
  limited(limit: string): void
  hashBegun(waitedSeconds: number): void
  hashRefused(): void
  overloaded(): void
  storeFailed(): void
  /** All of it in the text format of Prometheus, with what was measured elsewhere. */
  render(gauges: readonly Family[]): string
}

export function createMetrics(version: string): Metrics {
  const requests = new RequestMetrics()
  const hashWaits = new Histogram()
  const runtime = createRuntimeMetrics()
  // Series that begin at 0 let an alert see the first one.
  const logins = new Tally(loginOutcomes)
  const refreshes = new Tally(refreshOutcomes)
  const limits = new Tally(Object.values(rateLimits).map(({ name }) => name))
  const faults = new Tally(['hash', 'overload', 'store'])
  return {
    answered: (method, route, status, seconds) => requests.answered(method, route, status, seconds),
    loggedIn: (outcome) => logins.add(outcome),
    refreshed: (outcome) => refreshes.add(outcome),
    limited: (limit) => limits.add(limit),
    hashBegun: (seconds) => hashWaits.observe(seconds),
    hashRefused: () => faults.add('hash'),
    overloaded: () => faults.add('overload'),
    storeFailed: () => faults.add('store'),
    render: (gauges) =>
      renderFamilies([
        buildInfo(version),
        ...requests.families(),
        ...outcomes(logins, refreshes, limits),
        hashWait(hashWaits),
        ...failures(faults),
        ...gauges,
        ...runtime(),
      ]),
  }
}

class Tally extends Map<string, number> {
  constructor(names: readonly string[]) {
    super(names.map((name) => [name, 0]))
  }

  add(name: string): void {
    this.set(name, (this.get(name) ?? 0) + 1)
  }
}

function buildInfo(version: string): Family {
  const samples = [{ labels: { version, node: process.version }, value: 1 }]
  return { name: 'latchkey_build_info', type: 'gauge', help: 'What runs; always 1.', samples }
}

function outcomes(logins: Tally, refreshes: Tally, limits: Tally): Family[] {
  const type = 'counter'
  const login = { name: 'latchkey_logins_total', type, help: 'Passwords that were checked.' } as const
  const refresh = { name: 'latchkey_refreshes_total', type, help: 'Refresh tokens that came in.' } as const
  const limit = { name: 'latchkey_rate_limit_refusals_total', type, help: 'Tries refused by 429.' } as const
  return [
    byLabel(login, 'outcome', logins),
    byLabel(refresh, 'outcome', refreshes),
    byLabel(limit, 'limit', limits),
  ]
}

function hashWait(waits: Histogram): Family {
  const help = 'How long password work waited for a thread.'
  return { name: 'latchkey_hash_wait_seconds', type: 'histogram', help, samples: waits.samples() }
}

function failures(faults: Tally): Family[] {
  const count = (name: string) => faults.get(name) ?? 0
  return [
    single('latchkey_hash_refusals_total', 'counter', 'Refused: the hash queue was full.', count('hash')),
    single('latchkey_overload_refusals_total', 'counter', 'Refused: too many at once.', count('overload')),
    single('latchkey_store_errors_total', 'counter', 'Requests that the store failed.', count('store')),
  ]
}
