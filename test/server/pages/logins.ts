import { expect } from 'vitest'
import type { TokenAnswer } from '../../../src/protocol/endpoints.ts'
import { startTestApp, type TestApp, testPassword } from '../../support/app.ts'
import { auditOf } from '../../support/audit.ts'
import { addMember, openPageClient, type PageClient } from '../../support/page-client.ts'
import type { OpenStore } from '../../support/stores.ts'

/** A superuser at the pages, and Ann, who is logged in over the API and in a browser. */
export async function startWithMembers(openStore: OpenStore) {
  const app = await startTestApp(openStore)
  const rootId = await addMember(app, 'root@example.com', { superuser: true })
  const annId = await addMember(app, 'ann@example.com', { name: 'Ann' })
  const root = await logIn(app, 'root@example.com')
  const ann = await openLogins(app, 'ann@example.com')
  return { app, root, rootId, annId, ann }
}

export async function logIn(app: TestApp, email: string): Promise<PageClient> {
  const client = openPageClient(app)
  expect((await client.logIn(email)).status).toBe(303)
  await client.get('/account')
  return client
}

interface Logins {
  token: string
  browser: PageClient
}

async function openLogins(app: TestApp, email: string): Promise<Logins> {
  const form = { username: email, password: testPassword }
  const answer = await app.request('POST', '/auth/login', { form })
  const { access_token } = (await answer.json()) as TokenAnswer
  return { token: access_token, browser: await logIn(app, email) }
}

/** What the next request with each is answered: the status of the API, and where the page leads. */
export async function askAgain(app: TestApp, { token, browser }: Logins): Promise<unknown[]> {
  const api = await app.request('GET', '/auth/me', { bearer: token })
  const page = await browser.get('/account')
  return [api.status, page.status, page.location]
}

export const welcome = [200, 200, null]
export const refused = [401, 303, '/login?next=%2Faccount&ended=1']

export async function findRow(app: TestApp, id: string) {
  return app.deps.db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function lastAudit(app: TestApp) {
  return (await auditOf(app.deps.db)).at(-1)
}
