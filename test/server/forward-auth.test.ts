import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connectStore } from '../../db/connect.ts'
import { noStore, problemAnswer, readAnswer } from '../support/answers.ts'
import { startTestApp } from '../support/app.ts'
import { noNginx, startNginx } from '../support/nginx.ts'
import { addPerson } from '../support/oauth.ts'
import { createHost, signIn } from '../support/processes.ts'
import { forEachStore, openSqlite } from '../support/stores.ts'

describe('GET /auth/forward', () => {
  forEachStore((_kind, openStore) => {
    test('lets a good token pass and says whose it is', async () => {
      const app = await startTestApp(openStore)
      const ann = await addPerson(app, { email: 'ann@example.com' })
      const forward = () => readAnswer(app.request('GET', '/auth/forward', { bearer: ann.access_token }))
      const headers = { 'x-auth-user': ann.id, 'x-auth-email': 'ann@example.com', ...noStore }
      const passes = (superuser: string) => ({
        status: 204,
        headers: { ...headers, 'x-auth-superuser': superuser },
        body: undefined,
      })
      expect(await forward()).toEqual(passes('false'))
      await app.deps.db.updateTable('accounts').set({ superuser_at: 1 }).execute()
      expect(await forward()).toEqual(passes('true'))
      await app.deps.db.updateTable('sessions').set({ ended_at: 1 }).execute()
      expect(await forward()).toEqual(
        problemAnswer(401, 'session_ended', 'The session of this token has ended; log in again.'),
      )
    })
  })

  test('where only superusers may pass, others get 403', async () => {
    const app = await startTestApp(openSqlite)
    const { access_token: bearer } = await addPerson(app)
    const forward = (query: string) => readAnswer(app.request('GET', `/auth/forward${query}`, { bearer }))
    expect(await forward('?superuser=true')).toEqual(
      problemAnswer(403, 'forbidden', 'Only superusers may pass here.'),
    )
    // A misspelt wish for more protection must not be one for less.
    for (const query of ['?superuser=1', '?superuser=', '?superuser=TRUE']) {
      expect([query, (await forward(query)).status]).toEqual([query, 422])
    }
  })

  test('an address beyond ASCII travels as UTF-8 in percent signs, and a percent sign of its own too', async () => {
    const app = await startTestApp(openSqlite)
    const { access_token: bearer } = await addPerson(app, { email: '안나%é\n@example.com' })
    const answer = await app.request('GET', '/auth/forward', { bearer })
    expect(answer.headers.get('x-auth-email')).toBe('%EC%95%88%EB%82%98%25%C3%A9%0A@example.com')
  })
})

/** What docs and users write: a protected upstream, whose identity headers nobody outside can set. */
function configure(ports: { nginx: number; authd: string; upstream: number }): string {
  return `
  server {
    listen 127.0.0.1:${ports.nginx};
    location = /_auth {
      internal;
      proxy_pass ${ports.authd}/auth/forward;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
    }
    location = /_superuser {
      internal;
      proxy_pass ${ports.authd}/auth/forward?superuser=true;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
    }
    location / {
      auth_request /_auth;
      auth_request_set $user $upstream_http_x_auth_user;
      auth_request_set $email $upstream_http_x_auth_email;
      auth_request_set $superuser $upstream_http_x_auth_superuser;
      proxy_set_header X-Auth-User $user;
      proxy_set_header X-Auth-Email $email;
      proxy_set_header X-Auth-Superuser $superuser;
      proxy_set_header Authorization "";
      proxy_pass http://127.0.0.1:${ports.upstream};
    }
    location /admin { auth_request /_superuser; proxy_pass http://127.0.0.1:${ports.upstream}; }
  }`
}

interface Upstream {
  port: number
  seen: { url: string | undefined; headers: IncomingHttpHeaders; body: string }[]
}

/** What nginx protects: answers everything, and remembers who it was told is asking. */
async function startUpstream(): Promise<Upstream> {
  const seen: Upstream['seen'] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    seen.push({ url: request.url, headers: request.headers, body })
    response.end('secret page')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : 0, seen }
}

const title = `/auth/forward behind a real nginx${noNginx ? ` (skipped: ${noNginx})` : ''}`

describe.skipIf(noNginx)(title, () => {
  test('who is logged in passes, with headers that only authd can set; others get 401 and 403 before the upstream', async () => {
    const host = createHost()
    const authd = await host.serve({ again: true })
    const upstream = await startUpstream()
    const { access_token } = await signIn(host, authd.url, 'ann@example.com')
    const site = await startNginx((nginx) => configure({ nginx, authd: authd.url, upstream: upstream.port }))
    const headers = { authorization: `Bearer ${access_token}` }
    upstream.seen.length = 0

    const stranger = await fetch(`${site}/page`)
    expect([stranger.status, stranger.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="latchkey"',
    ])
    const forged = { ...headers, 'x-auth-user': 'root', 'x-auth-superuser': 'true', 'x-auth-email': 'x' }
    expect((await fetch(`${site}/page`, { headers: { 'x-auth-user': 'root' } })).status).toBe(401)
    expect((await fetch(`${site}/page`, { headers: { authorization: 'Bearer x' } })).status).toBe(401)
    expect((await fetch(`${site}/admin`, { headers })).status).toBe(403)
    expect(upstream.seen).toEqual([])

    const passed = await fetch(`${site}/page?a=b`, { method: 'POST', headers: forged, body: 'a body' })
    expect([passed.status, await passed.text()]).toEqual([200, 'secret page'])
    const me = (await (await fetch(`${authd.url}/auth/me`, { headers })).json()) as { id: string }
    const [seen] = upstream.seen
    expect(seen).toMatchObject({ url: '/page?a=b', body: 'a body' })
    expect(seen?.headers).toMatchObject({
      'x-auth-user': me.id,
      'x-auth-email': 'ann@example.com',
      'x-auth-superuser': 'false',
    })
    expect(seen?.headers.authorization).toBeUndefined()

    await promote(host.dataDir)
    expect((await fetch(`${site}/admin`, { headers })).status).toBe(200)
    await fetch(`${authd.url}/auth/logout`, { method: 'POST', headers })
    expect((await fetch(`${site}/page`, { headers })).status).toBe(401)
  })
})

async function promote(dataDir: string): Promise<void> {
  const db = await connectStore(`sqlite:${dataDir}/authd.db`)
  await db.updateTable('accounts').set({ superuser_at: 1 }).execute()
  await db.destroy()
}
