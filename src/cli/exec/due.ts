/** One moment by two clocks, in milliseconds. */
export interface Moment {
  /** The time of day: runs on while the machine sleeps, and can be set. */
  wall: number
  /** Since some start: cannot be set, and may stand still while the machine sleeps. */
  steady: number
}

export function thisMoment(): Moment {
  return { wall: Date.now(), steady: performance.now() }
}

/** The moment that many milliseconds from now. */
export function dueIn(span: number, { wall, steady }: Moment): Moment {
  return { wall: wall + span, steady: steady + span }
}

/**
 * By whichever clock is there first: a laptop that slept is late by the wall alone, and where the time of day was set back
 * an hour only the steady one tells that a token is over.
 */
export function isDue(due: Moment, now: Moment): boolean {
  return leftUntil(due, now) <= 0
}

export function leftUntil(due: Moment, now: Moment): number {
  return Math.min(due.wall - now.wall, due.steady - now.steady)
}
