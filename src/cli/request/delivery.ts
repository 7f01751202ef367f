import type { ClientRequest, IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream'
import { type Message, message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { CliError, exitCodes, loginKept } from '../errors.ts'
import { unanswered } from '../http/unanswered.ts'
import { openUpstream, reach } from '../http/upstream.ts'
import { mayHaveToken, requireOrigin } from '../profile/origins.ts'
import { accessToken, environmentToken } from '../session.ts'
import { untilTrusted } from '../trust/handshakes.ts'
import { version } from '../version.ts'
import { endWhenIdle } from './idle.ts'
import type { Plan } from './plan.ts'
import { followed } from './redirect.ts'
import { traceAnswer, traceRequest } from './trace.ts'

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
    const elsewhere = follow ? followed(context.target, next, answer) : undefined
    if (elsewhere === undefined) return answer
    if (redirects === mostRedirects) {
      const words = message('{origin} sends callers around in circles.', { origin: plan.url.origin })
      throw new CliError(exitCodes.failed, 'too_many_redirects', words)
    }
    discard(answer)
    next = elsewhere
  }
}

async function deliverOnce(context: Context, plan: Plan, signal: AbortSignal): Promise<IncomingMessage> {
  if (!plan.withToken || !mayHaveToken(context.target, plan.url.origin))
    return send(context, plan, undefined, signal)
  const first = await accessToken(context)
  const answer = await send(context, plan, first.token, signal)
  if (answer.statusCode !== 401 || environmentToken(context.env) !== undefined) return answer
  if (plan.body?.repeatable === false) {
    context.terminal.tell('The token was refused; what was piped in cannot be sent a second time.')
    return answer
  }
  const second = await accessToken(context, { not: first.token })
  discard(answer)
  return send(context, plan, second.token, signal)
}

/** Not read to its end, which may never come. */
function discard(answer: IncomingMessage): void {
  answer.on('error', () => undefined).destroy()
}

async function send(
  context: Context,
  plan: Plan,
  token: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { url, method } = plan
  const trust = await context.trustIn(url.origin)
  const upstream = openUpstream(new URL(url.origin), trust, context.env)
  const headers = headersOf(plan, token)
  const passage = { method, path: `${url.pathname}${url.search}`, headers, signal, send: sender(plan) }
  traceRequest(context.terminal, plan, headers, token)
  const { answer } = await untilTrusted(upstream.trust, () => reach(upstream, passage)).catch((error) => {
    if (signal.aborted) throw signal.reason
    // Where the body broke off it is no fault of the server's.
    if (error.cause instanceof CliError) throw error.cause
    throw unanswered(nameOf(context, url), loginKept, error)
  })
  traceAnswer(context.terminal, answer, token)
  answer.once('close', () => upstream.agent.destroy())
  return answer
}

function nameOf({ target: { server, because } }: Context, { origin }: URL): Message | string {
  const chosen = because !== undefined && origin === new URL(server).origin
  return chosen ? message('{server} (set by {variable})', { server: origin, variable: because }) : origin
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

function sender(plan: Plan): (sent: ClientRequest) => void {
  const { body, idleTimeout } = plan
  return (sent) => {
    if (idleTimeout !== undefined) endWhenIdle(sent, idleTimeout, tooQuiet(plan, idleTimeout))
    if (body === undefined) sent.end()
    else pipeline(body.open(), sent, (error) => void (error && sent.destroy(error)))
  }
}

function tooQuiet({ url }: Plan, limit: number): CliError {
  const values = { origin: url.origin, seconds: limit / 1_000 }
  const words = message('{origin} was silent for the {seconds} s of --idle-timeout.', values)
  return new CliError(exitCodes.offline, 'too_slow', words, loginKept)
}
