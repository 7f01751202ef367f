import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  exchange,
  password,
  pause,
  type RawAnswer,
  type RunningAuthd,
  ServerHost,
  until,
} from '../support/processes.ts'

const host = new ServerHost({ AUTHD_RATE_LIMITS: 'off' })
const otherHost = new ServerHost()
let server: RunningAuthd
let dawdlers: Promise<RawAnswer[]>
let endless: Promise<{ code: number | null; after: number; closed: boolean }>

const line = (text: string) => `${text}\r\n`
const head = (request: string, ...headers: string[]) =>
  [`${request} HTTP/1.1`, 'Host: authd', ...headers, '', ''].join('\r\n')
const jsonPost = (...headers: string[]) =>
  head('POST /auth/login', 'Content-Type: application/json', ...headers)
const last = 'Connection: close'

/** The status lines of all answers, in their order. */
const statuses = ({ text }: RawAnswer) =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, code]) => Number(code))
const problem = ({ text }: RawAnswer) => JSON.parse(text.slice(text.lastIndexOf('\r\n\r\n')))

const arrived = /100 Continue/

/** A request that the server has, and whose body it waits for. */
const unfinished = [jsonPost('Expect: 100-continue', 'Content-Length: 20'), arrived, '{"a']

async function stopUnderRequest(running: RunningAuthd) {
  let from = 0
  const stop = () => {
    from = Date.now()
    running.child.kill('SIGTERM')
  }
  const { closed } = await exchange(running.port, [...unfinished, stop], 20_000)
  return { code: (await running.ended).code, after: Date.now() - from, closed }
}

/** One connection after the other with one request each, until there is no server; whether each was answered. */
async function askUntilRefused(port: number): Promise<boolean[]> {
  const answered: boolean[] = []
  for (let isThere = true; isThere; ) {
    const outcome = await askOnce(port)
    isThere = outcome === 'answered'
    if (outcome !== 'refused') answered.push(isThere)
  }
  return answered
}

function askOnce(port: number): Promise<'answered' | 'cut' | 'refused'> {
  return new Promise((resolve) => {
    let isConnected = false
    let text = ''
    const socket = connect(port, '127.0.0.1', () => {
      isConnected = true
      socket.write(head('GET /healthz', last))
    })
    socket.setEncoding('latin1').on('data', (data) => {
      text += data
    })
    socket.on('error', () => {}) // `close` follows
    socket.on('close', () =>
      resolve(text.startsWith('HTTP/1.1 200') ? 'answered' : isConnected ? 'cut' : 'refused'),
    )
  })
}

beforeAll(async () => {
  server = await host.serve({ again: true })
  // Begun here and awaited by the last tests, since they take ten seconds each.
  endless = stopUnderRequest(await otherHost.serve({ again: true }))
  const begun = ['', 'GET /healthz HT', head('GET /healthz').slice(0, -2)]
  dawdlers = Promise.all(begun.map((text) => exchange(server.port, [text], 20_000)))
})

afterAll(async () => {
  await server.stop()
  host.remove()
  otherHost.remove()
})

describe('a body over 64 KiB is refused by 413 (contract §2)', () => {
  const refusal = {
    type: 'urn:latchkey:error:body_too_large',
    title: 'The request body is too large',
    status: 413,
    detail: 'The body is over 64 KiB.',
    code: 'body_too_large',
  }

  test('announced, before it is sent', async () => {
    const answer = await exchange(server.port, [jsonPost('Content-Length: 65537', last)], 1_000)
    expect(statuses(answer)).toEqual([413])
    expect(problem(answer)).toEqual(refusal)
  })

  test('announced and sent all the same', async () => {
    const body = 'a'.repeat(1_000_000)
    const answer = await exchange(server.port, [jsonPost(`Content-Length: ${body.length}`), body])
    expect([statuses(answer), answer.closed]).toEqual([[413], true])
  })

  test('in chunks that announce nothing', async () => {
    const chunk = `4000\r\n${'a'.repeat(0x4000)}\r\n`
    const parts = [jsonPost('Transfer-Encoding: chunked', last), chunk, chunk, chunk, chunk, chunk]
    const answer = await exchange(server.port, parts, 2_000)
    expect(statuses(answer)).toEqual([413])
    expect(problem(answer)).toEqual(refusal)
  })

  test('64 KiB to the byte are read', async () => {
    const body = JSON.stringify({ email: 'ann@example.com', password: 'x' }).padEnd(65_536)
    const answer = await exchange(server.port, [jsonPost('Content-Length: 65536', last), body])
    expect(statuses(answer)).toEqual([401])
  })
})

