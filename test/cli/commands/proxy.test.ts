import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expireToken, loggedIn } from '../../support/login.ts'
import type { Machine } from '../../support/machine.ts'
import { exchange, until } from '../../support/processes.ts'
import { oneAccount, problem, type StandIn, startStandIn } from '../../support/stand-in.ts'
import { startTlsStandIn, type TlsStandIn } from '../../support/tls-stand-in.ts'

let server: StandIn
let machine: Machine

beforeEach(async () => {
  server = await startStandIn(oneAccount())
  machine = await loggedIn(server)
})

afterEach(async () => {
  machine.remove()
  await server.stop()
})

/** Starts it and waits for its address, the only line that it prints. */
async function start(...flags: string[]) {
  const { child, outcome } = machine.start(['proxy', server.url, ...flags])
  let said = ''
  child.stdout?.on('data', (text) => {
    said += text
  })
  await until('the proxy listens', () => said.includes('\n') || child.exitCode !== null)
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return outcome
  }
  return { url: said.trim(), port: Number(said.trim().split(':').at(-1)), stop }
}

const seen = () => server.requests.filter(({ url }) => !url.startsWith('/auth/'))

describe('what it passes on', () => {
  test('a request with its body and a token in place of any other, hop-by-hop headers aside (RFC 9110 §7.6.1)', async () => {
    server.routes['PUT /things?a=1'] = () => ({
      status: 201,
      headers: { connection: 'x-hop', 'x-hop': '1', 'x-end': '2' },
      body: 'made',
    })
    const { port, stop } = await start()
    const head = `PUT /things?a=1 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Basic eDp5\r\nConnection: X-Mine, close\r\nX-Mine: 1\r\nX-Theirs: 2\r\nTE: trailers\r\nContent-Length: 2\r\n\r\n`
    const { text } = await exchange(port, [`${head}hi`])
    expect(text).toMatch(/^HTTP\/1\.1 201 Created\r\nx-end: 2\r\n/)
    expect(text).not.toMatch(/x-hop/i)
    expect(text).toMatch(/\r\nmade\r\n/)
    const { method, url, body, headers } = seen()[0] ?? { headers: {} }
    expect({ method, url, body }).toEqual({ method: 'PUT', url: '/things?a=1', body: 'hi' })
    expect(headers).toEqual({
      host: new URL(server.url).host,
      authorization: 'Bearer access-1',
      via: '1.1 latchkey',
      'x-theirs': '2',
      'content-length': '2',
      connection: 'keep-alive',
    })
    expect(await stop()).toMatchObject({ code: 0 })
  })

  test('a large body as it comes, and a large answer', async () => {
    server.routes['POST /up'] = ({ body }) => ({ body })
    const { url } = await start()
    const large = 'x'.repeat(3_000_000)
    const answer = await fetch(`${url}/up`, { method: 'POST', body: large })
    expect(await answer.text()).toBe(large)
  })

  test('events one by one (text/event-stream), and the end of who listened', async () => {
    let closed = false
    const next: (() => void)[] = []
    server.routes['GET /events'] = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.flushHeaders()
      response.on('close', () => {
        closed = true
      })
      next.push(() => void response.write('data: 1\n\n'))
      return undefined
    }
    const { url } = await start()
    const gone = new AbortController()
    const answer = await fetch(`${url}/events`, { signal: gone.signal })
    next[0]?.()
    const reader = answer.body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: 1\n\n')
    gone.abort()
    await until('the server knows', () => closed)
  })

  test('a redirect within the target leads back to the proxy; another one is the program’s affair', async () => {
    server.routes['GET /here'] = () => ({ status: 302, headers: { location: `${server.url}/there?x=1#y` } })
    server.routes['GET /away'] = () => ({ status: 302, headers: { location: 'https://elsewhere.example/' } })
    const { url } = await start()
    const ask = async (path: string) =>
      (await fetch(url + path, { redirect: 'manual' })).headers.get('location')
    expect(await ask('/here')).toBe(`${url}/there?x=1#y`)
    expect(await ask('/away')).toBe('https://elsewhere.example/')
  })
})

