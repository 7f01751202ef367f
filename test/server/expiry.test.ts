import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { type Config, loadConfig } from '../../src/server/config.ts'
import { prune } from '../../src/server/housekeeping.ts'
import { rotateKeys } from '../../src/server/keys.ts'
import { enqueueLetter, listLetters } from '../../src/server/mail/outbox.ts'
import { rateLimits } from '../../src/server/rate-limit.ts'
import { readAnswer } from '../support/answers.ts'
import { startTestApp, type TestApp, testPassword, testStart } from '../support/app.ts'
import { addPerson, cli, decideDevice, logIn, pollDevice, post, startDevice } from '../support/oauth.ts'
import { forEachStore, openSqlite } from '../support/stores.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

async function status(pending: Promise<Response>): Promise<number> {
  return (await pending).status
}

function validate(app: TestApp, bearer: string): Promise<number> {
  return status(app.request('GET', '/auth/validate-access-token', { bearer }))
}

async function refresh(app: TestApp, bearer: string) {
  const answer = await readAnswer(app.request('GET', '/auth/update_token', { bearer }))
  const { refresh_token = '', access_token = '' } = answer.body as Record<string, string>
  return { status: answer.status, refresh_token, access_token }
}

async function register(app: TestApp, email = 'bob@example.com'): Promise<string> {
  const answer = await app.request('POST', '/auth/register', { json: { email, password: testPassword } })
  return ((await answer.json()) as { registration_id: string }).registration_id
}

function login(app: TestApp, username: string, password = testPassword): Promise<number> {
  return status(app.request('POST', '/auth/login', { form: { username, password } }))
}

interface Expiry {
  what: string
  /** Milliseconds after the start. */
  at: number
  /** What `ask` says before that moment, and from it on. */
  before: unknown
  from: unknown
  settings?: Partial<Config>
  /** Called at the start; returns what is asked later. */
  prepare(app: TestApp): Promise<() => Promise<unknown>>
}

