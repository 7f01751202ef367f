import type { IncomingMessage } from 'node:http'
import { type Message, message } from '../../protocol/messages.ts'
import { CliError, exitCodes } from '../errors.ts'
import { mayHaveToken } from '../profile/origins.ts'
import type { Target } from '../profile/profile.ts'
import { type Plan, readUrl } from './plan.ts'

/** What a redirect asks for; undefined where the answer is none. Throws a CliError where it must not be followed. */
export function followed(target: Target, plan: Plan, answer: IncomingMessage): Plan | undefined {
  const { statusCode = 0, headers } = answer
  if (!isRedirect(answer)) return undefined
  const from = plan.url.origin
  const url = placeOf(headers.location ?? '', plan.url, target)
  const next = { ...rewritten(plan, statusCode), url }
  const { body } = next
  if (url.origin === from || (plan.withToken && mayHaveToken(target, url.origin))) {
    if (body?.repeatable !== false) return next
    throw failed(
      'body_gone',
      message('{url} wants the body again, and what was piped in is used up.', { url: from }),
    )
  }
  // A stranger gets neither the token nor what was written for another: headers may hold keys, a body anything.
  if (body === undefined) return { ...next, headers: {}, withToken: false }
  const words = '{from} sends the body on to {to}, which is another; it was not sent there.'
  throw failed('foreign_redirect', message(words, { from, to: url.origin }))
}

export function isRedirect({ statusCode = 0, headers }: IncomingMessage): boolean {
  return [301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined
}

/** RFC 9110 §15.4: 303 asks for what is there; 301 and 302 do so after a POST, as all do; the rest is repeated. */
function rewritten(plan: Plan, status: number): Plan {
  const asks = status === 303 ? plan.method !== 'HEAD' : status < 303 && plan.method === 'POST'
  if (!asks) return plan
  const headers = Object.entries(plan.headers).filter(([name]) => !name.startsWith('content-'))
  return { ...plan, method: 'GET', body: undefined, headers: Object.fromEntries(headers) }
}

/** The server wrote it, so what is wrong with it is no wrong usage of ours. */
function placeOf(location: string, base: URL, { server }: Target): URL {
  const origin = base.origin
  const url = URL.canParse(location, base.href) ? new URL(location, base.href) : undefined
  if (url === undefined)
    throw failed('bad_redirect', message('{origin} sends callers to what is no URL.', { origin }))
  try {
    return readUrl(url.href, server)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    const words = '{origin} sends callers on, and that cannot be followed: {why}'
    throw failed('bad_redirect', message(words, { origin, why: error.said }))
  }
}

function failed(code: string, words: Message): CliError {
  return new CliError(exitCodes.failed, code, words)
}
