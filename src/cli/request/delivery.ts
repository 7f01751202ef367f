import type { ClientRequest, IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream'
import { message } from '../../protocol/messages.ts'
import { unanswered } from '../client.ts'
import type { Context } from '../context.ts'
import { CliError, exitCodes } from '../errors.ts'
import { ExchangeError } from '../exchange-error.ts'
import { mayHaveToken, requireOrigin } from '../origins.ts'
import { openUpstream, reach, type Upstream } from '../relay-upstream.ts'
import { accessToken, environmentToken } from '../session.ts'
import { version } from '../version.ts'
import { type Plan, readUrl } from './plan.ts'
import { traceAnswer, traceRequest } from './trace.ts'

/** More handshakes than this settle nothing. */
const mostHandshakes = 3
const mostRedirects = 10

/**
 * Sends a request as the account that is logged in: with a fresh token, and once more with another one where the first was
 * refused and the body is still there. With `follow` it goes where it is sent, and the token only to origins that may
 * have it.
 */
export async function deliver(
  context: Context,
  plan: Plan,
  follow: boolean,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  requireOrigin(context.target, plan.url.origin)
  let next = plan
  for (let redirects = 0; ; redirects += 1) {
    const answer = await deliverOnce(context, next, signal)
    const elsewhere = follow ? redirected(context, next, answer) : undefined
    if (elsewhere === undefined) return answer
    if (redirects === mostRedirects)
      throw failed(
        'too_many_redirects',
        message('{origin} sends callers around in circles.', { origin: plan.url.origin }),
      )
    answer.resume()
    next = elsewhere
  }
}

async function deliverOnce(context: Context, plan: Plan, signal: AbortSignal): Promise<IncomingMessage> {
  if (!mayHaveToken(context.target, plan.url.origin)) return send(context, plan, undefined, signal)
  const first = await accessToken(context)
  const answer = await send(context, plan, first.token, signal)
  if (answer.statusCode !== 401 || environmentToken(context.env) !== undefined) return answer
  if (plan.body?.repeatable === false) {
    context.terminal.tell('The token was refused; standard input cannot be sent a second time.')
    return answer
  }
  const second = await accessToken(context, { not: first.token })
  answer.resume()
  return send(context, plan, second.token, signal)
}

async function send(
  context: Context,
  plan: Plan,
  token: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { url, method, body } = plan
  const trust = await context.trustIn(url.origin)
  const upstream = openUpstream(new URL(url.origin), trust, context.env)
  const headers = headersOf(plan, token)
  const passage = { method, path: `${url.pathname}${url.search}`, headers, signal, send: writer(body) }
  traceRequest(context.terminal, plan, headers)
  const answer = await reachTrusted(upstream, passage).catch((error) => {
    if (signal.aborted) throw signal.reason
    const kept = message('Your login is kept; try again later.')
    throw unanswered(url.origin, kept, error)
  })
  traceAnswer(context.terminal, answer)
  answer.once('close', () => upstream.agent.destroy())
  return answer
}

/** Where the handshake failed nothing was said yet, so it is tried again once trust is settled. */
async function reachTrusted(
  upstream: Upstream,
  passage: Parameters<typeof reach>[1],
): Promise<IncomingMessage> {
  for (let handshakes = 1; ; handshakes += 1) {
    try {
      return (await reach(upstream, passage)).answer
    } catch (error) {
      const refused = error instanceof ExchangeError && error.reason === 'untrusted'
      if (!refused || handshakes === mostHandshakes || !(await upstream.trust?.settle(error))) throw error
    }
  }
}

function headersOf({ url, headers, body }: Plan, token: string | undefined): Record<string, string> {
  return {
    host: url.host,
    accept: '*/*',
    'user-agent': `latchkey-cli/${version}`,
    ...(body?.type !== undefined && { 'content-type': body.type }),
    ...headers,
    ...(body?.length !== undefined && { 'content-length': String(body.length) }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  }
}

function writer(body: Plan['body']): (sent: ClientRequest) => void {
  return (sent) => {
    if (body === undefined) sent.end()
    else pipeline(body.open(), sent, (error) => void (error && sent.destroy(error)))
  }
}

/** RFC 9110 §15.4: 307 and 308 repeat the request, the others ask for what is there. */
function redirected({ target }: Context, plan: Plan, answer: IncomingMessage): Plan | undefined {
  const { statusCode = 0, headers } = answer
  if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined) return undefined
  const url = readUrl(new URL(headers.location, plan.url).href, target.server)
  const repeats = statusCode === 307 || statusCode === 308 || ['GET', 'HEAD'].includes(plan.method)
  const next = repeats ? { ...plan, url } : { ...plan, url, method: 'GET', body: undefined }
  if (url.origin === plan.url.origin || mayHaveToken(target, url.origin)) return repeatable(next)
  // A stranger gets neither the token nor what was written for another: headers may hold keys, a body anything.
  if (next.body !== undefined)
    throw failed(
      'foreign_redirect',
      message('{from} sends the body on to {to}, which is another; it was not sent there.', {
        from: plan.url.origin,
        to: url.origin,
      }),
    )
  return { ...next, headers: {} }
}

function repeatable(plan: Plan): Plan {
  if (plan.body?.repeatable !== false) return plan
  throw failed(
    'body_gone',
    message('{url} wants the body again, and standard input is used up.', { url: plan.url.origin }),
  )
}

function failed(code: string, words: ReturnType<typeof message>): CliError {
  return new CliError(exitCodes.failed, code, words)
}
