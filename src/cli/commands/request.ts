import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { CliError, type ExitCode, exitCodes, toCliError } from '../errors.ts'
import { explainFailure } from '../exchange-error.ts'
import { writeAnswer } from '../request/answer.ts'
import { deliver } from '../request/delivery.ts'
import { type Plan, planRequest, type RequestOptions } from '../request/plan.ts'

/** Sends one request with a fresh token, and leaves with a code that says how it was answered. */
export async function request(
  context: Context,
  words: readonly string[],
  options: RequestOptions,
): Promise<ExitCode> {
  const { terminal, target } = context
  const plan = planRequest(words, options, target.server)
  const giveUp = new AbortController()
  const timer =
    plan.maxTime === undefined ? undefined : setTimeout(() => giveUp.abort(tooLong(plan)), plan.maxTime)
  const sent = deliver(context, plan, options.location ?? false, giveUp.signal)
  const answer = await terminal.whileWaiting(message('Waiting for {server}', { server: plan.url.host }), sent)
  giveUp.signal.addEventListener('abort', () => answer.destroy(giveUp.signal.reason))
  const { output, include = false } = options
  await writeAnswer(answer, { output, include, json: terminal.json }).catch((error) => {
    throw giveUp.signal.aborted ? giveUp.signal.reason : cutOff(plan, error)
  })
  clearTimeout(timer)
  const status = answer.statusCode ?? 0
  if (status >= 400) throw refused(plan, status)
  return exitCodes.done
}

function tooLong({ url, maxTime = 0 }: Plan): CliError {
  const words = message('{origin} took longer than --max-time {seconds} s.', {
    origin: url.origin,
    seconds: maxTime / 1_000,
  })
  return new CliError(exitCodes.offline, 'too_slow', words, 'Your login is kept; try again later.')
}

/** A file of ours that cannot be written is no fault of the server's. */
function cutOff({ url }: Plan, error: NodeJS.ErrnoException): CliError {
  const known = toCliError(error)
  if (known.code !== 'internal') return known
  const { said } = explainFailure(error)
  const words = message('The answer of {origin} broke off: {why}.', { origin: url.origin, why: said })
  return new CliError(exitCodes.offline, 'cut_off', words, 'Nothing was kept of it; try again.', error)
}

/** What the server said about it has been written to standard output. */
function refused({ url, method }: Plan, status: number): CliError {
  const words = message('{method} {url} was answered {status}.', {
    method,
    url: `${url.origin}${url.pathname}`,
    status,
  })
  if (status === 401)
    return new CliError(exitCodes.loginNeeded, 'unauthorized', words, 'See `auth status` and `auth why`.')
  if (status === 403) return new CliError(exitCodes.refused, 'forbidden', words)
  if (status === 429 || status >= 500)
    return new CliError(
      exitCodes.offline,
      'server_unavailable',
      words,
      'Your login is kept; try again later.',
    )
  return new CliError(exitCodes.failed, 'request_failed', words)
}
