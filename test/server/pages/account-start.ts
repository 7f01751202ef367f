import { startTestApp, type TestApp } from '../../support/app.ts'
import { addMember, openPageClient, type PageClient } from '../../support/page-client.ts'
import { type OpenStore, openSqlite } from '../../support/stores.ts'

export const email = 'ann@example.com'

interface Start {
  app: TestApp
  ann: PageClient
  id: string
}

/** Ann, logged in and on her account page. */
export async function startWithAnn(openStore: OpenStore = openSqlite, options = {}): Promise<Start> {
  const app = await startTestApp(openStore, { issuer: 'https://auth.example' })
  const id = await addMember(app, email, options)
  const ann = openPageClient(app)
  await ann.logIn(email)
  await ann.get('/account')
  return { app, ann, id }
}

/** Follows a redirect that has to be one. */
export async function follow(client: PageClient, pending: ReturnType<PageClient['post']>) {
  const { status, location } = await pending
  if (status !== 303 || location === null) throw new Error(`answered ${status}`)
  return { location, page: await client.get(location) }
}
