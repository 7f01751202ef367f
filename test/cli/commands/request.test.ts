import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expireToken, loggedIn } from '../../support/login.ts'
import type { Machine } from '../../support/machine.ts'
import { pause } from '../../support/processes.ts'
import { oneAccount, problem, type StandIn, startStandIn } from '../../support/stand-in.ts'

let server: StandIn
let api: StandIn
let machine: Machine

beforeEach(async () => {
  server = await startStandIn(oneAccount())
  api = await startStandIn({ '*': () => ({ body: { hello: 'there' } }) })
  machine = await loggedIn(server)
})
afterEach(async () => {
  machine.remove()
  await Promise.all([server.stop(), api.stop()])
})

const request = (...args: string[]) => machine.auth(['request', ...args])
const allow = () => machine.auth(['profile', 'allow', api.url])
const answered = { code: 0, stdout: '{"hello":"there"}', stderr: '' }
const bearer = (standIn: StandIn) => standIn.requests.map(({ headers }) => headers.authorization)

describe('where the token goes', () => {
  test('to the profile’s server, by a path or in full', async () => {
    server.routes['GET /api'] = () => ({ body: { hello: 'there' } })
    expect(await request('/api')).toEqual(answered)
    expect(await request(`${server.url}/api`)).toEqual(answered)
    expect(bearer(server)).toEqual(['Bearer access-1', 'Bearer access-1'])
  })

  test('to no other origin before it is allowed, and no longer when it is not', async () => {
    const refused = {
      code: 7,
      stdout: '',
      stderr: `auth: error: ${api.url} is not the server of this login (${server.url}); nothing was sent.\nauth: hint: If that service takes tokens of this server, run \`auth profile allow ${api.url}\`.\n`,
    }
    expect(await request(`${api.url}/x`)).toEqual(refused)
    expect(api.requests).toEqual([])
    expect((await allow()).code).toBe(0)
    expect(await request(`${api.url}/x`)).toEqual(answered)
    expect((await machine.auth(['profile', 'disallow', api.url])).code).toBe(0)
    expect(await request(`${api.url}/x`)).toEqual(refused)
    expect(bearer(api)).toEqual(['Bearer access-1'])
  })

  test('never across a redirect to another origin, and neither do headers and bodies (RFC 9110 §15.4)', async () => {
    server.routes['GET /away'] = () => ({ status: 302, headers: { location: `${api.url}/there` } })
    server.routes['POST /away'] = () => ({ status: 307, headers: { location: `${api.url}/there` } })
    expect((await request('/away')).code).toBe(0)
    expect(api.requests).toEqual([])
    expect(await request('-L', '-H', 'X-Key: of another', '/away')).toEqual(answered)
    expect(api.requests.map(({ headers }) => [headers.authorization, headers['x-key']])).toEqual([
      [undefined, undefined],
    ])
    const { code, stderr } = await request('-L', '-d', 'a=1', '/away')
    expect([code, api.requests.length]).toEqual([1, 1])
    expect(stderr).toContain('sends the body on to')
  })

  test('within an origin it follows with -L: 303 asks, 307 repeats', async () => {
    server.routes['POST /303'] = () => ({ status: 303, headers: { location: '/new' } })
    server.routes['POST /307'] = () => ({ status: 307, headers: { location: '/new' } })
    server.routes['GET /new'] = () => ({ body: { hello: 'there' } })
    server.routes['POST /new'] = () => ({ body: { hello: 'again' } })
    expect((await request('-L', '-d', 'a=1', '/303')).stdout).toBe('{"hello":"there"}')
    expect((await request('-L', '-d', 'a=1', '/307')).stdout).toBe('{"hello":"again"}')
    expect(server.requests.at(-1)?.body).toBe('a=1')
  })

  test('not by plain http to another machine, and not beside a credential of another kind', async () => {
    for (const args of [
      ['http://192.0.2.1/'],
      ['https://ann:secret@example.org/'],
      ['-H', 'Authorization: Basic x', '/x'],
    ]) {
      const { code, stdout, stderr } = await request(...args)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).not.toContain('secret')
    }
  })
})

