import type { Deps } from '../deps.ts'

const [shortestKeep, longestKeep] = [10_000, 300_000]

/**
 * Whoever asks often, or by many programs, must not have the tables counted each time: an answer is kept for 10 s, and longer
 * where it took long, five minutes at most, so that about 1 % of the time goes into it. A failure is not kept.
 */
export function keepFor<T>({ now }: Pick<Deps, 'now'>, read: () => Promise<T>): () => Promise<T> {
  let kept: { value: Promise<T>; from: number; until: number } | undefined
  return () => {
    // A clock that was set back would keep it for as long.
    if (kept && now() >= kept.from && now() < kept.until) return kept.value
    const started = performance.now()
    const fresh = { value: read(), from: now(), until: now() + shortestKeep }
    kept = fresh
    fresh.value.then(
      () => {
        const worth = 100 * (performance.now() - started)
        fresh.until = now() + Math.min(Math.max(shortestKeep, worth), longestKeep)
      },
      () => {
        fresh.until = 0
      },
    )
    return fresh.value
  }
}
