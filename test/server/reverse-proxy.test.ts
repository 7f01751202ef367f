import { type RequestOptions, request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { freePort, noNginx, startNginx } from '../support/nginx.ts'
import { createHost, password, type RunningAuthd, signIn } from '../support/processes.ts'

const issuer = 'https://auth.example.com'
const ann = 'ann@example.com'

/** One that says who asks, one in front of it as a CDN is, and one that forgets to say anything. */
function configure(authd: string, ports: { main: number; front: number; mute: number }): string {
  const server = (port: number, upstream: string, forwarded: string) => `
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${upstream};
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For ${forwarded};
    }
  }`
  const appended = '$proxy_add_x_forwarded_for'
  return [
    server(ports.main, authd, appended),
    server(ports.front, `http://127.0.0.1:${ports.main}`, appended),
    server(ports.mute, authd, '""'),
  ].join('')
}

interface Answer {
  status: number | undefined
  headers: Record<string, unknown>
  body: Record<string, unknown>
}

/** Asks from one address of the loopback network: each is another client. */
function ask(url: string, from: string, options: RequestOptions = {}, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', ...options.headers }
    const asked = request(url, { localAddress: from, agent: false, ...options, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, body: JSON.parse(text || '{}') }),
      )
    })
    asked.on('error', reject)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

function logIn(site: string, from: string, email: string, secret: string, forwarded?: string | string[]) {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return ask(`${site}/auth/login`, from, { method: 'POST', headers }, { email, password: secret })
}

/** What the server notes as the address of a login from there. */
async function addressOf(site: string, from: string, forwarded?: string | string[]): Promise<unknown> {
  const { status, body } = await logIn(site, from, ann, password, forwarded)
  expect(status).toBe(200)
  const headers = { authorization: `Bearer ${body.access_token}` }
  const sessions = await ask(`${site}/auth/sessions`, from, { headers })
  const items = sessions.body.items as { current: boolean; address: unknown }[]
  return items.find(({ current }) => current)?.address
}

async function startHouse(): Promise<{ authd: RunningAuthd; main: string; front: string; mute: string }> {
  const host = createHost({ AUTHD_ISSUER: issuer, AUTHD_TRUSTED_PROXIES: '127.0.0.1/32' })
  const authd = await host.serve({ again: true })
  await signIn(host, authd.url, ann)
  const [front, mute] = [await freePort(), await freePort()]
  const main = await startNginx((port) => configure(authd.url, { main: port, front, mute }))
  return { authd, main, front: `http://127.0.0.1:${front}`, mute: `http://127.0.0.1:${mute}` }
}

const title = `behind a real nginx${noNginx ? ` (skipped: ${noNginx})` : ''}`

describe.skipIf(noNginx ?? (process.platform !== 'linux' && 'only Linux has all of 127.0.0.0/8'))(
  title,
  () => {
    test('the client is who the trusted proxies saw, read from the right, whatever it claims (keycloak#13261)', async () => {
      const { authd, main, front } = await startHouse()
      expect(await addressOf(main, '127.0.0.9')).toBe('127.0.0.9')
      expect(await addressOf(main, '127.0.0.9', '203.0.113.7')).toBe('127.0.0.9')
      expect(await addressOf(main, '127.0.0.9', ['203.0.113.7', '127.0.0.1, 203.0.113.8'])).toBe('127.0.0.9')
      expect(await addressOf(main, '127.0.0.9', '203.0.113.7, 127.0.0.1,')).toBe('127.0.0.9')
      expect(await addressOf(main, '127.0.0.9', '<script>')).toBe('127.0.0.9')
      expect(await addressOf(front, '127.0.0.9', '203.0.113.7')).toBe('127.0.0.9')
      // Past the proxy nobody is one.
      expect(await addressOf(authd.url, '127.0.0.9', '203.0.113.7')).toBe('127.0.0.9')
    })

    test('links and tokens name AUTHD_ISSUER, and /metrics is closed, whatever the request says of its host', async () => {
      const { main } = await startHouse()
      for (const host of ['auth.example.com', 'evil.example', 'localhost']) {
        const headers = { host, 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }
        const metadata = await ask(`${main}/.well-known/oauth-authorization-server`, '127.0.0.9', { headers })
        expect(metadata.body).toMatchObject({ issuer, token_endpoint: `${issuer}/oauth2/token` })
        expect(JSON.stringify(metadata.body)).not.toContain('evil')
        expect((await ask(`${main}/metrics`, '127.0.0.9', { headers })).status).toBe(401)
      }
    })

    test('who guesses is stopped by its own address under any claimed one, and nobody else with it', async () => {
      const { main } = await startHouse()
      const guess = (from: string, index: number) =>
        logIn(main, from, ann, 'wrong horse battery', `203.0.113.${index}`)
      let last: Answer | undefined
      for (let index = 0; index < 12; index += 1) last = await guess('127.0.0.66', index)
      expect([last?.status, last?.headers['retry-after']]).toEqual([429, expect.stringMatching(/^[1-9]\d*$/)])
      expect((await guess('127.0.0.67', 0)).status).toBe(401)
      expect(await addressOf(main, '127.0.0.9')).toBe('127.0.0.9')
    })

    test('where the proxy forgets to say who asks, the world does not share one bucket (auto-author#602)', async () => {
      const { mute } = await startHouse()
      const answers = []
      for (let index = 0; index < 110; index += 1)
        answers.push(await logIn(mute, '127.0.0.66', `nobody${index}@example.com`, 'wrong horse battery'))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
      expect(await addressOf(mute, '127.0.0.9')).toBeNull()
    })
  },
)
