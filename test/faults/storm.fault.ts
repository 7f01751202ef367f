import { mkdirSync, rmdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectStore, type Store } from '../../db/connect.ts'
import { addAccount, expireToken, loggedIn, loginFiles, machineOf } from '../support/login.ts'
import type { Machine } from '../support/machine.ts'
import { pause, type RunningAuthd, ServerHost } from '../support/processes.ts'
import { oneAccount, startStandIn } from '../support/stand-in.ts'

const shells = 100
/** Enough where it is about who dies, not about how many wait. */
const some = 40
/** About what they still take once the lock is open. Milliseconds. */
const lifetime = 150

describe(`${shells} shells at once, on an access token that has run out`, () => {
  const host = new ServerHost()
  let server: RunningAuthd
  let db: Store
  let machine: Machine
  beforeAll(async () => {
    server = await host.serve()
    await addAccount(host, server, 'ann@example.org')
    machine = await machineOf(server, 'ann@example.org')
    db = await connectStore(`sqlite:${join(host.dataDir, 'authd.db')}`)
  })
  beforeEach(() => expireToken(machine))
  afterAll(async () => {
    await db?.destroy()
    machine?.remove()
    await server?.stop()
    host.remove()
  })

  const sessions = () => db.selectFrom('sessions').select(['generation', 'ended_at']).execute()

  /** Starts them while the lock is taken, so that they all stand before it when `release` opens it. */
  async function gather(
    count: number,
  ): Promise<{ running: ReturnType<Machine['start']>[]; release: () => void }> {
    const lock = join(machine.folder, `${loginFiles(machine).secret}.lock`)
    mkdirSync(lock)
    const running = Array.from({ length: count }, () => {
      const now = Date.now() / 1_000
      utimesSync(lock, now, now) // a machine that starts them slowly must not let it grow stale
      return machine.start(['token'])
    })
    await pause(2_000)
    return { running, release: () => rmdirSync(lock) }
  }
  const ends = (running: ReturnType<Machine['start']>[]) => Promise.all(running.map(({ outcome }) => outcome))
  const printedToken = { code: 0, stdout: expect.stringMatching(/^ey[\w.-]+\n$/), stderr: '' }

  test('all print the same token, by one rotation and no second login (railwayapp/cli#991)', async () => {
    const [before] = await sessions()
    const { running, release } = await gather(shells)
    release()
    const outcomes = await ends(running)
    expect(outcomes).toEqual(Array(shells).fill(printedToken))
    expect(new Set(outcomes.map(({ stdout }) => stdout)).size).toBe(1)
    expect(await sessions()).toEqual([{ generation: (before?.generation ?? 0) + 1, ended_at: null }])
    expect(machine.journal().map(({ command, result }) => [command, result])).toEqual([
      ['login', 'logged in'],
      ['token', 'renewed'],
    ])
  })

  test('ten of forty killed at random moments: the others all print a token, and the login stands', async () => {
    const [before] = await sessions()
    const { running, release } = await gather(some)
    release()
    for (const { child } of running.filter((_, index) => index % 4 === 0))
      setTimeout(() => child.kill('SIGKILL'), Math.random() * lifetime)
    const outcomes = await ends(running)
    const rest = outcomes.filter(({ code }) => code !== null)
    expect(rest).toEqual(Array(rest.length).fill(printedToken))
    const killed = some - rest.length
    expect(killed).toBeGreaterThanOrEqual(1)
    const [after] = await sessions()
    // One who dies between writing the secret and the token costs one rotation more, and nothing else.
    const rotations = (after?.generation ?? 0) - (before?.generation ?? 0)
    expect([rotations >= 1 && rotations <= 1 + killed, after?.ended_at]).toEqual([true, null])
    expireToken(machine)
    expect(await machine.auth(['token'])).toEqual(printedToken)
  })

  test('the one that held the lock killed just now: all others wait for it to grow stale, and go on', async () => {
    const [before] = await sessions()
    const { running } = await gather(some)
    const outcomes = await ends(running)
    expect(outcomes).toEqual(Array(some).fill(printedToken))
    expect(new Set(outcomes.map(({ stdout }) => stdout)).size).toBe(1)
    expect((await sessions())[0]?.generation).toBe((before?.generation ?? 0) + 1)
  })
})

test('twenty shells at a server that gives no answer find it out together, not one after the other', async () => {
  const server = await startStandIn(oneAccount())
  const machine = await loggedIn(server)
  expireToken(machine)
  server.routes['GET /auth/update_token'] = async (_, response) => {
    await pause(1_000)
    response.destroy()
    return undefined
  }
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => machine.auth(['token'])))
  expect(outcomes.map(({ code }) => code)).toEqual(Array(20).fill(5))
  expect(server.requests.length).toBeLessThan(4)
  machine.remove()
  await server.stop()
})

test('twenty shells whose session has ended ask the server once', async () => {
  const server = await startStandIn(oneAccount())
  const machine = await loggedIn(server)
  expireToken(machine)
  const ended = { type: 'urn:x', title: 'x', status: 401, detail: 'It is over.', code: 'session_ended' }
  server.routes['GET /auth/update_token'] = async () => {
    await pause(500)
    return { status: 401, body: ended }
  }
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => machine.auth(['token'])))
  expect(outcomes.map(({ code }) => code)).toEqual(Array(20).fill(4))
  expect(server.requests.length).toBe(1)
  machine.remove()
  await server.stop()
})
