/**
 * Ctrl-C, or a polite request to end, ends the program at once, but for one moment: between the server's new refresh token and our writing it down.
 * Dying there would leave a token that soon counts as reused (azure-cli#870: Ctrl-C logged the user out).
 */
export class Interruptions {
  #held = 0
  #waiting = false
  #end: () => void

  /** `end` is what an interruption does when nothing is held. */
  constructor(end: () => void) {
    this.#end = end
  }

  /** From here on this is what an interruption does: for commands that have something of their own to end first. */
  handOver(end: () => void): void {
    this.#end = end
  }

  /** Takes note of one. The second one always ends the program: a person who insists is obeyed. */
  signal(): void {
    if (this.#held === 0 || this.#waiting) this.#end()
    this.#waiting = true
  }

  /** Does the work to its end before an interruption that came meanwhile takes effect. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#held += 1
    try {
      return await work()
    } finally {
      this.#held -= 1
      if (this.#waiting && this.#held === 0) this.#end()
    }
  }

  /**
   * Does the work; an interruption meanwhile has `leave` done first, for `patience` milliseconds at most, instead of
   * waiting for the work. The second one ends the program at once, here too.
   */
  async leaving<T>(leave: () => Promise<unknown>, patience: number, work: () => Promise<T>): Promise<T> {
    const end = this.#end
    let isLeaving = false
    this.#end = () => {
      isLeaving = true
      this.#end = end
      setTimeout(end, patience)
      void leave().then(end, end)
    }
    try {
      return await work()
    } finally {
      // What comes after the work, such as its report, is not for somebody who has left.
      if (isLeaving) await new Promise(() => undefined)
      this.#end = end
    }
  }
}
