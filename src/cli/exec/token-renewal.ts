import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { toCliError } from '../errors.ts'
import { accessToken, type Bearer } from '../session.ts'
import { dueIn, isDue, leftUntil, type Moment, thisMoment } from './due.ts'

/** Milliseconds that a token is renewed before its end, if it lives that long twice. */
const early = 60_000
/** A machine that slept, or a clock that was set, is noticed within this. */
const longestNap = 15_000
/** Not more often than this, however short tokens live: one with `expires_in` 0 was renewed twenty times a second. */
const leastPause = 1_000
/** After a failure; doubled until `longestNap`. */
const firstPause = 1_000

export interface Renewal {
  /** Stops it; a renewal under way is finished first, so that what the server sent is written down. */
  stop(): Promise<void>
}

/**
 * Hands over a new token each time before the last one runs out. A failure keeps the old one, is said once, and is tried
 * again until it works.
 */
export function keepRenewing(context: Context, first: Bearer, use: (bearer: Bearer) => void): Renewal {
  const quiet = context.inBackground()
  let [bearer, due] = [first, dueOf(first)]
  let [pause, failing] = [firstPause, false]
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const renew = async (): Promise<void> => {
    try {
      const next = await accessToken(quiet, { not: bearer.token })
      use(next)
      if (failing) context.terminal.tell('The access token could be renewed again.')
      ;[bearer, due] = [next, dueOf(next)]
      ;[pause, failing] = [firstPause, false]
    } catch (error) {
      if (!failing) {
        const why = toCliError(error).said
        context.terminal.warn(
          message('The access token could not be renewed; the old one stays and it is tried again: {why}', {
            why,
          }),
        )
      }
      due = dueIn(pause, thisMoment())
      ;[pause, failing] = [Math.min(pause * 2, longestNap), true]
    }
  }
  const nap = (): void => {
    if (stopped || due === undefined) return
    timer = setTimeout(
      async () => {
        if (due !== undefined && isDue(due, thisMoment())) {
          running = renew()
          await running
        }
        nap()
      },
      Math.min(Math.max(leftUntil(due, thisMoment()), 50), longestNap),
    )
  }
  nap()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** When to renew it; undefined for a token that nobody here can renew. */
function dueOf({ expiresAt }: Bearer): Moment | undefined {
  if (expiresAt === undefined) return undefined
  const now = thisMoment()
  const left = expiresAt - now.wall
  return dueIn(Math.max(left - Math.min(early, left / 2), leastPause), now)
}