describe('the token', () => {
  test('is renewed before a request, and once more after a 401 (RFC 6750 §3.1), with the same body', async () => {
    server.routes['POST /strict'] = ({ headers, body }) =>
      headers.authorization === 'Bearer access-3' ? { body: `got ${body}` } : { status: 401, body: 'no' }
    const { url } = await start()
    expireToken(machine)
    const answer = await fetch(`${url}/strict`, { method: 'POST', body: 'it' })
    expect([answer.status, await answer.text()]).toEqual([200, 'got it'])
    expect(seen().map(({ headers }) => headers.authorization)).toEqual(['Bearer access-2', 'Bearer access-3'])
  })

  test('a 401 that stays is the program’s to see', async () => {
    server.routes['GET /never'] = () => ({ status: 401, body: 'never' })
    const { url } = await start()
    const answer = await fetch(`${url}/never`)
    expect([answer.status, await answer.text(), seen().length]).toEqual([401, 'never', 2])
  })

  test('a login that is over is said with what to do, and the proxy goes on', async () => {
    const { url } = await start()
    expireToken(machine)
    const refresh = server.routes['GET /auth/update_token']
    server.routes['GET /auth/update_token'] = () => problem(401, 'session_ended', 'The session has ended.')
    const answer = await fetch(`${url}/x`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
    expect(await answer.json()).toEqual({
      type: 'urn:latchkey:error:session_ended',
      title: 'Unauthorized',
      status: 401,
      detail: `The login of ann@example.org at ${server.url} is over: The session has ended.`,
      code: 'session_ended',
      hint: 'Run `auth login`.',
    })
    if (refresh) server.routes['GET /auth/update_token'] = refresh
    await machine.auth(['refresh'])
    server.routes['GET /x'] = () => ({ body: 'again' })
    expect(await (await fetch(`${url}/x`)).text()).toBe('again')
  })

  test('a target that is down is a 502 with a sentence', async () => {
    const { url } = await start()
    await server.stop()
    const answer = await fetch(`${url}/x`)
    expect(answer.status).toBe(502)
    expect(await answer.json()).toMatchObject({
      code: 'offline',
      detail: expect.stringMatching(
        / cannot be reached: (nothing listens there|it closed the connection)\.$/,
      ),
    })
    server = await startStandIn()
  })

  test('goes to the server of the login and to no other', async () => {
    const { code, stderr, stdout } = await machine.auth(['proxy', 'https://other.example'])
    expect({ code, stdout }).toEqual({ code: 7, stdout: '' })
    expect(stderr).toContain('auth: error: https://other.example is not ')
  })
})

describe('a WebSocket (RFC 6455)', () => {
  const shake = (port: number, path: string) =>
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a2V5\r\nSec-WebSocket-Version: 13\r\n\r\n`

  test('passes both ways, with the token in its handshake', async () => {
    let given: string | undefined
    server.upgrade((request, socket) => {
      given = request.headers.authorization
      const accept = createHash('sha1')
        .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest('base64')
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\nhello `,
      )
      socket.on('data', (data) => socket.write(`echo:${data}`))
      socket.on('end', () => socket.end())
    })
    const { port } = await start()
    const { text } = await exchange(
      port,
      [shake(port, '/ws'), /hello /, 'one ', /echo:one /, 'two', /echo:two/],
      500,
    )
    expect(text).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n[\s\S]*\r\n\r\nhello echo:one echo:two$/)
    expect(text).toContain('Upgrade: websocket\r\n')
    expect(given).toBe('Bearer access-1')
  })

  test('that the server refuses is answered as it was', async () => {
    server.routes['GET /plain'] = () => ({ status: 403, body: 'no socket here' })
    const { port } = await start()
    const { text, closed } = await exchange(port, [shake(port, '/plain')])
    expect(text).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n[\s\S]*no socket here/)
    expect(closed).toBe(true)
  })
})

