import type { Sample } from './exposition.ts'

/** From what nobody notices to what a client gives up on, in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

/** Counts durations. Written at every request, so it only counts; what Prometheus wants is added up at the scrape. */
export class Histogram {
  readonly #counts: number[] = Array(bounds.length + 1).fill(0)
  #sum = 0

  observe(seconds: number): void {
    let place = 0
    while (place < bounds.length && seconds > (bounds[place] ?? 0)) place += 1
    this.#counts[place] = (this.#counts[place] ?? 0) + 1
    this.#sum += seconds
  }

  samples(labels: Readonly<Record<string, string>> = {}): Sample[] {
    let total = 0
    const buckets = [...bounds, '+Inf' as const].map((bound, place) => {
      total += this.#counts[place] ?? 0
      return { suffix: '_bucket', labels: { ...labels, le: String(bound) }, value: total }
    })
    return [
      ...buckets,
      { suffix: '_sum', labels, value: this.#sum },
      { suffix: '_count', labels, value: total },
    ]
  }
}
