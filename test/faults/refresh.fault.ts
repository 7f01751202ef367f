import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { connectStore } from '../../db/connect.ts'
import { type RefreshAnswer, refreshOver } from '../support/authd.ts'
import { createHost, type RunningAuthd, signIn } from '../support/processes.ts'
import { openPostgres } from '../support/stores.ts'

const callers = 200
const issuer = { AUTHD_ISSUER: 'https://auth.example.com' }

/** Trades one token so many times at once, over these servers in turn. */
function storm(servers: readonly RunningAuthd[], token: string): Promise<RefreshAnswer[]> {
  const urls = servers.map(({ url }) => url)
  return Promise.all(
    Array.from({ length: callers }, (_, index) => refreshOver(urls[index % urls.length] ?? '', token)),
  )
}

function expectOneSuccessor(answers: readonly RefreshAnswer[], generation: number): string {
  expect(answers.map(({ status }) => status)).toEqual(Array(callers).fill(200))
  const successors = new Set(answers.map(({ refresh_token }) => refresh_token))
  expect(successors.size).toBe(1)
  expect(new Set(answers.map((answer) => answer.generation))).toEqual(new Set([generation]))
  return [...successors][0] ?? ''
}

async function readGenerations(databaseUrl: string): Promise<number[]> {
  const db = await connectStore(databaseUrl)
  onTestFinished(() => db.destroy())
  const rows = await db.selectFrom('sessions').select('generation').where('ended_at', 'is', null).execute()
  return rows.map(({ generation }) => generation)
}

describe('200 parallel refreshes of one token: 200 × 200, one successor, one generation (hydra#3604)', () => {
  test('at one server', async () => {
    const host = createHost()
    const server = await host.serve()
    const { refresh_token } = await signIn(host, server.url, 'ann@example.com')
    const next = expectOneSuccessor(await storm([server], refresh_token), 1)
    expect(await readGenerations(`sqlite:${host.dataDir}/authd.db`)).toEqual([1])
    expectOneSuccessor(await storm([server], next), 2)
  })

  test('split between two servers on one SQLite file', async () => {
    const host = createHost(issuer)
    const servers = [await host.serve(), await host.serve()]
    const { refresh_token } = await signIn(host, servers[0]?.url ?? '', 'ann@example.com')
    const next = expectOneSuccessor(await storm(servers, refresh_token), 1)
    expect(await readGenerations(`sqlite:${host.dataDir}/authd.db`)).toEqual([1])
    expectOneSuccessor(await storm(servers.toReversed(), next), 2)
  })

  const skipped = inject('postgresUrl') === undefined
  test.skipIf(skipped)('split between two servers on one PostgreSQL', async () => {
    const { url } = await openPostgres()
    const host = createHost({ ...issuer, AUTHD_DATABASE_URL: url })
    const servers = [await host.serve(), await host.serve()]
    const { refresh_token } = await signIn(host, servers[0]?.url ?? '', 'ann@example.com')
    const next = expectOneSuccessor(await storm(servers, refresh_token), 1)
    expect(await readGenerations(url)).toEqual([1])
    expectOneSuccessor(await storm(servers.toReversed(), next), 2)
    await Promise.all(servers.map((server) => server.stop()))
  })
})

test('what one server answers the other honours at once, and what one ends the other refuses at once', async () => {
  const host = createHost(issuer)
  const [one, two] = [await host.serve(), await host.serve()]
  const { access_token, refresh_token } = await signIn(host, one.url, 'ann@example.com')
  const headers = { authorization: `Bearer ${access_token}` }
  const validate = async ({ url }: RunningAuthd) =>
    (await fetch(`${url}/auth/validate-access-token`, { headers })).status
  expect(await validate(two)).toBe(200)
  const logout = await fetch(`${one.url}/auth/logout`, { method: 'POST', headers })
  expect(logout.status).toBe(204)
  expect([await validate(two), await validate(one)]).toEqual([401, 401])
  expect((await refreshOver(two.url, refresh_token)).status).toBe(401)
})
