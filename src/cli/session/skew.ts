import { describeDuration } from '../duration.ts'
import type { Translate } from '../language.ts'

/** Clocks that differ by less than this do no harm worth a word. Milliseconds. */
const worthAWord = 5_000

/**
 * How far this machine's clock is ahead of the server's, in milliseconds (behind: below zero), by the `Date` of an answer
 * that took `took`. Undefined where the difference is small, or lost in the time that the answer took.
 */
export function measureSkew(date: string | undefined, askedAt: number, took: number): number | undefined {
  const theirs = Date.parse(date ?? '')
  if (Number.isNaN(theirs)) return undefined
  // A `Date` has whole seconds (RFC 9110 §5.6.7): on average half a second has passed since.
  const skew = askedAt + took / 2 - (theirs + 500)
  return Math.abs(skew) > worthAWord + took / 2 ? Math.round(skew) : undefined
}

export function describeSkew(skew: number, t: Translate): string {
  const span = describeDuration(Math.abs(skew), t)
  return skew > 0
    ? t("This machine's clock is {span} ahead of the server's.", { span })
    : t("This machine's clock is {span} behind the server's.", { span })
}
