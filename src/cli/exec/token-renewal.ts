import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { toCliError } from '../errors.ts'
import { accessToken, type Bearer } from '../session.ts'

/** Milliseconds that a token is renewed before its end, if it lives that long twice. */
const early = 60_000
/** A machine that slept, or a clock that was set, is noticed within this. */
const longestNap = 15_000
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
      due = Date.now() + pause
      ;[pause, failing] = [Math.min(pause * 2, longestNap), true]
    }
  }
  const nap = (): void => {
    if (stopped || due === undefined) return
    timer = setTimeout(
      async () => {
        if (due !== undefined && Date.now() >= due) {
          running = renew()
          await running
        }
        nap()
      },
      Math.min(Math.max(due - Date.now(), 50), longestNap),
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
function dueOf({ expiresAt }: Bearer): number | undefined {
  if (expiresAt === undefined) return undefined
  return expiresAt - Math.min(early, (expiresAt - Date.now()) / 2)
}