describe('a token that is not good any more', () => {
  test('is renewed before, when it has run out', async () => {
    server.routes['GET /api'] = () => ({ body: { hello: 'there' } })
    expireToken(machine)
    expect(await request('/api')).toEqual(answered)
    expect(bearer(server)).toEqual(['Bearer refresh-1', 'Bearer access-2'])
  })

  test('is renewed once after a 401, and the request sent again with its body', async () => {
    await allow()
    api.routes['*'] = ({ headers }) =>
      headers.authorization === 'Bearer access-2' ? { body: { hello: 'there' } } : { status: 401 }
    expect(await request('-d', 'a=1', `${api.url}/x`)).toEqual(answered)
    expect(api.requests.map(({ body }) => body)).toEqual(['a=1', 'a=1'])
  })

  test('a second 401 is the answer: exit 4', async () => {
    server.routes['GET /api'] = () => problem(401, 'invalid_token', 'No.')
    const { code, stderr } = await request('/api')
    expect(code).toBe(4)
    expect(stderr).toBe(
      `auth: error: GET ${server.url}/api was answered 401.\nauth: hint: See \`auth status\` and \`auth why\`.\n`,
    )
    expect(bearer(server)).toEqual(['Bearer access-1', 'Bearer refresh-1', 'Bearer access-2'])
  })

  test('what was piped in cannot be sent twice, which is said', async () => {
    server.routes['POST /api'] = () => ({ status: 401 })
    const { code, stderr } = await machine.auth(['request', '--data-binary', '@-', '/api'], { input: 'once' })
    expect(code).toBe(4)
    expect(stderr).toContain('what was piped in cannot be sent a second time')
    expect(server.requests.map(({ body }) => body)).toEqual(['once'])
  })
})

describe('what is sent', () => {
  beforeEach(() => {
    server.routes['*'] = () => ({ body: { hello: 'there' } })
  })
  const sent = () => {
    const { method, headers, body } = server.requests.at(-1) ?? { headers: {} }
    return [method, headers['content-type'], body]
  }

  test('-d as a form, as JSON where it looks like it, from a file without its line ends (curl)', async () => {
    writeFileSync(join(machine.home, 'data'), 'c=3\n&d=4\n')
    await request('-d', 'a=1', '-d', 'b=2', '-d', `@${machine.home}/data`, '/x')
    expect(sent()).toEqual(['POST', 'application/x-www-form-urlencoded', 'a=1&b=2&c=3&d=4'])
    await request('PATCH', '/x', '-d', '{"a":1}')
    expect(sent()).toEqual(['PATCH', 'application/json', '{"a":1}'])
    await request('-X', 'PUT', '-H', 'Content-Type: text/plain', '-d', 'x', '/x')
    expect(sent()).toEqual(['PUT', 'text/plain', 'x'])
  })

  test('--data-binary as it is, with its length; standard input as it comes', async () => {
    writeFileSync(join(machine.home, 'data'), 'a\nb\r\n')
    await request('--data-binary', `@${machine.home}/data`, '/x')
    expect([...sent(), server.requests.at(-1)?.headers['content-length']]).toEqual([
      'POST',
      undefined,
      'a\nb\r\n',
      '5',
    ])
    await machine.auth(['request', 'PUT', '/x', '--data-binary', '@-'], { input: 'in\n' })
    expect(sent()).toEqual(['PUT', undefined, 'in\n'])
  })

  test('-F as multipart/form-data with files (RFC 7578)', async () => {
    writeFileSync(join(machine.home, 'a "b".txt'), 'content')
    await request('-F', 'name=Ann', '-F', `file=@${machine.home}/a "b".txt`, '/x')
    const { headers, body = '' } = server.requests.at(-1) ?? { headers: {} }
    const boundary = /boundary="(.+)"$/.exec(headers['content-type'] ?? '')?.[1]
    expect(Number(headers['content-length'])).toBe(Buffer.byteLength(body))
    expect(body.split(`--${boundary}`)).toEqual([
      '',
      '\r\nContent-Disposition: form-data; name="name"\r\n\r\nAnn\r\n',
      '\r\nContent-Disposition: form-data; name="file"; filename="a %22b%22.txt"\r\nContent-Type: application/octet-stream\r\n\r\ncontent\r\n',
      '--\r\n',
    ])
  })

  test('what cannot be read or makes no request is refused before anything is sent', async () => {
    for (const args of [
      ['-d', '@/nowhere', '/x'],
      ['-F', 'novalue', '/x'],
      ['-d', 'a', '-F', 'b=c', '/x'],
      ['-H', 'no colon', '/x'],
      ['GET', 'nowhere'],
      ['ftp://example.org/'],
      ['--max-time', 'soon', '/x'],
      ['--idle-timeout', 'soon', '/x'],
    ]) {
      expect([args, (await request(...args)).code]).toEqual([args, 2])
    }
    expect(server.requests).toEqual([])
  })
})

