import { expect, test } from 'vitest'
import { createHost } from '../../support/processes.ts'
import { audit } from './people.ts'

test('authd limits: what is counted, as table and as JSON, and released without a login', async () => {
  const host = createHost({ AUTHD_RATE_LIMITS: 'on' })
  await host.json(['migrate'])
  expect(await host.authd(['limits', 'list'])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Nothing is counted at the moment.\n',
  })
  await host.json(['user', 'add', 'ann@example.com'])
  const server = await host.serve()
  const body = JSON.stringify({ email: 'ann@example.com', password: 'wrong' })
  const headers = { 'content-type': 'application/json' }
  const guess = async () =>
    (await fetch(`${server.url}/auth/login`, { method: 'POST', headers, body })).status
  for (let tries = 0; tries < 10; tries++) expect(await guess()).toBe(401)
  expect(await guess()).toBe(429)
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect(await host.json(['limits', 'list', '--search', 'ann'])).toEqual([
    {
      name: 'login.account',
      account: 'ann@example.com',
      address: null,
      used: 10,
      burst: 100,
      refused_until: null,
      forgotten_at: time,
    },
    {
      name: 'login.pair',
      account: 'ann@example.com',
      address: '127.0.0.1',
      used: 10,
      burst: 10,
      refused_until: time,
      forgotten_at: time,
    },
  ])
  expect((await host.authd(['limits', 'list'])).stdout).toMatch(
    /^LIMIT +ACCOUNT +ADDRESS +USED +REFUSED UNTIL +FORGOTTEN\nlogin\.address +- +127\.0\.0\.1 +\d+\/100 +- +20\S+ \S+Z\nlogin\.account /,
  )
  expect(await host.authd(['limits', 'release', 'ann@example.com'])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Released 2 counters of ann@example.com.\n',
  })
  expect(await guess()).toBe(401)
  expect(audit(host).filter(([event]) => event === 'limits.released')).toEqual([
    ['limits.released', 'host', { count: 2 }],
  ])
})

test('authd limits release: what is not counted, or no limit, is said; exit 1', async () => {
  const host = createHost()
  await host.json(['migrate'])
  expect(await host.authd(['limits', 'release', 'ann@example.com'])).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'authd: error: Nothing is counted of "ann@example.com"; nobody is kept out by it.\nauthd: hint: See `authd limits list`.\n',
  })
  const { code, stderr } = await host.authd(['limits', 'release', 'ann@example.com', '--name', 'x'])
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(
      /^authd: error: There is no limit "x"; nothing was released\.\nauthd: hint: Use one of login\.address, /,
    ),
  ])
})
