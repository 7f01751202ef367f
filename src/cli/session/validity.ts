import { parseDuration } from '../duration.ts'
import type { Wish } from '../session.ts'

/** How long a token that is given to another program stays good, where nobody asks for more: a clone takes a while. Milliseconds. */
export const usualValidity = 60_000

/** The wish of --min-validity. */
export function readValidity(asked: string | undefined): Wish & { minValidity: number } {
  if (asked === undefined) return { minValidity: usualValidity }
  return { minValidity: parseDuration(asked, '--min-validity'), exact: true }
}
