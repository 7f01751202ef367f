import { createHmac, randomUUID } from 'node:crypto'
import { type CryptoKey, exportSPKI, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import type { TokenAnswer } from '../../src/protocol/endpoints.ts'
import { fullScope } from '../../src/protocol/scopes.ts'
import { createAccessTokens } from '../../src/server/access-token.ts'
import { disableAccount } from '../../src/server/accounts/administration.ts'
import { createApp } from '../../src/server/app.ts'
import { openKeyRing } from '../../src/server/keys.ts'
import { problemAnswer, readAnswer } from '../support/answers.ts'
import { testPassword as password, startTestApp, type TestApp } from '../support/app.ts'
import { forEachStore, openSqlite } from '../support/stores.ts'

const issuer = 'http://127.0.0.1:8420'
const invalid = problemAnswer(401, 'invalid_token', 'The access token is not valid here.')
const noBearer = problemAnswer(401, 'invalid_token', 'The Authorization header holds no bearer token.')
const missing = problemAnswer(
  401,
  'missing_token',
  'Send an access token as "Authorization: Bearer <token>".',
)
const expired = problemAnswer(401, 'token_expired', 'The access token has expired; refresh it.')
const ended = problemAnswer(401, 'session_ended', 'The session of this token has ended; log in again.')

const me = (app: TestApp, bearer: string) => readAnswer(app.request('GET', '/auth/me', { bearer }))

/** All that a token of this server is made of, with the key as it lies in the store. */
interface Parts {
  header: Record<string, unknown> & { alg: string }
  payload: JWTPayload
  key: CryptoKey
}

async function readParts(app: TestApp): Promise<Parts> {
  const { db, secret } = app.deps
  const row = await db
    .selectFrom('signing_keys')
    .selectAll()
    .where('algorithm', '=', 'ES256')
    .executeTakeFirstOrThrow()
  const key = await importJWK(JSON.parse(secret.open('signing key', row.private_jwk_sealed) ?? ''), 'ES256')
  if (key instanceof Uint8Array) throw new Error('an EC key was expected')
  const session = await db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow()
  const iat = app.clock.now / 1000
  return {
    header: { alg: 'ES256', typ: 'at+jwt', kid: row.id },
    payload: {
      iss: issuer,
      aud: issuer,
      sub: session.account_id,
      sid: session.id,
      client_id: 'latchkey-api',
      scope: fullScope,
      jti: randomUUID(),
      iat,
      exp: iat + 900,
    },
    key,
  }
}

const sign = ({ header, payload, key }: Parts) => new SignJWT(payload).setProtectedHeader(header).sign(key)

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')

function signHmac({ header, payload }: Parts, key: string): string {
  const body = `${encode({ ...header, alg: 'HS256' })}.${encode(payload)}`
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
}

async function foreignKey(alg: string): Promise<CryptoKey> {
  return (await generateKeyPair(alg)).privateKey
}

/** Tokens that are right but for one thing. */
const forgeries: Record<string, (parts: Parts, app: TestApp) => string | Promise<string>> = {
  'alg none (RFC 8725 §3.1)': ({ header, payload }) =>
    `${encode({ ...header, alg: 'none' })}.${encode(payload)}.`,
  'alg None': ({ header, payload }) => `${encode({ ...header, alg: 'None' })}.${encode(payload)}.`,
  'alg none with the signature of another': async (parts) => {
    const [, , signature] = (await sign(parts)).split('.')
    return `${encode({ ...parts.header, alg: 'none' })}.${encode(parts.payload)}.${signature}`
  },
  'no alg': ({ header: { alg: _, ...header }, payload }) => `${encode(header)}.${encode(payload)}.AAAA`,
  'HS256 signed with the public key as PEM (RFC 8725 §3.2)': async (parts, app) =>
    signHmac(parts, await exportSPKI(app.deps.keys.current('ES256', app.clock.now).publicKey)),
  'HS256 signed with the public key as JWK': (parts, app) =>
    signHmac(parts, JSON.stringify(app.deps.keys.current('ES256', app.clock.now).publicJwk)),
  'ES384 under our kid': async (parts) =>
    sign({ ...parts, header: { ...parts.header, alg: 'ES384' }, key: await foreignKey('ES384') }),
  'RS256 under our kid': async (parts) =>
    sign({ ...parts, header: { ...parts.header, alg: 'RS256' }, key: await foreignKey('RS256') }),
  'our own RS256 key, which signs ID tokens only': async (parts, app) => {
    const { id, privateKey } = app.deps.keys.current('RS256', app.clock.now)
    return sign({ ...parts, header: { ...parts.header, alg: 'RS256', kid: id }, key: privateKey })
  },
  'our kid, a foreign signature': async (parts) => sign({ ...parts, key: await foreignKey('ES256') }),
  'a foreign kid': async (parts) =>
    sign({ ...parts, header: { ...parts.header, kid: 'foreign' }, key: await foreignKey('ES256') }),
  'a foreign kid, our signature': (parts) => sign({ ...parts, header: { ...parts.header, kid: 'foreign' } }),
  'no kid': ({ header: { kid: _, ...header }, ...parts }) =>
    sign({ ...parts, header: { ...header, alg: 'ES256' } }),
  'a key that it brings along (RFC 8725 §3.5)': async (parts) => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = await crypto.subtle.exportKey('jwk', publicKey)
    return sign({ ...parts, header: { ...parts.header, jwk }, key: privateKey })
  },
  'an unknown critical header (RFC 7515 §4.1.11)': async (parts) => {
    const header = { ...parts.header, crit: ['x'], x: 1 }
    const [, body, signature] = (await sign(parts)).split('.')
    return `${encode(header)}.${body}.${signature}`
  },
  'typ JWT (RFC 9068 §4)': (parts) => sign({ ...parts, header: { ...parts.header, typ: 'JWT' } }),
  'no typ': ({ header: { typ: _, ...header }, ...parts }) =>
    sign({ ...parts, header: { ...header, alg: 'ES256' } }),
  'typ dpop+jwt': (parts) => sign({ ...parts, header: { ...parts.header, typ: 'dpop+jwt' } }),
  'another issuer': (parts) => sign({ ...parts, payload: { ...parts.payload, iss: 'https://evil.example' } }),
  'our issuer with a slash': (parts) => sign({ ...parts, payload: { ...parts.payload, iss: `${issuer}/` } }),
  'another audience': (parts) =>
    sign({ ...parts, payload: { ...parts.payload, aud: 'https://api.example' } }),
  'no audience of ours among several': (parts) =>
    sign({ ...parts, payload: { ...parts.payload, aud: ['https://a.example', 'https://b.example'] } }),
  'not yet valid by one second': (parts, app) =>
    sign({ ...parts, payload: { ...parts.payload, nbf: app.clock.now / 1000 + 1 } }),
  'an expiry that is no number': async (parts) => {
    const payload = { ...parts.payload, exp: '2099-01-01' } as unknown as JWTPayload
    return sign({ ...parts, payload })
  },
  'a changed payload': async (parts) => {
    const [header, , signature] = (await sign(parts)).split('.')
    return `${header}.${encode({ ...parts.payload, exp: 4_000_000_000 })}.${signature}`
  },
  'a session id that is no string': (parts) => sign({ ...parts, payload: { ...parts.payload, sid: 7 } }),
  'a client id that is no string': (parts) =>
    sign({ ...parts, payload: { ...parts.payload, client_id: null } }),
  'a scope that is no string': (parts) =>
    sign({ ...parts, payload: { ...parts.payload, scope: ['account'] } }),
  ...Object.fromEntries(
    ['iss', 'aud', 'exp', 'iat', 'sub', 'jti', 'sid', 'client_id', 'scope'].map((claim) => [
      `no ${claim} (RFC 9068 §2.2)`,
      ({ payload: { [claim]: _, ...payload }, ...parts }: Parts) => sign({ ...parts, payload }),
    ]),
  ),
}

