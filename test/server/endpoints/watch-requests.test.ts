import { BlockList } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createApp } from '../../../src/server/app.ts'
import { createRouter } from '../../../src/server/endpoints/router.ts'
import { createRequestWatch } from '../../../src/server/endpoints/watch-requests.ts'
import { createLog } from '../../../src/server/log.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { openSqlite } from '../../support/stores.ts'

const peer = { incoming: { socket: { remoteAddress: '10.0.0.1' } } }

/** The app with a log at `debug`, and its lines. */
async function startTalkative(overrides: Parameters<typeof startTestApp>[1] = {}) {
  const app = await startTestApp(openSqlite, overrides)
  const lines: Record<string, unknown>[] = []
  const log = createLog({
    level: 'debug',
    isTty: false,
    stream: { write: (line) => lines.push(JSON.parse(line)) },
  })
  const talkative = createApp({ ...app.deps, log })
  const request = (method: string, path: string, headers: Record<string, string> = {}) =>
    talkative.request(path, { method, headers }, peer)
  return { app, lines, request }
}

describe('each request leaves one line in the log', () => {
  test('with route, status, time, address and an id, and nothing that was sent', async () => {
    const { lines, request } = await startTalkative()
    await request('DELETE', '/auth/sessions/3f6f0a51?token=hush', {
      authorization: 'Bearer hush',
      cookie: 'a=hush',
    })
    expect(lines).toEqual([
      {
        level: 'debug',
        time: expect.any(String),
        request_id: expect.stringMatching(/^[0-9a-f]{12}-1$/),
        method: 'DELETE',
        route: '/auth/sessions/:id',
        status: 401,
        ms: expect.any(Number),
        address: '10.0.0.1',
        msg: 'answered',
      },
    ])
  })

  test('a failure is told at info too, with the id of its cause', async () => {
    const app = await startTestApp(openSqlite)
    await breakStore(app)
    expect((await app.request('GET', '/readyz')).status).toBe(500)
    const [cause, answered] = app.logged.map((line) => JSON.parse(line))
    expect([cause.msg, answered.msg, answered.level]).toEqual(['a request failed', 'answered', 'info'])
    expect([answered.request_id, answered.route, answered.status]).toEqual([cause.request_id, '/readyz', 500])
  })

  test.each([
    ['a trusted proxy gives the id', '10.0.0.1', 'req-0123456789', 'req-0123456789'],
    ['nobody else does', '10.0.0.2', 'req-0123456789', expect.stringMatching(/^[0-9a-f]{12}-1$/)],
    [
      'one that could forge a line is none',
      '10.0.0.1',
      'a b {"level"}',
      expect.stringMatching(/^[0-9a-f]{12}-1$/),
    ],
  ])('%s (X-Request-Id)', async (_rule, trusted, given, expected) => {
    const trustedProxies = new BlockList()
    trustedProxies.addAddress(trusted)
    const { lines, request } = await startTalkative({ trustedProxies })
    await request('GET', '/healthz', { 'x-request-id': given })
    expect(lines[0]?.request_id).toEqual(expected)
  })
})

/** Fails in a way that is none of the store's. */
async function breakStore(app: TestApp): Promise<void> {
  Object.defineProperty(app.deps.db, 'selectFrom', {
    value: () => {
      throw new Error('odd')
    },
  })
}

describe('a bound on the requests under way (contract §2: 503 + Retry-After, never a verdict)', () => {
  test.each(['GET', 'POST'])('%s: beyond it 503, at once; the first that ends makes room', async (method) => {
    const { deps } = await startTestApp(openSqlite)
    const { watch, admit } = createRequestWatch(deps, 2)
    const ends: Array<() => void> = []
    const router = createRouter()
    router.use((c, next) => watch(c, next))
    router.on(['POST'], '*', admit)
    router.on(['GET', 'POST'], '/slow', async (c) => {
      await new Promise<void>((resolve) => ends.push(resolve))
      return c.text('done')
    })
    router.get('/healthz', (c) => c.text('well'))
    router.onError((error, c) => c.text(error.message, 503))
    const slow = () => router.request('/slow', { method })
    const held = [slow(), slow()]
    await Promise.resolve()
    const refused = await slow()
    expect([refused.status, await refused.text()]).toEqual([
      503,
      'Too many requests are under way at this moment; try again shortly.',
    ])
    expect((await router.request('/healthz')).status).toBe(200)
    expect(deps.metrics.render([])).toContain('\nlatchkey_overload_refusals_total 1\n')
    for (const end of ends) end()
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200])
    const again = slow()
    await Promise.resolve()
    ends.at(-1)?.()
    expect((await again).status).toBe(200)
  })
})
