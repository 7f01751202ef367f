/** One line of RESULTS.md. Absolute values depend on the machine; only the ratio is compared with the aim. */
export interface Result {
  what: string
  figure: string
  baseline: string
  ratio: string
  aim: string
  isMet: boolean
}

/** A pair measured one right after the other, so that the noise of the machine hits both. */
export interface Round {
  figure: number
  baseline: number
}

export interface Summary extends Round {
  /** Of the rounds' own ratios: a noisy round spoils itself and no other. */
  ratio: number
  difference: number
}

/** A round that is not counted, then `count` rounds; the median of each number. */
export async function measureRounds(count: number, measure: () => Promise<Round>): Promise<Summary> {
  await measure()
  const rounds: Round[] = []
  while (rounds.length < count) rounds.push(await measure())
  return {
    figure: median(rounds.map((round) => round.figure)),
    baseline: median(rounds.map((round) => round.baseline)),
    ratio: median(rounds.map((round) => round.figure / round.baseline)),
    difference: median(rounds.map((round) => round.figure - round.baseline)),
  }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The smallest value that at least `share` of all do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new Error('nothing was measured')
  return value
}

export function perSecond(rate: number): string {
  return `${rate >= 100 ? Math.round(rate) : rate.toFixed(2)}/s`
}

export function inMs(ms: number): string {
  return `${ms.toFixed(1)} ms`
}