describe('an access token is refused', () => {
  test.each(Object.entries(forgeries))('%s', async (_what, forge) => {
    const app = await startTestApp(openSqlite)
    await app.signIn()
    const parts = await readParts(app)
    expect((await me(app, await sign(parts))).status).toBe(200)
    const forged = await forge(parts, app)
    expect(await me(app, forged)).toEqual(invalid)
    expect(await me(app, forged)).toEqual(invalid) // nothing about a refusal is remembered as good
    expect(app.logged).toEqual([])
  })

  test.each([
    'x',
    '.',
    '..',
    '...',
    'a.b.c',
    'e30.e30.e30',
    'bnVsbA.bnVsbA.bnVsbA', // null
    'W10.W10.W10', // []
    `${'A'.repeat(2000)}.${'B'.repeat(2000)}.C`,
  ])('%s, which is no token at all', async (bearer) => {
    const app = await startTestApp(openSqlite)
    expect(await me(app, bearer)).toEqual(invalid)
    expect(app.logged).toEqual([])
  })

  test('when it has expired, to the millisecond, also where it was remembered', async () => {
    const app = await startTestApp(openSqlite)
    await app.signIn()
    const parts = await readParts(app)
    const [used, fresh] = [
      await sign(parts),
      await sign({ ...parts, payload: { ...parts.payload, jti: 'x' } }),
    ]
    app.clock.now += 900_000 - 1
    expect((await me(app, used)).status).toBe(200)
    app.clock.now += 1
    expect(await me(app, used)).toEqual(expired)
    expect(await me(app, fresh)).toEqual(expired)
  })

  test('expired and forged, it is just invalid: expiry is told of our own tokens only', async () => {
    const app = await startTestApp(openSqlite)
    await app.signIn()
    const parts = await readParts(app)
    app.clock.now += 900_000
    expect(await me(app, await sign({ ...parts, key: await foreignKey('ES256') }))).toEqual(invalid)
  })
})

