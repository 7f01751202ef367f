import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export interface Seen {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

export interface Given {
  status?: number
  headers?: Record<string, string>
  /** Sent as JSON, or as it is if it is a string. */
  body?: unknown
}

/** Answers a request, or takes the response into its own hands and returns nothing. */
export type Route = (seen: Seen, response: ServerResponse) => Given | undefined | Promise<Given | undefined>

/** A server that answers as a test wants it to, in the place of an authd that is down, slow, odd or hostile. */
export interface StandIn {
  url: string
  requests: Seen[]
  /** By `METHOD /path`, or `*` for all others; may be replaced while it runs. */
  routes: Record<string, Route>
  /** What is done with a connection that is to change its protocol; without it, such a request is like any other. */
  upgrade(take: (request: IncomingMessage, socket: Duplex) => void): void
  stop(): Promise<void>
}

export async function startStandIn(routes: Record<string, Route> = {}): Promise<StandIn> {
  const requests: Seen[] = []
  const standIn = { requests, routes: { ...routes } }
  const server = createServer(async (request, response) => {
    const seen = await read(request)
    requests.push(seen)
    const route = standIn.routes[`${seen.method} ${seen.url}`] ?? standIn.routes['*']
    const given = route ? await route(seen, response) : problem(404, 'not_found', 'Nothing is here.')
    if (given) write(response, given)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return Object.assign(standIn, {
    url,
    stop,
    upgrade: (take: Parameters<StandIn['upgrade']>[0]) => void server.on('upgrade', take),
  })
}

/** An answer in the form of RFC 9457. */
export function problem(status: number, code: string, detail: string, headers = {}): Given {
  const type = { 'content-type': 'application/problem+json' }
  return {
    status,
    headers: { ...type, ...headers },
    body: { type: `urn:x:${code}`, title: code, status, detail, code },
  }
}

export const account = {
  id: '5263e06a-0000-4000-8000-000000000001',
  email: 'ann@example.org',
  username: null,
  is_active: true,
  is_verified: true,
  is_superuser: false,
  created_at: '2026-01-01T00:00:00Z',
}

/** The routes of an authd that has one account, whose refresh tokens count up: `refresh-1`, `refresh-2`, … */
export function oneAccount({ expiresIn = 900 } = {}): Record<string, Route> {
  let generation = 0
  const tokens = (): Given => {
    generation += 1
    const pair = { access_token: `access-${generation}`, refresh_token: `refresh-${generation}` }
    return { body: { ...pair, token_type: 'bearer', expires_in: expiresIn } }
  }
  return {
    'POST /auth/login': tokens,
    'GET /auth/update_token': ({ headers }) =>
      headers.authorization === `Bearer refresh-${generation}`
        ? tokens()
        : problem(401, 'invalid_token', 'The refresh token is not valid.'),
    'GET /auth/me': () => ({ body: account }),
    'GET /auth/validate-access-token': () => ({
      body: { user_id: account.id, session_id: 'session-1', expires_at: '2030-01-01T00:00:00Z' },
    }),
    'POST /auth/logout': () => ({ status: 204 }),
  }
}

async function read(request: IncomingMessage): Promise<Seen> {
  let body = ''
  for await (const chunk of request) body += chunk
  const { method = '', url = '', headers } = request
  return { method, url, headers, body }
}

function write(response: ServerResponse, { status = 200, headers = {}, body }: Given): void {
  const json = typeof body === 'string' ? {} : { 'content-type': 'application/json' }
  response.writeHead(status, { ...json, ...headers })
  response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
}
