/** Trouble that stands is told again only after a while; another cause is told at once. */
export class Warner {
  #last = Number.NEGATIVE_INFINITY
  #cause: string | undefined

  /** Whether to tell it now; `interval` in ms. */
  isDue(now: number, interval: number, cause = ''): boolean {
    // Told later than now: the clock has been set right since.
    const isFresh = now >= this.#last && now - this.#last < interval
    if (isFresh && cause === this.#cause) return false
    this.#last = now
    this.#cause = cause
    return true
  }
}
