import { insertAccount } from '../../src/server/accounts/account.ts'
import { type TestApp, testPassword } from './app.ts'

/** A page as a browser without scripts has it. */
export interface PageAnswer {
  status: number
  headers: Headers
  /** Whole `Set-Cookie` headers, in order. */
  setCookies: string[]
  location: string | null
  html: string
  /** The text of `<h1>`. */
  title: string | undefined
  /** Texts of role alert, then of role status. */
  said: string[]
  /** The token of its forms. */
  formToken: string | undefined
}

interface PageOptions {
  headers?: Record<string, string>
  from?: string
}

/** A browser with cookies of its own; it follows no redirect by itself. */
export interface PageClient {
  /** By name, as they would be sent. */
  cookies: Map<string, string>
  get(path: string, options?: PageOptions): Promise<PageAnswer>
  /** Sends a form as a page of ours would: with the token of the newest page, unless the form names another. */
  post(path: string, form?: Record<string, string>, options?: PageOptions): Promise<PageAnswer>
  /** By the form of the login page. */
  logIn(email: string, password?: string): Promise<PageAnswer>
  /** Another one with the same cookies, such as a thief's. */
  copy(): PageClient
}

/** The two cookies of a login, as names. */
export const loginCookies = ['__Host-latchkey-access', '__Host-latchkey-refresh'] as const

export function openPageClient(app: TestApp, cookies = new Map<string, string>()): PageClient {
  let formToken = ''
  const send = async (
    method: string,
    path: string,
    form: Record<string, string> | undefined,
    options: PageOptions,
  ) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(cookie && { cookie }), ...options.headers }
    const { from } = options
    const request = { headers, ...(form && { form }), ...(from !== undefined && { from }) }
    const answer = await readPage(await app.request(method, path, request))
    for (const line of answer.setCookies) keep(cookies, line)
    formToken = answer.formToken ?? formToken
    return answer
  }
  const client: PageClient = {
    cookies,
    get: (path, options = {}) => send('GET', path, undefined, options),
    post: (path, form = {}, options = {}) => {
      const origin = new URL(app.deps.config.issuer).origin
      const headers = { origin, 'sec-fetch-site': 'same-origin', ...options.headers }
      return send('POST', path, { form_token: formToken, ...form }, { ...options, headers })
    },
    logIn: async (login, password = testPassword) => {
      await client.get('/login')
      return client.post('/login', { login, password })
    },
    copy: () => openPageClient(app, new Map(cookies)),
  }
  return client
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  if (/; Max-Age=0(;|$)/.test(line)) cookies.delete(name)
  else cookies.set(name, value)
}

async function readPage(response: Response): Promise<PageAnswer> {
  const html = await response.text()
  const texts = (role: string) =>
    [...html.matchAll(new RegExp(`<p[^>]* role="${role}"[^>]*>(.*?)</p>`, 'gs'))].map(([, text = '']) => text)
  return {
    status: response.status,
    headers: response.headers,
    setCookies: response.headers.getSetCookie(),
    location: response.headers.get('location'),
    html,
    title: /<h1>(.*?)<\/h1>/.exec(html)?.[1],
    said: [...texts('alert'), ...texts('status')],
    formToken: /name="form_token" value="([^"]*)"/.exec(html)?.[1],
  }
}

/** A verified account with `testPassword`; returns its id. */
export async function addMember(
  app: TestApp,
  email: string,
  { superuser = false, name }: { superuser?: boolean; name?: string } = {},
): Promise<string> {
  const passwordHash = await app.deps.hasher.hash(testPassword)
  const username = name === undefined ? undefined : { username: name, key: name.toLowerCase() }
  const input = { email, username, passwordHash, verified: true, superuser }
  const account = await insertAccount(app.deps.db, input, app.clock.now)
  if (!account) throw new Error(`${email} is taken`)
  return account.id
}

/** Every row of every table, to tell whether anything was changed. */
export async function readStore({ deps: { db } }: TestApp): Promise<Record<string, unknown[]>> {
  const tables = await db.introspection.getTables()
  const rows = tables.map(async ({ name }) => [
    name,
    await db
      .selectFrom(name as 'accounts')
      .selectAll()
      .execute(),
  ])
  return Object.fromEntries(await Promise.all(rows))
}