/** Everything in the product that ends, or begins, by the clock. */
const expiries: Expiry[] = [
  {
    what: 'an access token (AUTHD_ACCESS_TOKEN_TTL)',
    at: 15 * minute,
    before: 200,
    from: 401,
    prepare: async (app) => {
      const { access_token } = await addPerson(app)
      return () => validate(app, access_token)
    },
  },
  {
    what: 'an access token whose signature is remembered',
    at: 15 * minute,
    before: 200,
    from: 401,
    prepare: async (app) => {
      const { access_token } = await addPerson(app)
      await validate(app, access_token)
      return () => validate(app, access_token)
    },
  },
  {
    what: 'an access token ends with its session',
    at: 10 * minute,
    before: 200,
    from: 401,
    settings: { refreshTokenTtl: 10 * minute, sessionTtl: 10 * minute },
    prepare: async (app) => {
      const { access_token } = await addPerson(app)
      return () => validate(app, access_token)
    },
  },
  {
    what: 'the idle end of a session (AUTHD_REFRESH_TOKEN_TTL)',
    at: 30 * day,
    before: 200,
    from: 401,
    prepare: async (app) => {
      const { refresh_token } = await addPerson(app)
      return async () => (await refresh(app, refresh_token)).status
    },
  },
  {
    what: 'the absolute end of a session (AUTHD_SESSION_TTL), however often it is used',
    at: 150 * second,
    before: 200,
    from: 401,
    settings: { refreshTokenTtl: 100 * second, sessionTtl: 150 * second },
    prepare: async (app) => {
      const { refresh_token } = await addPerson(app)
      app.clock.now += 99 * second
      const next = await refresh(app, refresh_token)
      return async () => (await refresh(app, next.refresh_token)).status
    },
  },
  {
    what: 'the grace window of a rotated refresh token (AUTHD_REFRESH_GRACE), its last millisecond included',
    at: minute + 1,
    before: 200,
    from: 401,
    prepare: async (app) => {
      const { refresh_token } = await addPerson(app)
      await refresh(app, refresh_token)
      return async () => (await refresh(app, refresh_token)).status
    },
  },
  {
    what: 'a grace window of 0 s: only the same millisecond',
    at: 1,
    before: 200,
    from: 401,
    settings: { refreshGrace: 0 },
    prepare: async (app) => {
      const { refresh_token } = await addPerson(app)
      await refresh(app, refresh_token)
      return async () => (await refresh(app, refresh_token)).status
    },
  },
  {
    what: 'the code of a registration (AUTHD_VERIFICATION_CODE_TTL)',
    at: 10 * minute,
    before: 200,
    from: 401,
    prepare: async (app) => {
      const email = 'bob@example.com'
      const registration_id = await register(app, email)
      const verification_code = await app.readCode(email)
      const json = { email, verification_code, registration_id }
      return () => status(app.request('POST', '/auth/register/verification_code', { json }))
    },
  },
  {
    what: 'a registration that waits for its code: its password is known, and then not any more',
    at: 60 * minute,
    before: 403,
    from: 401,
    prepare: async (app) => {
      await register(app)
      return () => login(app, 'bob@example.com')
    },
  },
  {
    what: 'the code of a password reset',
    at: 10 * minute,
    before: 204,
    from: 401,
    prepare: async (app) => {
      const { email } = await addPerson(app)
      await app.request('POST', '/auth/password/forgot', { json: { email } })
      const json = { email, code: await app.readCode(email), new_password: testPassword }
      return () => status(app.request('POST', '/auth/password/reset', { json }))
    },
  },
  {
    what: 'a letter with a code: it waits, and then is not sent any more',
    at: 10 * minute,
    before: 'waiting',
    from: 'expired',
    prepare: async ({ deps, clock }) => {
      const letter = { subject: 's', text: 't', html: 'h' }
      const expiresAt = clock.now + 10 * minute
      await enqueueLetter(deps.db, deps.secret, { to: 'x@example.com', letter, expiresAt }, clock.now)
      return async () => (await listLetters(deps.db, deps.secret, {}, clock.now))[0]?.state
    },
  },
  {
    what: 'a device code (RFC 8628 §3.2 expires_in)',
    at: 10 * minute,
    before: 'authorization_pending',
    from: 'expired_token',
    prepare: async (app) => {
      const { device_code } = await startDevice(app)
      return async () => ((await pollDevice(app, device_code)).body as { error: string }).error
    },
  },
  {
    what: 'a user code, for who says yes',
    at: 10 * minute,
    before: 204,
    from: 404,
    prepare: async (app) => {
      const { user_code } = await startDevice(app)
      app.clock.now += 9 * minute
      const { access_token } = await addPerson(app)
      return () => decideDevice(app, access_token, user_code)
    },
  },
  {
    what: 'the interval of polls (RFC 8628 §3.5)',
    at: 5 * second,
    before: 'slow_down',
    from: 'authorization_pending',
    prepare: async (app) => {
      const { device_code } = await startDevice(app)
      await pollDevice(app, device_code)
      return async () => ((await pollDevice(app, device_code)).body as { error: string }).error
    },
  },
  {
    what: 'a personal access token',
    at: 7 * day,
    before: 200,
    from: 401,
    prepare: async (app) => {
      const { access_token: bearer } = await addPerson(app)
      const json = { name: 'ci', expires_at: new Date(testStart + 7 * day).toISOString() }
      const answer = await app.request('POST', '/auth/tokens', { bearer, json })
      const { token } = (await answer.json()) as { token: string }
      return () => validate(app, token)
    },
  },
  {
    what: "a client's own token (RFC 6749 §4.4)",
    at: 15 * minute,
    before: 'valid',
    from: 'expired',
    prepare: async ({ deps, clock }) => {
      const input = { subject: 'client', clientId: 'client', scope: 'email' }
      const { token } = await deps.accessTokens.issue(input, clock.now)
      return async () => (await deps.accessTokens.verify(token, clock.now)).outcome
    },
  },
  {
    what: 'the wait of a new signing key: the old one signs, and then the new one',
    at: 12 * minute,
    before: false,
    from: true,
    prepare: async ({ deps, clock }) => {
      const [id] = await rotateKeys(deps.db, deps.secret, clock.now)
      await deps.keys.refresh(clock.now)
      return async () => deps.keys.current('ES256', clock.now).id === id
    },
  },
  {
    what: 'a full rate limit: one more try when one interval has passed',
    at: rateLimits.deviceAddress.interval,
    before: 429,
    from: 200,
    settings: { rateLimits: true },
    prepare: async (app) => {
      for (let tries = 0; tries < rateLimits.deviceAddress.burst; tries++) await startDevice(app)
      return async () => (await post(app, '/oauth2/device_authorization', cli)).status
    },
  },
  {
    what: 'the memory of why a session ended',
    at: 30 * day,
    before: 200,
    from: 401,
    prepare: async (app) => {
      const { refresh_token, access_token } = await addPerson(app)
      await app.request('POST', '/auth/logout', { bearer: access_token })
      return async () => {
        await prune(app.deps.db, app.clock.now)
        return status(app.request('GET', '/auth/session', { bearer: refresh_token }))
      }
    },
  },
]

describe('expires at T: T − 1 ms, T, T + 1 ms by a clock that stands still', () => {
  forEachStore((_kind, openStore) => {
    test.each(expiries)('$what', async ({ at, before, from, settings = {}, prepare }) => {
      const seen: [number, unknown][] = []
      for (const offset of [-1, 0, 1]) {
        const app = await startTestApp(openStore, settings)
        const ask = await prepare(app)
        app.clock.now = testStart + at + offset
        seen.push([offset, await ask()])
      }
      expect(seen).toEqual([
        [-1, before],
        [0, from],
        [1, from],
      ])
    })
  })

  test('the table stands on the defaults that the contract states', () => {
    const { accessTokenTtl, refreshTokenTtl, sessionTtl, refreshGrace, verificationCodeTtl } = loadConfig({
      env: {},
      dataDir: '/nonexistent',
    })
    expect({ accessTokenTtl, refreshTokenTtl, sessionTtl, refreshGrace, verificationCodeTtl }).toEqual({
      accessTokenTtl: 15 * minute,
      refreshTokenTtl: 30 * day,
      sessionTtl: 180 * day,
      refreshGrace: minute,
      verificationCodeTtl: 10 * minute,
    })
  })
})