describe('what is no good HTTP ends with an answer and the connection', () => {
  test.each([
    ['a request that is none', 'NONSENSE\r\n\r\n', 400],
    ['TLS to the plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['no Host (RFC 9112 §3.2)', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
    [
      'length and chunks at once (RFC 9112 §6.3)',
      jsonPost('Content-Length: 5', 'Transfer-Encoding: chunked'),
      400,
    ],
    ['a chunk without a size', `${jsonPost('Transfer-Encoding: chunked')}zz\r\n`, 400],
    ['headers over 16 KiB (RFC 6585 §5)', head('GET /healthz', `X-Long: ${'a'.repeat(17_000)}`), 431],
  ])('%s', async (_what, bytes, status) => {
    const answer = await exchange(server.port, [bytes])
    expect([statuses(answer), answer.closed]).toEqual([[status], true])
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })
})

describe('odd but good HTTP is answered as the standard says', () => {
  test('pipelined requests, in their order (RFC 9112 §9.3.2)', async () => {
    const parts = [head('GET /healthz') + head('GET /auth/me') + head('GET /readyz', last)]
    expect(statuses(await exchange(server.port, parts))).toEqual([200, 401, 200])
  })

  test('HEAD, without a body (RFC 9110 §9.3.2)', async () => {
    const answer = await exchange(server.port, [head('HEAD /healthz', last)])
    expect(answer.text).toMatch(/^HTTP\/1\.1 200 OK\r\n(.+\r\n)+\r\n$/)
  })

  test('a method that the address does not take, with those that it takes (RFC 9110 §15.5.6)', async () => {
    const answer = await exchange(server.port, [head('HEAD /auth/login', last)])
    expect(answer.text).toMatch(
      /^HTTP\/1\.1 405 Method Not Allowed\r\n(.+\r\n)*allow: POST\r\n(.+\r\n)*\r\n$/i,
    )
  })

  test('Expect: 100-continue (RFC 9110 §10.1.1)', async () => {
    const parts = [jsonPost('Expect: 100-continue', 'Content-Length: 2', last), 100, '{}']
    expect(statuses(await exchange(server.port, parts))).toEqual([100, 401])
  })

  test('a body on a GET is read over, not taken for the next request', async () => {
    const smuggled = head('GET /readyz')
    const parts = [
      head('GET /healthz', `Content-Length: ${smuggled.length}`),
      smuggled,
      head('GET /auth/me', last),
    ]
    expect(statuses(await exchange(server.port, parts))).toEqual([200, 401])
  })

  test('HTTP/1.0 without a Host, as probes of load balancers speak it', async () => {
    const answer = await exchange(server.port, ['GET /healthz HTTP/1.0\r\n\r\n'])
    expect([statuses(answer), answer.closed]).toEqual([[200], true])
  })
})

describe('a stop', () => {
  const stopping = 'stopping; a second signal stops at once'

  /** A server of its own, with hashes that take a while. */
  async function startOwn(): Promise<RunningAuthd> {
    const own = new ServerHost({ AUTHD_BCRYPT_COST: '12' })
    onTestFinished(() => own.remove())
    return own.serve({ again: true })
  }

  test('finishes a request in flight and takes no new one (SIGTERM)', async () => {
    const own = await startOwn()
    const body = JSON.stringify({ email: 'ann@example.com', password })
    const headers = [
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      'Expect: 100-continue',
    ]
    const stop = async () => {
      own.child.kill('SIGTERM')
      await own.logged(stopping)
      await until('no new connection is taken', () =>
        fetch(own.url).then(
          () => false,
          () => true,
        ),
      )
    }
    const answer = await exchange(own.port, [head('POST /auth/register', ...headers), arrived, stop, body])
    expect([statuses(answer), answer.closed]).toEqual([[100, 201], true])
    expect(answer.text).toMatch(/^connection: close\r$/im)
    expect((await own.ended).code).toBe(0)
  })

  test('answers whoever is connected, also those who wait to be accepted (libuv#3696)', async () => {
    const own = await startOwn()
    const answers = Promise.all(Array.from({ length: 20 }, () => askUntilRefused(own.port)))
    await pause(200)
    expect((await own.stop()).code).toBe(0)
    const counts = (await answers).flat()
    expect(counts.length).toBeGreaterThan(20)
    // One may still come in the instant of closing. When the door was closed without a look, each of the twenty was cut.
    expect(counts.filter((answered) => !answered).length).toBeLessThanOrEqual(1)
  })

  test('is not held by connections that are kept alive, were never used, or have only begun to ask', async () => {
    const own = await startOwn()
    const used = exchange(own.port, [head('GET /healthz')], 20_000)
    const unused = exchange(own.port, [], 20_000)
    const begun = exchange(own.port, ['GET /hea'], 20_000)
    await pause(100)
    const from = Date.now()
    expect((await own.stop()).code).toBe(0)
    // Node alone would wait for its time limits of ten seconds.
    expect(Date.now() - from).toBeLessThan(5_000)
    expect((await Promise.all([used, unused, begun])).map(({ closed }) => closed)).toEqual([true, true, true])
  })

  test('is over at once at the second signal, with the exit code of the signal', async () => {
    const own = await startOwn()
    let from = 0
    const stopTwice = async () => {
      own.child.kill('SIGTERM')
      await own.logged(stopping)
      from = Date.now()
      own.child.kill('SIGINT')
    }
    const { closed } = await exchange(own.port, [...unfinished, stopTwice], 20_000)
    expect(closed).toBe(true)
    expect((await own.ended).code).toBe(130)
    expect(Date.now() - from).toBeLessThan(5_000)
  })

  test('is not held longer than ten seconds by a request that never ends', async () => {
    const { code, after, closed } = await endless
    expect([code, closed]).toEqual([0, true])
    expect(after).toBeGreaterThan(9_000) // or it would have been no drain
    expect(after).toBeLessThan(15_000)
  })
})

describe.skipIf(process.platform !== 'linux')('who asks and asks and reads nothing', () => {
  const resident = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1]) / 1024

  test('is cut off: a thousand answers in one packet once took 0.8 GB, and most of it for ever', async () => {
    await exchange(server.port, [head('GET /openapi.json', last)])
    const before = resident()
    const flood = head('GET /openapi.json').repeat(1_000)
    for (let times = 0; times < 3; times += 1) {
      const socket = connect(server.port, '127.0.0.1').on('error', () => {})
      socket.pause()
      socket.write(flood)
      await pause(300)
      socket.destroy()
    }
    expect(resident() - before).toBeLessThan(100)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })

  test('sixteen at once are answered, as pipelines of honest clients are', async () => {
    const requests = [...Array(15).fill(head('GET /healthz')), head('GET /healthz', last)].join('')
    expect(statuses(await exchange(server.port, [requests]))).toEqual(Array(16).fill(200))
  })
})

test('who does not finish the head of a request is cut off after ten seconds', async () => {
  for (const { text, closed, after } of await dawdlers) {
    expect([text, closed]).toEqual([
      line('HTTP/1.1 408 Request Timeout') + line('Connection: close') + line(''),
      true,
    ])
    expect(after).toBeGreaterThan(9_000)
    expect(after).toBeLessThan(15_000)
  }
})