describe('an access token is taken', () => {
  test.each<[string, (parts: Parts, app: TestApp) => Partial<Parts>]>([
    ['as it is', () => ({})],
    [
      'typ application/at+jwt (RFC 9068 §4)',
      ({ header }) => ({ header: { ...header, typ: 'application/at+jwt' } }),
    ],
    [
      'our audience among others (RFC 7519 §4.1.3)',
      ({ payload }) => ({ payload: { ...payload, aud: ['x', issuer] } }),
    ],
    ['valid since now', ({ payload }, app) => ({ payload: { ...payload, nbf: app.clock.now / 1000 } })],
    ['with claims that it does not know', ({ payload }) => ({ payload: { ...payload, roles: ['x'] } })],
  ])('%s', async (_what, change) => {
    const app = await startTestApp(openSqlite)
    await app.signIn()
    const parts = await readParts(app)
    expect((await me(app, await sign({ ...parts, ...change(parts, app) }))).status).toBe(200)
  })
})

describe('the two kinds of tokens are not taken for each other', () => {
  test('a refresh token is no access token', async () => {
    const app = await startTestApp(openSqlite)
    const { refresh_token } = await app.signIn()
    for (const path of ['/auth/me', '/auth/validate-access-token']) {
      expect(await readAnswer(app.request('GET', path, { bearer: refresh_token }))).toEqual(invalid)
    }
  })

  test('an access token is no refresh token', async () => {
    const app = await startTestApp(openSqlite)
    const { access_token } = await app.signIn()
    expect(await readAnswer(app.request('GET', '/auth/update_token', { bearer: access_token }))).toEqual(
      problemAnswer(401, 'invalid_token', 'This is no refresh token of this server; log in again.'),
    )
  })
})

describe('only one Authorization header with the Bearer scheme counts (RFC 6750 §2.1)', () => {
  const headers: Array<[string, (token: string) => string, unknown]> = [
    ['Basic', (token) => `Basic ${token}`, noBearer],
    ['DPoP', (token) => `DPoP ${token}`, noBearer],
    ['Token', (token) => `Token ${token}`, noBearer],
    ['no scheme', (token) => token, noBearer],
    ['Bearer alone', () => 'Bearer', noBearer],
    ['Bearer and a blank', () => 'Bearer ', noBearer],
    ['Bearer with a colon', (token) => `Bearer: ${token}`, noBearer],
    ['two values', (token) => `Bearer ${token}, Bearer ${token}`, noBearer],
    ['another scheme first', (token) => `Basic YTpi, Bearer ${token}`, noBearer],
    ['two tokens', (token) => `Bearer ${token} ${token}`, noBearer],
    ['quotes', (token) => `Bearer "${token}"`, noBearer],
    ['parameters', (token) => `Bearer token=${token}`, invalid],
    ['more than 4096 characters', (token) => `Bearer ${token}${'A'.repeat(4096)}`, noBearer],
    ['an empty header', () => '', missing],
  ]

  test.each(headers)('refused: %s', async (_what, write, refusal) => {
    const app = await startTestApp(openSqlite)
    const { access_token } = await app.signIn()
    const authorization = write(access_token)
    expect(await readAnswer(app.request('GET', '/auth/me', { headers: { authorization } }))).toEqual(refusal)
  })

  test.each(['Bearer', 'bearer', 'BEARER', 'Bearer  '])(
    'taken: %j, in any case (RFC 9110 §11.1)',
    async (scheme) => {
      const app = await startTestApp(openSqlite)
      const { access_token } = await app.signIn()
      const authorization = `${scheme} ${access_token}`
      expect((await app.request('GET', '/auth/me', { headers: { authorization } })).status).toBe(200)
    },
  )

  test('two header lines are refused, in whatever order', async () => {
    const app = await startTestApp(openSqlite)
    const { access_token } = await app.signIn()
    const web = createApp(app.deps)
    for (const values of [
      [access_token, 'x'],
      ['x', access_token],
    ]) {
      const headers = new Headers()
      for (const value of values) headers.append('authorization', `Bearer ${value}`)
      expect(await readAnswer(web.request('/auth/me', { headers }))).toEqual(noBearer)
    }
  })

  test('a token in the query, the body or a cookie is not looked at', async () => {
    const app = await startTestApp(openSqlite)
    const { access_token } = await app.signIn()
    const cookie = `access_token=${access_token}`
    expect(await readAnswer(app.request('GET', `/auth/me?access_token=${access_token}`))).toEqual(missing)
    expect(await readAnswer(app.request('GET', '/auth/me', { headers: { cookie } }))).toEqual(missing)
    expect(await readAnswer(app.request('POST', '/auth/logout', { form: { access_token } }))).toEqual(missing)
    expect((await me(app, access_token)).status).toBe(200)
  })
})