describe('whom it serves', () => {
  test.each([
    ['a name that leads here (DNS rebinding)', { host: 'evil.example' }, 'wrong_host'],
    ['a page of another origin', { origin: 'http://localhost:3000' }, 'foreign_page'],
    ['a page that sends no origin', { 'sec-fetch-site': 'same-site' }, 'foreign_page'],
  ])('not %s', async (_, headers, code) => {
    const { url } = await start()
    const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const sent = request(`${url}/x`, { headers }, async (response) => {
        let text = ''
        for await (const part of response) text += part
        resolve({ status: response.statusCode, text })
      })
      sent.on('error', reject)
      sent.end()
    })
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([403, code])
    expect(seen()).toEqual([])
  })

  test.skipIf(process.getuid?.() !== 0)('no other user of this machine, but with --open', async () => {
    const { url, stop } = await start()
    server.routes['GET /x'] = () => ({ body: 'in' })
    const options = { uid: 65_534, gid: 65_534, cwd: '/' }
    const asNobody = async (address: string) => {
      const script = `fetch('${address}/x').then((answer) => console.log(answer.status))`
      return (await promisify(execFile)(process.execPath, ['-e', script], options)).stdout
    }
    expect(await asNobody(url)).toBe('403\n')
    await stop()
    expect(await asNobody((await start('--open')).url)).toBe('200\n')
  })

  test('with unix:PATH who may open the file, which is its owner', async () => {
    server.routes['GET /x'] = () => ({ body: 'in' })
    const path = join(machine.home, 'p.sock')
    const { url, stop } = await start('--listen', `unix:${path}`)
    expect([url, statSync(path).mode & 0o777]).toEqual([`unix:${path}`, 0o600])
    const text = await new Promise<string>((resolve) => {
      const socket = connect(path)
      let all = ''
      socket.write('GET /x HTTP/1.1\r\nHost: anything\r\nConnection: close\r\n\r\n')
      socket.on('data', (part) => {
        all += part
      })
      socket.on('close', () => resolve(all))
    })
    expect(text).toMatch(/^HTTP\/1\.1 200 OK/)
    expect((await stop('SIGINT')).code).toBe(130)
  })

  test('with unix:PATH in the place of what a killed one left, but of no other file', async () => {
    const path = join(machine.home, 'p.sock')
    const leave = `require('node:net').createServer().listen('${path}', () => process.kill(process.pid, 'SIGKILL'))`
    await promisify(execFile)(process.execPath, ['-e', leave]).catch(() => undefined)
    expect(statSync(path).isSocket()).toBe(true)
    const { url, stop } = await start('--listen', `unix:${path}`)
    expect(url).toBe(`unix:${path}`)
    await stop()
    const notes = join(machine.home, 'notes.txt')
    writeFileSync(notes, 'mine')
    symlinkSync(notes, join(machine.home, 'link'))
    for (const name of ['notes.txt', 'link', 'config']) {
      const place = `unix:${join(machine.home, name)}`
      expect(await machine.auth(['proxy', server.url, '--listen', place])).toEqual({
        code: 2,
        stdout: '',
        stderr: `auth: error: --listen ${place}: there is a file already, and it is no socket.\nauth: hint: Choose another place: --listen 127.0.0.1:0 picks a free port.\n`,
      })
    }
    expect(readFileSync(notes, 'utf8')).toBe('mine')
  })

  test.each(['0.0.0.0:0', '192.0.2.1:80', '[::]:0'])('never by %s', async (place) => {
    const { code, stderr } = await machine.auth(['proxy', server.url, '--listen', place])
    expect(code).toBe(2)
    expect(stderr).toContain('is not this machine alone, and whoever reaches the proxy acts as you.')
  })
})

test('--json says what it is in one line', async () => {
  const { url, stop } = await start('--json')
  await stop()
  const { url: listens, ...rest } = JSON.parse(url)
  expect(rest).toEqual({ target: server.url, account: 'ann@example.org' })
  expect(listens).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

describe('an https target', () => {
  let tls: TlsStandIn
  beforeEach(async () => {
    tls = await startTlsStandIn()
  })
  afterEach(() => tls.stop())

  const startSecure = async (...flags: string[]) => {
    const args = ['--server', tls.url, ...flags, 'proxy', tls.url]
    const { child } = machine.start(args, { env: { AUTH_TOKEN: 'from-outside' } })
    return new Promise<string>((resolve) =>
      child.stdout?.once('data', (text) => resolve(String(text).trim())),
    )
  }

  test('is trusted as by every other command: by --ca', async () => {
    const url = await startSecure('--ca', tls.file)
    const answers = await Promise.all([1, 2, 3].map(() => fetch(`${url}/auth/me`)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  test('that nobody here knows gets nothing, and the program a 502 that says what to do', async () => {
    const url = await startSecure()
    const answer = await fetch(`${url}/auth/me`, { method: 'POST', body: 'secret' })
    const { code, hint } = (await answer.json()) as { code: string; hint: string }
    expect([answer.status, code, tls.served()]).toEqual([502, 'unknown_server', 0])
    expect(hint).toContain('auth trust accept')
  })

  test('by the pin that was accepted, also while the proxy runs', async () => {
    const url = await startSecure()
    expect((await fetch(`${url}/auth/me`)).status).toBe(502)
    const accept = ['--server', tls.url, 'trust', 'accept', '--fingerprint', tls.pin]
    expect((await machine.auth(accept)).code).toBe(0)
    expect((await fetch(`${url}/auth/me`)).status).toBe(200)
  })
})