describe('two nodes whose clocks are 120 s apart', () => {
  const skew = 120 * second

  forEachStore((_kind, openStore) => {
    async function startNodes(apart = skew) {
      const store = await openStore()
      const open = async () => store
      const slow = await startTestApp(open)
      const fast = await startTestApp(open)
      fast.clock.now += apart
      return { slow, fast }
    }

    test('an access token of the fast one is honoured by the slow one and by its JWK Set: nothing says "not before"', async () => {
      const { slow, fast } = await startNodes()
      const { access_token } = await addPerson(fast)
      expect(await validate(slow, access_token)).toBe(200)
      const set = (await readAnswer(slow.request('GET', '/.well-known/jwks.json'))).body as JSONWebKeySet
      const currentDate = new Date(slow.clock.now)
      const { payload } = await jwtVerify(access_token, createLocalJWKSet(set), { currentDate })
      expect(payload.iat).toBe(fast.clock.now / second)
      expect(payload).not.toHaveProperty('nbf')
    })

    test('one of the slow one lives 120 s less at the fast one, and no less than that', async () => {
      const { slow, fast } = await startNodes()
      const { access_token } = await addPerson(slow)
      fast.clock.now = testStart + 15 * minute - 1
      expect(await validate(fast, access_token)).toBe(200)
      fast.clock.now += 1
      expect(await validate(fast, access_token)).toBe(401)
    })

    test('a session goes from one to the other and back, and its idle end never comes early', async () => {
      const { slow, fast } = await startNodes()
      let { refresh_token } = await addPerson(fast)
      for (const node of [slow, fast, slow, slow, fast, slow]) {
        const next = await refresh(node, refresh_token)
        expect(next.status).toBe(200)
        refresh_token = next.refresh_token
        expect(await validate(node === slow ? fast : slow, next.access_token)).toBe(200)
      }
      slow.clock.now += 30 * day - 1
      expect((await refresh(slow, refresh_token)).status).toBe(200)
    })

    test('a reply that the fast one lost is given again by the slow one', async () => {
      const { slow, fast } = await startNodes()
      const { refresh_token } = await addPerson(fast)
      const lost = await refresh(fast, refresh_token)
      expect(await refresh(slow, refresh_token)).toMatchObject({
        status: 200,
        refresh_token: lost.refresh_token,
      })
    })

    test('a reply that the slow one lost is given again by the fast one while they are no further apart than the grace window', async () => {
      const { slow, fast } = await startNodes(minute)
      const { refresh_token } = await addPerson(slow)
      const lost = await refresh(slow, refresh_token)
      expect(await refresh(fast, refresh_token)).toMatchObject({
        status: 200,
        refresh_token: lost.refresh_token,
      })
    })

    test('what one ends is over at the other at once', async () => {
      const { slow, fast } = await startNodes()
      const { access_token, refresh_token } = await addPerson(fast)
      await fast.request('POST', '/auth/logout', { bearer: access_token })
      expect(await validate(slow, access_token)).toBe(401)
      expect((await refresh(slow, refresh_token)).status).toBe(401)
    })

    test('a device login begun at one is polled and approved at the other', async () => {
      const { slow, fast } = await startNodes()
      const { access_token } = await addPerson(slow)
      const { device_code, user_code } = await startDevice(fast)
      for (const node of [fast, slow]) {
        const { body } = await pollDevice(node, device_code)
        expect(['authorization_pending', 'slow_down']).toContain((body as { error: string }).error)
      }
      expect(await decideDevice(slow, access_token, user_code)).toBe(204)
      expect((await pollDevice(slow, device_code)).status).toBe(200)
    })

    test('a code of either is good at the other', async () => {
      const { slow, fast } = await startNodes()
      for (const [from, to] of [
        [slow, fast],
        [fast, slow],
      ] as const) {
        const email = from === slow ? 'slow@example.com' : 'fast@example.com'
        const registration_id = await register(from, email)
        const json = { email, verification_code: await from.readCode(email), registration_id }
        expect(await status(to.request('POST', '/auth/register/verification_code', { json }))).toBe(200)
      }
    })
  })

  test('the slow one can sign with the first key that the fast one made', async () => {
    const store = await openSqlite()
    const open = async () => store
    await startTestApp(open)
    const { db } = store
    await db
      .updateTable('signing_keys')
      .set({ activates_at: testStart + skew })
      .execute()
    const slow = await startTestApp(open)
    const ann = await addPerson(slow)
    expect(await validate(slow, (await logIn(slow, ann)).access_token)).toBe(200)
  })
})
