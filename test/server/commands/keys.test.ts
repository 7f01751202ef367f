import { expect, test } from 'vitest'
import { createHost } from '../../support/processes.ts'

test('keys list: nothing before the first start, then the key that the JWK Set shows, as table and as JSON', async () => {
  const host = createHost()
  expect(await host.authd(['keys', 'list'])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'There are no keys yet; the first start of the server makes one.\n',
  })
  expect(await host.json(['keys', 'list'])).toEqual([])
  const server = await host.serve()
  const jwks = await fetch(`${server.url}/.well-known/jwks.json`)
  const { keys } = (await jwks.json()) as { keys: Array<{ kid: string; alg: string }> }
  const listed = await host.json(['keys', 'list'])
  expect(listed).toEqual(
    keys.map(({ kid, alg }) => ({ id: kid, algorithm: alg, created_at: expect.any(String) })),
  )
  expect(listed).toHaveLength(1)
  const [{ id, created_at }] = listed
  expect(await host.authd(['keys', 'list'])).toEqual({
    code: 0,
    stdout: `${'ID'.padEnd(43)}  ALGORITHM  MADE\n${id}  ES256      ${created_at}\n`,
    stderr: '',
  })
})
