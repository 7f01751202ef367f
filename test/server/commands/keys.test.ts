import { expect, test } from 'vitest'
import { createHost } from '../../support/processes.ts'

/** To the second, as `auth` shows times. */
const shownTime = (time: string) => time.replace('T', ' ').replace(/\.\d+/, '')

test('keys list: nothing before the first start, then the keys that the JWK Set shows, as table and as JSON', async () => {
  const host = createHost()
  await host.json(['migrate'])
  expect(await host.authd(['keys', 'list'])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'There are no keys yet; the first start of the server makes one.\n',
  })
  expect(await host.json(['keys', 'list'])).toEqual([])
  const server = await host.serve()
  const jwks = await fetch(`${server.url}/.well-known/jwks.json`)
  const { keys } = (await jwks.json()) as { keys: Array<{ kid: string; alg: string }> }
  const listed: Array<Record<'id' | 'algorithm' | 'created_at' | 'activates_at', string>> = await host.json([
    'keys',
    'list',
  ])
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  const shown = keys.map(({ kid, alg }) => ({
    id: kid,
    algorithm: alg,
    created_at: time,
    activates_at: time,
  }))
  expect(listed).toHaveLength(2)
  expect(listed).toEqual(expect.arrayContaining(shown))
  expect(listed.map(({ algorithm }) => algorithm).sort()).toEqual(['ES256', 'RS256'])
  for (const { created_at, activates_at } of listed) expect(activates_at).toBe(created_at)
  const lines = listed.map(
    ({ id, algorithm, created_at, activates_at }) =>
      `${id}  ${algorithm.padEnd(9)}  ${shownTime(created_at)}  ${shownTime(activates_at)}\n`,
  )
  expect(await host.authd(['keys', 'list'])).toEqual({
    code: 0,
    stdout: `${'ID'.padEnd(43)}  ALGORITHM  ${'MADE'.padEnd(20)}  SIGNS FROM\n${lines.join('')}`,
    stderr: '',
  })
})

test('keys rotate: the new keys’ ids on stdout; they are published by the next start and do not sign yet', async () => {
  const host = createHost()
  await (await host.serve()).stop()
  const { code, stdout, stderr } = await host.authd(['keys', 'rotate'])
  expect([code, stderr]).toEqual([
    0,
    'Made new keys; they sign in 12 minutes, and the old ones verify for as long as their tokens live.\n',
  ])
  const made = stdout.trimEnd().split('\n')
  expect(made).toEqual([expect.stringMatching(/^[\w-]{43}$/), expect.stringMatching(/^[\w-]{43}$/)])
  const again: string[] = await host.json(['keys', 'rotate'])
  expect(again).toHaveLength(2)
  const listed: Array<{ id: string; created_at: string; activates_at: string }> = await host.json([
    'keys',
    'list',
  ])
  expect(listed).toHaveLength(6)
  const lead = (id: string) => {
    const { created_at = '', activates_at = '' } = listed.find((key) => key.id === id) ?? {}
    return Date.parse(activates_at) - Date.parse(created_at)
  }
  expect([...made, ...again].map(lead)).toEqual([720_000, 720_000, 720_000, 720_000])
  const jwks = await fetch(`${(await host.serve()).url}/.well-known/jwks.json`)
  const { keys } = (await jwks.json()) as { keys: Array<{ kid: string }> }
  expect(keys.map(({ kid }) => kid).sort()).toEqual(listed.map(({ id }) => id).sort())
})
