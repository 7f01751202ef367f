import { type Message, message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { CliError, type ExitCode, exitCodes, loginKept } from '../errors.ts'
import { explainFailure } from '../http/exchange-error.ts'
import { writeAnswer } from '../request/answer.ts'
import { deliver } from '../request/delivery.ts'
import { type Plan, planRequest, type RequestOptions } from '../request/plan.ts'
import { isRedirect } from '../request/redirect.ts'
import { placeOf } from '../request/saved-file.ts'
import { environmentToken, variableHint } from '../session.ts'

/** Sends one request with a fresh token, and leaves with a code that says how it was answered. */
export async function request(
  context: Context,
  words: readonly string[],
  options: RequestOptions,
): Promise<ExitCode> {
  const { terminal, target } = context
  const output =
    options.output === undefined || options.output === '-' ? options.output : placeOf(options.output)
  const plan = await planRequest(words, options, target.server)
  const answer = await within(plan, async (signal) => {
    const sent = deliver(context, plan, options.location ?? false, signal)
    const answer = await terminal.whileWaiting(
      message('Waiting for {server}', { server: plan.url.host }),
      sent,
    )
    const paint = await terminal.palette()
    await writeAnswer(answer, {
      output,
      include: options.include ?? false,
      json: terminal.json,
      paint,
    }).catch((error) => {
      throw error instanceof CliError ? error : cutOff(plan, error)
    })
    return answer
  })
  const status = answer.statusCode ?? 0
  if (status >= 400) throw refused(context, plan, status)
  if (isRedirect(answer)) tellRedirect(context, plan, answer.headers.location ?? '')
  return exitCodes.done
}

/** Without what stands behind `?`: it may be a code. */
function tellRedirect({ terminal }: Context, { url }: Plan, location: string): void {
  if (!URL.canParse(location, url.href)) return
  const { origin, pathname } = new URL(location, url.href)
  const words = '{url} sends callers on to {place}; -L goes there.'
  terminal.tell(message(words, { url: url.origin, place: `${origin}${pathname}` }))
}

/** 24 days: a timer of Node's that is set for longer rings at once. Milliseconds. */
const longestTimer = 2 ** 31 - 1

/** Ends it all where --max-time is over, even while nobody reads what was written. */
async function within<T>(plan: Plan, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const giveUp = new AbortController()
  const { maxTime } = plan
  if (maxTime === undefined) return work(giveUp.signal)
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        reject(tooLong(plan))
        giveUp.abort(tooLong(plan))
      },
      Math.min(maxTime, longestTimer),
    )
  })
  return Promise.race([work(giveUp.signal), over]).finally(() => clearTimeout(timer))
}

function tooLong({ url, maxTime = 0 }: Plan): CliError {
  const words = message('{origin} took longer than --max-time {seconds} s.', {
    origin: url.origin,
    seconds: maxTime / 1_000,
  })
  return new CliError(exitCodes.offline, 'too_slow', words, loginKept)
}

function cutOff({ url }: Plan, error: unknown): CliError {
  const { said } = explainFailure(error)
  const words = message('The answer of {origin} broke off: {why}.', { origin: url.origin, why: said })
  return new CliError(exitCodes.offline, 'cut_off', words, 'Nothing was kept of it; try again.', error)
}

/** What the server said about it has been written to standard output. */
function refused({ env }: Context, { url, method }: Plan, status: number): CliError {
  const values = { method, url: `${url.origin}${url.pathname}`, status }
  const words = message('{method} {url} was answered {status}.', values)
  const [code, exitCode, hint] = verdict(status)
  // An environment token beats the stored login silently (gh#3799): an error it caused has to name it.
  if ((status !== 401 && status !== 403) || environmentToken(env) === undefined)
    return new CliError(exitCode, code, words, hint)
  const named: Message = message('{what} The token in AUTH_TOKEN was used.', { what: words })
  return new CliError(exitCode, code, named, variableHint(status === 403))
}

function verdict(status: number): [code: string, ExitCode, hint?: string] {
  if (status === 401) return ['unauthorized', exitCodes.loginNeeded, 'See `auth status` and `auth why`.']
  if (status === 403) return ['forbidden', exitCodes.refused]
  if (status !== 429 && status < 500) return ['request_failed', exitCodes.failed]
  return ['server_unavailable', exitCodes.offline, loginKept]
}
