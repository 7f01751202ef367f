import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Cluster, noCluster } from '../support/cluster.ts'
import { Load } from '../support/load.ts'
import { addAccount, expireToken, machineOf } from '../support/login.ts'
import type { Machine } from '../support/machine.ts'
import type { RunningAuthd } from '../support/processes.ts'

/** How long a request may wait for a store that does not answer, in ms: connecting or a statement, and some slack. */
const patience = 13_000

describe.skipIf(noCluster !== undefined)(`PostgreSQL goes away${noCluster ? ` (${noCluster})` : ''}`, () => {
  let cluster: Cluster
  let nodes: RunningAuthd[]
  let machine: Machine
  const email = 'bob@example.org'

  beforeAll(async () => {
    cluster = await Cluster.start()
    nodes = await cluster.addNodes(2)
    const host = cluster.addHost()
    const [node] = nodes
    if (!node) throw new Error('no node')
    await addAccount(host, node, email)
    machine = await machineOf(node, email)
  })
  afterAll(async () => {
    machine?.remove()
    await cluster?.stop()
  })

  /** What each node answers to a login, a refresh and a question that needs the store, and how long it took. */
  async function askAll(token: string) {
    const asked = nodes.flatMap(({ url }) => [
      () => fetch(`${url}/auth/me`, { headers: { authorization: `Bearer ${token}` } }),
      () =>
        fetch(`${url}/auth/login`, {
          method: 'POST',
          body: new URLSearchParams({ username: email, password: 'x' }),
        }),
      () => fetch(`${url}/readyz`),
    ])
    return Promise.all(
      asked.map(async (ask) => {
        const begun = performance.now()
        const answer = await ask()
        await answer.arrayBuffer()
        const { status, headers } = answer
        return { status, retryAfter: headers.get('retry-after'), ms: performance.now() - begun }
      }),
    )
  }

  test('for 30 s: 503 with Retry-After and never a verdict, the client keeps its login, and all goes on by itself', async () => {
    const token = (await machine.auth(['token'])).stdout.trim()
    expireToken(machine)
    cluster.postgres.signal('SIGKILL')
    const begun = Date.now()
    let asked = 0
    while (Date.now() - begun < 30_000) {
      for (const answer of await askAll(token)) {
        expect(answer).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) })
        expect(answer.ms).toBeLessThan(patience)
        asked += 1
      }
      const refused = await machine.auth(['token'])
      expect(refused).toMatchObject({ code: 5, stdout: '' })
      await pause(2_000)
    }
    await cluster.postgres.restart()
    const back = Date.now()
    for (;;) {
      const { code } = await machine.auth(['token'])
      if (code === 0) break
      expect(code).toBe(5)
      expect(Date.now() - back).toBeLessThan(10_000)
    }
    console.log(`store away for 30 s: ${asked} answers of 503; back ${Date.now() - back} ms after the start`)
    const answers = await askAll((await machine.auth(['token'])).stdout.trim())
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 200, 200, 401, 200])
  })

  test('it hangs without a word: 503 within the time a statement may take, and all goes on when it wakes', async () => {
    const token = (await machine.auth(['token'])).stdout.trim()
    cluster.postgres.signal('SIGSTOP')
    const answers = await askAll(token)
    cluster.postgres.signal('SIGCONT')
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) })
      expect(answer.ms).toBeLessThan(patience)
    }
    console.log('store hangs:', answers.map(({ ms }) => `${Math.round(ms)} ms`).join(', '))
    for (const limit = Date.now() + 10_000; Date.now() < limit; await pause(100)) {
      if ((await askAll(token)).every(({ status }) => status !== 503)) return
    }
    throw new Error('it did not come back')
  })

  test('killed by -9 under load, four times: nothing acknowledged is lost', async () => {
    const load = new Load()
    load.url = nodes[0]?.url ?? ''
    for (let round = 0; round < 4; round++) {
      await load.start()
      await load.acknowledged()
      await pause(Math.random() * 500)
      cluster.postgres.signal('SIGKILL')
      await pause(500)
      await load.stop()
      await cluster.postgres.restart()
      await pause(1_000)
      load.url = nodes[(round + 1) % 2]?.url ?? ''
      await load.check(cluster.databaseUrl, `round ${round}`)
    }
    console.log('kill -9 of PostgreSQL:', JSON.stringify(load.report))
    expect(load.faults).toEqual([])
  })
})
