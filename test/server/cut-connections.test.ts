import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cliClientId } from '../../src/protocol/endpoints.ts'
import { parseRefreshToken } from '../../src/server/grants/refresh-token.ts'
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.ts'
import { password, type RunningAuthd, ServerHost, signIn } from '../support/processes.ts'

const email = 'ann@example.com'
let host: ServerHost
let server: RunningAuthd
let proxy: CuttingProxy

beforeAll(async () => {
  host = new ServerHost({ AUTHD_RATE_LIMITS: 'off' })
  server = await host.serve({ again: true })
  await signIn(host, server.url, email)
  proxy = await startCuttingProxy(server.url)
})

afterAll(async () => {
  await proxy.close()
  await server.stop()
  host.remove()
})

/** One way to refresh: the bytes of its request. */
interface Way {
  name: string
  userAgent: string
  request(token: string): string
}

const ways: Way[] = [
  {
    name: 'GET /auth/update_token',
    userAgent: 'curl/8',
    request: (token) =>
      `GET /auth/update_token HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
  },
  {
    name: 'POST /oauth2/token',
    userAgent: `${cliClientId}/1`,
    request: (token) => {
      const form = `grant_type=refresh_token&client_id=${cliClientId}&refresh_token=${token}`
      const type = 'Content-Type: application/x-www-form-urlencoded'
      return `POST /oauth2/token HTTP/1.1\r\nHost: x\r\n${type}\r\nContent-Length: ${form.length}\r\nConnection: close\r\n\r\n${form}`
    },
  },
]

async function logIn(userAgent: string): Promise<string> {
  const response = await fetch(`${server.url}/auth/login`, {
    method: 'POST',
    headers: { 'user-agent': userAgent },
    body: new URLSearchParams({ username: email, password }),
  })
  return ((await response.json()) as { refresh_token: string }).refresh_token
}

/** Sends bytes to a port and resolves with all that came back until the end of the connection, however it ended. */
function exchange(url: string, request: string): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(request))
    socket.setEncoding('latin1').on('data', (data) => {
      text += data
    })
    socket.on('error', () => {}).on('close', () => resolve(text))
  })
}

function successorIn(answer: string): string | undefined {
  return /^HTTP\/1\.1 200 .*"refresh_token":"([^"]+)"/s.exec(answer)?.[1]
}

describe.each(ways)('$name cut off', ({ userAgent, request }) => {
  /** The next call with the same token succeeds, and its successor too: nobody is logged out. */
  async function expectNextCallsSucceed(token: string): Promise<number | undefined> {
    const next = successorIn(await exchange(server.url, request(token)))
    expect(next, 'the same token again').toBeDefined()
    const after = successorIn(await exchange(server.url, request(next ?? '')))
    expect(after, 'its successor').toBeDefined()
    return parseRefreshToken(next ?? '')?.generation
  }

  const inRequest: [name: string, at: (bytes: string) => number][] = [
    ['before the request', () => 0],
    ['after its first byte', () => 1],
    ['inside its first line', () => 10],
    ['inside its headers', (bytes) => bytes.indexOf('\r\n\r\n') - 5],
    ['before its last byte', (bytes) => bytes.length - 1],
  ]
  test.each(inRequest)('%s: the next call succeeds, for nothing was done', async (_name, at) => {
    const token = await logIn(userAgent)
    proxy.cut = { request: at(request(token)) }
    expect(await exchange(proxy.url, request(token))).toBe('')
    expect(await expectNextCallsSucceed(token)).toBe(1)
  })

  const inResponse: [name: string, at: (bytes: string) => number][] = [
    ['after the commit, before the answer', () => 0],
    ['after the first byte of the answer', () => 1],
    ['inside its status line', () => 12],
    ['inside its headers', (bytes) => bytes.indexOf('\r\n\r\n') - 5],
    ['between headers and body', (bytes) => bytes.indexOf('\r\n\r\n') + 4],
    ['inside the access token', (bytes) => bytes.indexOf('"access_token":"') + 40],
    ['inside the refresh token', (bytes) => bytes.indexOf('"refresh_token":"') + 40],
    ['before its last byte', (bytes) => bytes.length - 1],
  ]
  test.each(inResponse)('%s: the next call gets what was lost', async (_name, at) => {
    // The shape of an answer, to know where to cut: lengths are the same for every session at its first refresh.
    const shape = await exchange(server.url, request(await logIn(userAgent)))
    const token = await logIn(userAgent)
    proxy.cut = { response: at(shape) }
    const seen = await exchange(proxy.url, request(token))
    expect(seen).toHaveLength(at(shape))
    expect(successorIn(proxy.answered().toString('latin1')), 'the server had answered').toBeDefined()
    expect(await expectNextCallsSucceed(token)).toBe(1)
  })
})