describe('what comes back', () => {
  test('the exit code says how it was answered; the body is printed all the same', async () => {
    for (const [status, code] of [
      [204, 0],
      [302, 0],
      [403, 7],
      [404, 1],
      [429, 5],
      [500, 5],
    ]) {
      server.routes['GET /x'] = () => ({ status: status ?? 0, ...(status !== 204 && { body: 'said' }) })
      const outcome = await request('/x')
      expect([status, outcome.code, outcome.stdout]).toEqual([status, code, status === 204 ? '' : 'said'])
    }
  })

  test('-o writes the file whole or not at all, and leaves nothing else', async () => {
    const folder = join(machine.home, 'out')
    mkdirSync(folder)
    const file = join(folder, 'report')
    server.routes['GET /good'] = () => ({ body: 'whole' })
    server.routes['GET /cut'] = (_, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half')
      setTimeout(() => response.destroy(), 50)
      return undefined
    }
    expect(await request('-o', file, '/good')).toEqual({ code: 0, stdout: '', stderr: '' })
    const { code, stderr } = await request('-o', file, '/cut')
    expect(code).toBe(5)
    expect(stderr).toContain(
      'broke off: it closed the connection.\nauth: hint: Nothing was kept of it; try again.',
    )
    expect([readdirSync(folder), readFileSync(file, 'utf8')]).toEqual([['report'], 'whole'])
  })

  test('--max-time ends an answer that never does: exit 5; Ctrl-C: 130, and no part of a file stays', async () => {
    server.routes['GET /endless'] = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' })
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
      return undefined
    }
    const { code, stderr } = await request('--max-time', '1s', '/endless')
    expect([code, stderr]).toEqual([
      5,
      `auth: error: ${server.url} took longer than --max-time 1 s.\nauth: hint: Your login is kept; try again later.\n`,
    ])
    const folder = join(machine.home, 'out')
    mkdirSync(folder)
    const { child, outcome } = machine.start(['request', '-o', join(folder, 'f'), '/endless'])
    while (readdirSync(folder).length === 0) await pause(20)
    child.kill('SIGINT')
    expect((await outcome).code).toBe(130)
    expect(readdirSync(folder)).toEqual([])
  })

  describe('--idle-timeout', () => {
    const silent = () => [
      5,
      `auth: error: ${server.url} was silent for the 1 s of --idle-timeout.\nauth: hint: Your login is kept; try again later.\n`,
    ]

    test('ends an answer that falls silent in the middle, and one that never begins: exit 5, no part of a file', async () => {
      server.routes['GET /half'] = (_, response) => void response.writeHead(200).write('half')
      server.routes['GET /never'] = () => new Promise(() => undefined)
      const folder = join(machine.home, 'out')
      mkdirSync(folder)
      for (const args of [['/half'], ['-o', join(folder, 'f'), '/half'], ['--json', '/half'], ['/never']]) {
        const started = Date.now()
        const { code, stderr } = await request('--idle-timeout', '1', ...args)
        if (!args.includes('--json')) expect([code, stderr]).toEqual(silent())
        else expect([code, JSON.parse(stderr).error.code]).toEqual([5, 'too_slow'])
        expect(Date.now() - started).toBeLessThan(4_000)
      }
      expect(readdirSync(folder)).toEqual([])
    })

    test('lets go on what says a word now and then, however long it takes, and a reader who is slow', async () => {
      server.routes['GET /slow'] = (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        let count = 0
        const timer = setInterval(() => {
          response.write(': alive\n')
          count += 1
          if (count < 7) return
          clearInterval(timer)
          response.end('data: end\n')
        }, 400)
        return undefined
      }
      server.routes['GET /large'] = () => ({ body: 'x'.repeat(32 * 1024 * 1024) })
      const slow = request('--idle-timeout', '1s', '/slow')
      const { child, outcome } = machine.start(['request', '--idle-timeout', '1', '/large'])
      child.stdout?.pause()
      await pause(2_500)
      child.stdout?.resume()
      expect(await slow).toMatchObject({ code: 0, stdout: expect.stringMatching(/data: end\n$/) })
      const { code, stdout, stderr } = await outcome
      expect([code, stdout.length, stderr]).toEqual([0, 32 * 1024 * 1024, ''])
    })

    test('ends an upload that nobody takes', async () => {
      const deaf = createServer((socket) => void socket.pause().on('error', () => undefined))
      await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve))
      const { port } = deaf.address() as AddressInfo
      const file = join(machine.home, 'large')
      writeFileSync(file, 'x'.repeat(32 * 1024 * 1024))
      await machine.auth(['profile', 'allow', `http://127.0.0.1:${port}`])
      const args = ['--idle-timeout', '1', '--data-binary', `@${file}`, `http://127.0.0.1:${port}/x`]
      const { code, stderr } = await request(...args)
      expect([code, stderr]).toEqual([
        5,
        expect.stringContaining(' was silent for the 1 s of --idle-timeout.'),
      ])
      deaf.close()
    })
  })

  test('--max-time 30d once was over at once', async () => {
    server.routes['GET /x'] = () => ({ body: 'said' })
    expect(await request('--max-time', '30d', '/x')).toEqual({ code: 0, stdout: 'said', stderr: '' })
  })

  test('events come as they happen', async () => {
    let end = (): void => undefined
    server.routes['GET /events'] = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
      end = () => response.end('data: 2\n\n')
      return undefined
    }
    const { child, outcome } = machine.start(['request', '/events'])
    const first = await new Promise((resolve) => child.stdout?.once('data', (data) => resolve(String(data))))
    expect(first).toBe('data: 1\n\n')
    end()
    expect(await outcome).toEqual({ code: 0, stdout: 'data: 1\n\ndata: 2\n\n', stderr: '' })
  })

  test('on a terminal: JSON in its shape, nothing that the terminal would obey, and no bytes that are no text', async () => {
    server.routes['GET /json'] = () => ({
      body: '{"a":"\\u001b[31m","b":[1]}',
      headers: { 'content-type': 'application/json' },
    })
    server.routes['GET /text'] = () => ({
      body: 'a\x1b[31m\x07b\n',
      headers: { 'content-type': 'text/plain' },
    })
    server.routes['GET /bytes'] = (_, response) => void response.writeHead(200).end(Buffer.from([1, 0, 255]))
    const see = async (path: string) => {
      const terminal = machine.terminal(['request', '-q', path], { TERM: 'dumb' })
      const { code } = await terminal.ended
      return [code, terminal.raw().replaceAll('\r', '')]
    }
    expect(await see('/json')).toEqual([0, '{\n  "a": "\\u001b[31m",\n  "b": [\n    1\n  ]\n}\n'])
    expect(await see('/text')).toEqual([0, 'a\\u001b[31m\\u0007b\n'])
    expect(await see('/bytes')).toEqual([
      1,
      'auth: error: The answer is no text, and a terminal would make a mess of it.\nauth: hint: Save it with -o FILE, or send it on with a pipe.\n',
    ])
  })

  test('--json is one value; -i shows the head; -v shows the way and no secret', async () => {
    server.routes['GET /x'] = () => ({
      body: { a: 1 },
      headers: { 'set-cookie': 'secret-cookie', 'x-a': 'b' },
    })
    const { status, headers, body } = JSON.parse((await request('--json', '/x')).stdout)
    expect([status, headers['x-a'], body]).toEqual([200, 'b', { a: 1 }])
    expect((await request('-i', '/x')).stdout).toMatch(/^HTTP\/1\.1 200 OK\n.*\n\n\{"a":1\}$/s)
    const { stderr } = await request('-v', '/x')
    expect(stderr).toContain('> authorization: (hidden)\n')
    expect(stderr).toContain('< set-cookie: (hidden)\n')
    expect(stderr).not.toMatch(/access-1|secret-cookie/)
  })

  test('256 MiB go up in little memory', async () => {
    const file = join(machine.home, 'large')
    writeFileSync(file, '')
    truncateSync(file, 2 ** 28)
    let bytes = 0
    const { createServer } = await import('node:http')
    const large = createServer((incoming, response) => {
      incoming.on('data', (chunk) => {
        bytes += chunk.length
      })
      incoming.on('end', () => response.end('ok'))
    })
    await new Promise<void>((resolve) => large.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(large.address() as AddressInfo).port}`
    await machine.auth(['profile', 'allow', url])
    const { child, outcome } = machine.start(['request', '--data-binary', `@${file}`, `${url}/`])
    let peak = 0
    const timer = setInterval(() => {
      const path = `/proc/${child.pid}/status`
      if (!existsSync(path)) return
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? 0))
    }, 20)
    expect(await outcome).toEqual({ code: 0, stdout: 'ok', stderr: '' })
    clearInterval(timer)
    large.close()
    expect(bytes).toBe(2 ** 28)
    expect(peak).toBeLessThan(192 * 1024)
  })
})
