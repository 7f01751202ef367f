import { type DeliveryDeps, sendDue } from './delivery.ts'
import type { LeasedLetter } from './lease.ts'
import type { SendOutcome } from './send-outcome.ts'

export interface MailLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export interface MailWorker {
  /** Sends at once what a commit has just put into the outbox. Returns at once; never throws. */
  wake(): void
  /** Resolves within two seconds; closes the transport. What was being sent is given back to the outbox. */
  stop(): Promise<void>
}

const pollInterval = 3_000
const patience = 1_500
const lastWords = 400

/** Sends the outbox in the background until it is stopped. Trouble with the store or with SMTP is logged and retried. */
export function startMailWorker(deps: DeliveryDeps & { log: MailLog }): MailWorker {
  const stopping = new AbortController()
  const trouble = createTroubleLog(deps.log)
  let round: Promise<void> | undefined
  let again = false

  const sendRound = async () => {
    try {
      await sendDue(deps, { signal: stopping.signal, onOutcome: trouble.onOutcome })
      trouble.onStore(undefined)
    } catch (error) {
      trouble.onStore(error)
    }
  }
  const wake = () => {
    if (stopping.signal.aborted) return
    again = round !== undefined
    round ??= sendRound().then(() => {
      round = undefined
      if (again) wake()
    })
  }
  const timer = setInterval(wake, pollInterval).unref()
  wake()

  return {
    wake,
    stop: async () => {
      clearInterval(timer)
      stopping.abort()
      await within(patience, round)
      deps.transport.close()
      await within(lastWords, round)
    },
  }
}

async function within(milliseconds: number, work: Promise<void> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const end = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work, end])
  clearTimeout(timer)
}

/** Says what is wrong once, not at each attempt, and says when it is over. A dead letter is always said. */
function createTroubleLog(log: MailLog) {
  let smtp: string | undefined
  let store = false
  return {
    onOutcome({ id, attempt }: LeasedLetter, outcome: SendOutcome): void {
      if (outcome.kind === 'refused') {
        log.error({ letter: id, attempt, reason: outcome.reason }, 'a letter was refused for good')
      } else if (outcome.kind === 'failed') {
        if (smtp !== outcome.reason) {
          log.warn(
            { letter: id, attempt, reason: outcome.reason },
            'mail cannot be sent now; letters wait in the outbox',
          )
        }
        smtp = outcome.reason
      } else {
        if (smtp !== undefined) log.info({}, 'mail can be sent again')
        smtp = undefined
      }
    },
    onStore(error: unknown): void {
      if (error !== undefined && !store)
        log.error({ err: error }, 'the outbox cannot be read or written; trying again')
      if (error === undefined && store) log.info({}, 'the outbox can be read and written again')
      store = error !== undefined
    },
  }
}
