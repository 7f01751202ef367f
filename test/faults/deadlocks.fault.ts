import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectStore } from '../../db/connect.ts'
import { Cluster, noCluster } from '../support/cluster.ts'
import { addAccount } from '../support/login.ts'
import { password, type RunningAuthd } from '../support/processes.ts'

const length = 15_000
const [ann, root] = ['ann@example.org', 'root@example.org']

describe.skipIf(noCluster !== undefined)(
  `two nodes on one PostgreSQL${noCluster ? ` (${noCluster})` : ''}`,
  () => {
    let cluster: Cluster
    let nodes: RunningAuthd[]
    beforeAll(async () => {
      cluster = await Cluster.start()
      const host = cluster.addHost()
      nodes = [await host.serve(), await cluster.addHost().serve()]
      for (const email of [ann, root]) await addAccount(host, nodes[0] as RunningAuthd, email)
      await host.authd(['user', 'promote', root])
    })
    afterAll(() => cluster?.stop())

    test('everything that changes one account, all at once: no two transactions wait for each other', async () => {
      const answers = new Map<string, number>()
      let turn = 0
      const ask = async (method: string, path: string, bearer: string, json?: object) => {
        const answer = await fetch(`${nodes[turn++ % nodes.length]?.url}${path}`, {
          method,
          headers: {
            ...(bearer && { authorization: `Bearer ${bearer}` }),
            ...(json && { 'content-type': 'application/json' }),
          },
          ...(json && { body: JSON.stringify(json) }),
        })
        const text = await answer.text()
        const key = `${method} ${path.replace(/[0-9a-f-]{20,}/, ':id')} ${answer.status}`
        answers.set(key, (answers.get(key) ?? 0) + 1)
        return text.startsWith('{') ? JSON.parse(text) : {}
      }
      const logIn = (email: string) => ask('POST', '/auth/login', '', { email, password })
      const admin = String((await logIn(root)).access_token)
      const { items } = await ask('GET', `/admin/users?q=${ann}`, admin)
      const account = `/admin/users/${items[0].id}`
      const asAnn = async (work: (bearer: string) => Promise<unknown>) => {
        const { access_token } = await logIn(ann)
        if (access_token) await work(access_token)
      }
      const works: (() => Promise<unknown>)[] = [
        () => asAnn((bearer) => ask('POST', '/auth/logout', bearer)),
        () => asAnn((bearer) => ask('DELETE', '/auth/sessions?others=true', bearer)),
        () =>
          asAnn((bearer) =>
            ask('POST', '/auth/password?sessions=end', bearer, {
              current_password: password,
              new_password: password,
            }),
          ),
        () => asAnn((bearer) => ask('POST', '/auth/tokens', bearer, { name: 'ci', scopes: ['account'] })),
        () => asAnn((bearer) => ask('PATCH', '/auth/me', bearer, { username: `ann ${turn}` })),
        () => ask('PATCH', account, admin, { is_active: false }),
        () => ask('PATCH', account, admin, { is_active: true }),
        () => ask('PATCH', account, admin, { is_superuser: true }),
        () => ask('PATCH', account, admin, { is_superuser: false }),
        () => ask('DELETE', `${account}/sessions`, admin),
        () => ask('POST', '/auth/password/forgot', '', { email: ann }),
        () => ask('POST', '/auth/register', '', { email: 'new@example.org', password }),
        () => ask('POST', '/admin/invites', admin, { email: 'guest@example.org' }),
      ]
      const end = Date.now() + length
      await Promise.all(
        [...works, ...works].map(async (work) => {
          while (Date.now() < end) await work()
        }),
      )
      const db = await connectStore(cluster.databaseUrl)
      const { rows } = await sql<{ deadlocks: number }>`select deadlocks from pg_stat_database
      where datname = current_database()`
        .execute(db)
        .finally(() => db.destroy())
      // Each kind of change was made; those that met a disabled account or an ended session were refused.
      const changes = [
        'POST /auth/logout 204',
        'DELETE /auth/sessions?others=true 204',
        'POST /auth/password?sessions=end 204',
        'POST /auth/tokens 201',
        'PATCH /auth/me 200',
        'PATCH /admin/users/:id 200',
        'DELETE /admin/users/:id/sessions 204',
        'POST /auth/password/forgot 202',
        'POST /auth/register 201',
        'POST /admin/invites 201',
      ]
      expect([...answers.keys()]).toEqual(expect.arrayContaining(changes))
      expect(rows).toEqual([{ deadlocks: 0 }])
      expect([...answers.keys()].filter((key) => / 5\d\d$/.test(key))).toEqual([])
    })
  },
)