describe('a token is honoured only while its session stands', () => {
  forEachStore((_kind, openStore) => {
    const ends: Record<string, (app: TestApp, tokens: TokenAnswer, id: string) => Promise<unknown>> = {
      logout: (app, { access_token: bearer }) => app.request('POST', '/auth/logout', { bearer }),
      'a disabled account': (app, _tokens, id) => disableAccount(app.deps.db, id, {}, app.clock.now),
      'a disabled account whose sessions were forgotten': (app, _tokens, id) =>
        app.deps.db.updateTable('accounts').set({ disabled_at: 1 }).where('id', '=', id).execute(),
      'a deleted account': (app, { access_token: bearer }) =>
        app.request('DELETE', '/auth/me', { bearer, json: { password } }),
      'a reused refresh token': async (app, { refresh_token: bearer }) => {
        const next = await app.request('GET', '/auth/update_token', { bearer })
        const { refresh_token } = (await next.json()) as TokenAnswer
        await app.request('GET', '/auth/update_token', { bearer: refresh_token })
        await app.request('GET', '/auth/update_token', { bearer })
      },
      'its absolute end': async (app) =>
        app.deps.db.updateTable('sessions').set({ ends_at: app.clock.now }).execute(),
    }

    test.each(Object.entries(ends))(
      "a revoked session's remembered token is refused, on every node at once: %s",
      async (_how, end) => {
        const app = await startTestApp(openStore)
        const tokens = await app.signIn()
        const { access_token } = tokens
        const { id } = await app.deps.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
        const keys = await openKeyRing(app.deps.db, app.deps.secret, app.clock.now, 900_000)
        const accessTokens = createAccessTokens(keys, { issuer, ttl: 900_000 })
        const otherNode = createApp({ ...app.deps, keys, accessTokens })
        const headers = { authorization: `Bearer ${access_token}` }
        expect((await me(app, access_token)).status).toBe(200)
        expect((await otherNode.request('/auth/me', { headers })).status).toBe(200)
        await end(app, tokens, id)
        expect(await me(app, access_token)).toEqual(ended)
        expect(await readAnswer(otherNode.request('/auth/me', { headers }))).toEqual(ended)
      },
    )

    test('a session of somebody else, or of nobody, is none', async () => {
      const app = await startTestApp(openStore)
      await app.signIn()
      const parts = await readParts(app)
      const { payload } = parts
      const bob = await app.signIn('bob@example.com')
      expect((await me(app, bob.access_token)).status).toBe(200)
      for (const change of [{ sub: randomUUID() }, { sid: randomUUID() }, { sid: '' }]) {
        expect(await me(app, await sign({ ...parts, payload: { ...payload, ...change } }))).toEqual(ended)
      }
    })
  })
})

describe('what is issued', () => {
  test('ends with the session if that is sooner, and never twice the same', async () => {
    const app = await startTestApp(openSqlite)
    const { accessTokens } = app.deps
    const input = {
      subject: 'a',
      sessionId: 's',
      clientId: 'c',
      scope: 'account',
      endsAt: app.clock.now + 60_500,
    }
    const first = await accessTokens.issue(input, app.clock.now)
    const second = await accessTokens.issue(input, app.clock.now)
    expect([first.expiresIn, second.expiresIn]).toEqual([60, 60])
    expect(first.token).not.toBe(second.token)
    expect(await accessTokens.verify(first.token, app.clock.now)).toEqual({
      outcome: 'valid',
      claims: {
        sub: 'a',
        sid: 's',
        clientId: 'c',
        scope: 'account',
        jti: expect.any(String),
        iat: app.clock.now / 1000,
        exp: app.clock.now / 1000 + 60,
      },
    })
  })

  test('a store that fails while a key is looked for is no verdict (lyftr#25)', async () => {
    const app = await startTestApp(openSqlite)
    await app.signIn()
    const parts = await readParts(app)
    const token = await sign({ ...parts, header: { ...parts.header, kid: 'foreign' } })
    await app.deps.db.destroy()
    await expect(app.deps.accessTokens.verify(token, app.clock.now + 10_000)).rejects.toThrow()
  })
})
