import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectStore } from '../../db/connect.ts'
import { cliClientId } from '../../src/protocol/endpoints.ts'
import { deviceCodeGrant } from '../../src/protocol/oauth.ts'
import { refreshOver } from '../support/authd.ts'
import { Cluster, nginx, noCluster } from '../support/cluster.ts'
import { addAccount, expireToken, machineOf } from '../support/login.ts'
import { password, type RunningAuthd, register, type ServerHost, until } from '../support/processes.ts'
import { startSmtpServer } from '../support/smtp.ts'

interface Answer {
  status: number
  body: Record<string, unknown>
}

/** A JSON or form request to one node. */
async function ask(
  node: RunningAuthd | undefined,
  method: string,
  path: string,
  { bearer, json, form }: { bearer?: string | undefined; json?: object; form?: Record<string, string> } = {},
): Promise<Answer> {
  const answer = await fetch(`${node?.url}${path}`, {
    method,
    headers: {
      ...(bearer && { authorization: `Bearer ${bearer}` }),
      ...(json && { 'content-type': 'application/json' }),
    },
    ...((json || form) && { body: json ? JSON.stringify(json) : new URLSearchParams(form) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : {} }
}

describe.skipIf(noCluster !== undefined)(
  `two nodes on one PostgreSQL${noCluster ? ` (${noCluster})` : ''}`,
  () => {
    let cluster: Cluster
    let host: ServerHost
    let one: RunningAuthd
    let two: RunningAuthd
    const [ann, root, dave] = ['ann@example.org', 'root@example.org', 'dave@example.org']

    beforeAll(async () => {
      cluster = await Cluster.start()
      host = cluster.addHost({ AUTHD_RATE_LIMITS: 'on' })
      one = await host.serve()
      two = await cluster.addHost({ AUTHD_RATE_LIMITS: 'on' }).serve()
      await addAccount(host, one, ann)
      await addAccount(host, two, root)
      await addAccount(host, one, dave)
      await host.authd(['user', 'promote', root])
    })
    afterAll(() => cluster?.stop())

    const logIn = async (node: RunningAuthd, email = ann) => {
      const { body } = await ask(node, 'POST', '/auth/login', { json: { email, password } })
      return { access: String(body.access_token), refresh: String(body.refresh_token) }
    }
    const statusAt = async (node: RunningAuthd, bearer: string) =>
      (await ask(node, 'GET', '/auth/me', { bearer })).status

    test('a registration at one is redeemed at the other', async () => {
      await register(one.url, 'carol@example.org')
      const verification_code = await host.readCode('carol@example.org')
      const json = { email: 'carol@example.org', verification_code }
      const { status } = await ask(two, 'POST', '/auth/register/verification_code', { json })
      expect(status).toBe(200)
    })

    test('a device login that one began is approved at the other and fetched at the first', async () => {
      const form = { client_id: cliClientId }
      const { body } = await ask(one, 'POST', '/oauth2/device_authorization', { form })
      const { access } = await logIn(two)
      const approval = { user_code: body.user_code, approve: true }
      const approved = await ask(two, 'POST', '/auth/device', { bearer: access, json: approval })
      expect(approved.status).toBeLessThan(300)
      const grant = { ...form, grant_type: deviceCodeGrant, device_code: String(body.device_code) }
      expect((await ask(one, 'POST', '/oauth2/token', { form: grant })).status).toBe(200)
    })

    test('tries at one count at the other', async () => {
      const json = { email: 'carol@example.org', password: 'not this one at all' }
      const statuses: number[] = []
      for (let times = 0; times < 14; times++) {
        statuses.push((await ask(times % 2 ? one : two, 'POST', '/auth/login', { json })).status)
      }
      expect(statuses).toContain(401)
      expect(statuses.slice(-2)).toEqual([429, 429])
    })

    /** What takes a right away at `one`, and a bearer that had it. */
    const revocations: ReadonlyArray<
      readonly [string, () => Promise<{ bearer: string; revoke(): Promise<Answer> }>]
    > = [
      [
        'a session that is ended',
        async () => {
          const { access } = await logIn(one)
          return { bearer: access, revoke: () => ask(one, 'POST', '/auth/logout', { bearer: access }) }
        },
      ],
      [
        'a personal token that is revoked',
        async () => {
          const { access } = await logIn(one)
          const made = await ask(one, 'POST', '/auth/tokens', {
            bearer: access,
            json: { name: 'ci', scopes: ['account'] },
          })
          const [bearer, id] = [String(made.body.token), String(made.body.id)]
          return { bearer, revoke: () => ask(one, 'DELETE', `/auth/tokens/${id}`, { bearer: access }) }
        },
      ],
      [
        'an account that is disabled',
        async () => {
          const [mine, theirs] = [await logIn(one, root), await logIn(two, dave)]
          const { body } = await ask(two, 'GET', '/auth/me', { bearer: theirs.access })
          const change = { bearer: mine.access, json: { is_active: false } }
          return { bearer: theirs.access, revoke: () => ask(one, 'PATCH', `/admin/users/${body.id}`, change) }
        },
      ],
    ]
    test.each(revocations)(
      '%s is refused at once at its own node and within 1 s at the other',
      async (_what, prepare) => {
        const { bearer, revoke } = await prepare()
        // Both have seen the token, so that whatever they remember of it is remembered.
        expect([await statusAt(one, bearer), await statusAt(two, bearer)]).toEqual([200, 200])
        expect((await revoke()).status).toBeLessThan(300)
        const began = performance.now()
        const own = await statusAt(one, bearer)
        const other = await statusAt(two, bearer)
        expect(performance.now() - began).toBeLessThan(1_000)
        expect([own, other].every((status) => status === 401 || status === 403)).toBe(true)
      },
    )

    test('a key that one rotated signs nothing that the other would not believe', async () => {
      const { access } = await logIn(one, root)
      expect((await ask(one, 'POST', '/admin/keys/rotate', { bearer: access })).status).toBeLessThan(300)
      const fresh = await logIn(one)
      expect(await statusAt(two, fresh.access)).toBe(200)
      const sets = await Promise.all(
        [one, two].map(async ({ url }) => {
          const { keys } = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as {
            keys: { kid: string }[]
          }
          return keys.map(({ kid }) => kid).sort()
        }),
      )
      expect(sets[0]).toEqual(expect.arrayContaining(sets[1] ?? []))
    })
  },
)

describe.skipIf(noCluster !== undefined)('the outbox of two nodes', () => {
  test('is sent by one at a time, and by the other when that one is killed: each letter once (kratos#3175)', async () => {
    const smtp = await startSmtpServer('slow')
    const cluster = await Cluster.start()
    try {
      const mail = { AUTHD_SMTP_URL: smtp.url, AUTHD_MAIL_FROM: 'auth@example.org' }
      const hosts = [cluster.addHost(mail), cluster.addHost(mail)]
      const nodes = await Promise.all(hosts.map((host) => host.serve()))
      const letters = 40
      const lanes = 4 // so many a node sends at once (delivery.ts)
      const addresses = Array.from({ length: letters }, (_, index) => `p${index}@example.org`)
      await Promise.all(addresses.map((email, index) => register(nodes[index % 2]?.url ?? '', email)))
      await smtp.received(5)
      await nodes[0]?.stop('SIGKILL')
      const db = await connectStore(cluster.databaseUrl)
      const unsent = async () =>
        (await db.selectFrom('outbox').select('id').where('sent_at', 'is', null).execute()).length
      await until('the other has sent what nobody was sending', async () => (await unsent()) <= lanes, 30_000)
      // What was being sent is not taken over before its lease is over: three minutes pass.
      await db.updateTable('outbox').set({ leased_until: 1 }).where('sent_at', 'is', null).execute()
      await until('those are sent too', async () => (await unsent()) === 0, 30_000)
      await db.destroy()
      const sentTo = smtp.messages.map(({ envelope }) => String(envelope.to))
      expect(new Set(sentTo)).toEqual(new Set(addresses))
      // What was being sent when its node was killed may come twice: nobody can know whether it arrived (RFC 5321 §4.5.4.1).
      expect(sentTo.length - letters).toBeLessThanOrEqual(lanes)
    } finally {
      await cluster.stop()
      await smtp.stop()
    }
  })
})

const skipped = noCluster ?? (nginx ? undefined : 'nginx is not installed here')

describe.skipIf(skipped !== undefined)(
  `storms on two nodes behind nginx${skipped ? ` (${skipped})` : ''}`,
  () => {
    let cluster: Cluster
    let url: string
    beforeAll(async () => {
      cluster = await Cluster.start()
      const nodes = await cluster.addNodes(2)
      url = await cluster.addProxy(nodes)
      const [node] = nodes
      if (node) await addAccount(cluster.addHost(), node, ann)
    })
    afterAll(() => cluster?.stop())
    const ann = 'eve@example.org'

    test('200 parallel refreshes of one token: 200 × 200, one successor (hydra#3604)', async () => {
      const { body } = await ask({ url } as RunningAuthd, 'POST', '/auth/login', {
        json: { email: ann, password },
      })
      const answers = await Promise.all(
        Array.from({ length: 200 }, () => refreshOver(url, String(body.refresh_token))),
      )
      expect(answers.map(({ status }) => status)).toEqual(Array(200).fill(200))
      expect(new Set(answers.map(({ refresh_token }) => refresh_token)).size).toBe(1)
      expect(new Set(answers.map(({ generation }) => generation))).toEqual(new Set([1]))
    })

    test('100 processes of one login whose token has run out: all print the same token (railwayapp/cli#991)', async () => {
      const machine = await machineOf({ url }, ann)
      try {
        expireToken(machine)
        const outcomes = await Promise.all(Array.from({ length: 100 }, () => machine.auth(['token'])))
        expect(outcomes.map(({ code, stderr }) => [code, stderr])).toEqual(Array(100).fill([0, '']))
        expect(new Set(outcomes.map(({ stdout }) => stdout)).size).toBe(1)
      } finally {
        machine.remove()
      }
    })
  },
)
