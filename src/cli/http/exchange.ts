import type { Agent, AgentOptions, ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { RequestOptions } from 'node:https'
import { message } from '../../protocol/messages.ts'
import { connectLimit, notConnected } from './connect-limit.ts'
import { ExchangeError, explainFailure } from './exchange-error.ts'
import { refusePlainHttp } from './plain-http.ts'
import type { Authority } from './tls-options.ts'

/** Milliseconds until the whole answer has to be here. */
const overallLimit = 15_000
/** Bytes; no answer of an authd comes near it. */
const largestAnswer = 1024 * 1024

export interface Exchange {
  url: URL
  method: string
  headers: Record<string, string>
  body?: string
  /** Whom to believe, if not the usual authorities. */
  authority?: Authority | undefined
  /** Where HTTPS_PROXY and NO_PROXY are read. */
  env?: NodeJS.ProcessEnv
}

export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/**
 * One request and its whole answer, within 15 s and 1 MiB. Redirects are answers like any other, so a token never
 * follows one. Node's fetch would cost 20 ms to load; this costs 4. Rejects with an ExchangeError.
 */
export async function exchange(input: Exchange): Promise<RawAnswer> {
  refusePlainHttp(input.url)
  const secure = input.url.protocol === 'https:'
  const node = secure ? await import('node:https') : await import('node:http')
  const tls = secure ? await tlsOptions(input) : {}
  const agent = tls.createConnection ? undefined : agentOf(node)
  const options: RequestOptions = { method: input.method, headers: input.headers, agent, ...tls }
  return new Promise((resolve, reject) => {
    const sent = node.request(input.url, options, (answer) => {
      collect(answer).then(resolve, reject)
    })
    sent.on('error', (error) => reject(explainFailure(error)))
    limit(sent, secure)
    sent.end(input.body)
  })
}

/** As Node has its own since 19. */
const kept: AgentOptions = { keepAlive: true, scheduling: 'lifo', timeout: 5_000 }
const agents = new Map<unknown, Agent>()

/**
 * Ours, since Node's own obeys NODE_USE_ENV_PROXY (22.21, 24): with it, passwords and refresh tokens for a server on this
 * machine went to HTTP_PROXY in the clear. One each, so that the pages of a list share a connection.
 */
function agentOf(node: { Agent: new (options: AgentOptions) => Agent }): Agent {
  const agent = agents.get(node) ?? new node.Agent(kept)
  agents.set(node, agent)
  return agent
}

async function tlsOptions({ url, authority, env = {} }: Exchange): Promise<RequestOptions> {
  const { authorityOptions, connectionOptions } = await import('./tls-options.ts')
  const [authorities, way] = [await authorityOptions(authority), await connectionOptions(url, env)]
  if (way.socket === undefined) return { ...authorities, ...(way.lookup && { lookup: way.lookup }) }
  const { connect } = await import('node:tls')
  return { createConnection: () => connect({ ...way, ...authorities }) }
}

function limit(sent: ClientRequest, secure: boolean): void {
  const connecting = setTimeout(() => sent.destroy(notConnected()), connectLimit)
  const words = message('no whole answer within {seconds} s', { seconds: overallLimit / 1_000 })
  const overall = setTimeout(() => sent.destroy(new ExchangeError('too-slow', words)), overallLimit)
  sent.on('socket', (socket) => {
    // A listener on a kept connection would wait for ever, and the eleventh brought Node's warning of a leak.
    if (sent.reusedSocket) return clearTimeout(connecting)
    socket.once(secure ? 'secureConnect' : 'connect', () => clearTimeout(connecting))
  })
  sent.on('close', () => {
    clearTimeout(connecting)
    clearTimeout(overall)
  })
}

async function collect(answer: IncomingMessage): Promise<RawAnswer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > largestAnswer) throw new ExchangeError('too-large', 'the answer is larger than 1 MiB')
      chunks.push(chunk)
    }
  } catch (error) {
    throw explainFailure(error)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  return { status: answer.statusCode ?? 0, headers: answer.headers, text }
}
