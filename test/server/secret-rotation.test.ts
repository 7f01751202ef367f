import { describe, expect, test } from 'vitest'
import { oauthPaths } from '../../src/protocol/oauth.ts'
import type { Config } from '../../src/server/config.ts'
import { HostError } from '../../src/server/host-error.ts'
import { startHousekeeping } from '../../src/server/housekeeping.ts'
import { enqueueLetter, listLetters } from '../../src/server/mail/outbox.ts'
import { resealLetters } from '../../src/server/mail/outbox-upkeep.ts'
import { createSecret } from '../../src/server/secret.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { addClient, addPerson, decideDevice, pollDevice, post, startDevice } from '../support/oauth.ts'
import { forEachStore, type OpenStore, openSqlite } from '../support/stores.ts'

const oldKey = Buffer.alloc(32, 1)
const newKey = Buffer.alloc(32, 2)
const before = [oldKey]
const between = [newKey, oldKey]
const after = [newKey]

/** The same store under one list of secret keys after another, as with restarts in between. */
async function openKeyed(openStore: OpenStore) {
  const store = await openStore()
  return (secretKey: Config['secretKey']) => startTestApp(async () => store, { secretKey })
}

async function refresh(app: TestApp, bearer: string) {
  const answer = await app.request('GET', '/auth/update_token', { bearer })
  const { refresh_token = '' } = (await answer.json()) as { refresh_token?: string }
  return { status: answer.status, refresh_token }
}

async function statusOf(app: TestApp, bearer: string): Promise<number> {
  return (await app.request('GET', '/auth/me', { bearer })).status
}

async function grantStatus(app: TestApp, client: { client_id: string; client_secret: string }) {
  return (await post(app, oauthPaths.token, { grant_type: 'client_credentials', ...client })).status
}

async function makeToken(app: TestApp, bearer: string): Promise<string> {
  const answer = await app.request('POST', '/auth/tokens', { bearer, json: { name: 'ci' } })
  return ((await answer.json()) as { token: string }).token
}

const letter = { subject: 'Your code', text: 'ABC346', html: '<p>ABC346</p>' }

describe('a new secret key in front of the old one (better-auth#7738)', () => {
  forEachStore((_kind, openStore) => {
    test('ends nothing: sessions, tokens, clients, codes, device logins, letters and signing keys go on', async () => {
      const open = await openKeyed(openStore)
      const app = await open(before)
      const ann = await addPerson(app)
      const client = await addClient(app)
      const personal = await makeToken(app, ann.access_token)
      const device = await startDevice(app)
      const { deps, clock } = app
      await enqueueLetter(deps.db, deps.secret, { to: 'ann@example.com', letter }, clock.now)
      await app.request('POST', '/auth/register', {
        json: { email: 'bob@example.com', password: 'correct horse battery' },
      })

      const next = await open(between)
      expect(await statusOf(next, ann.access_token)).toBe(200)
      expect((await refresh(next, ann.refresh_token)).status).toBe(200)
      expect(await statusOf(next, personal)).toBe(200)
      expect(await grantStatus(next, client)).toBe(200)
      expect(await decideDevice(next, ann.access_token, device.user_code)).toBe(204)
      expect((await pollDevice(next, device.device_code)).status).toBe(200)
      const verification_code = await next.readCode('bob@example.com')
      const verified = await next.request('POST', '/auth/register/verification_code', {
        json: { email: 'bob@example.com', verification_code },
      })
      expect(verified.status).toBe(200)
      const [shown] = await listLetters(deps.db, next.deps.secret, { to: 'ann@example.com' }, clock.now)
      expect(shown?.text).toBe(letter.text)
    })

    test('the old one can be dropped: what was used in between stands, with its signing keys and letters', async () => {
      const open = await openKeyed(openStore)
      const app = await open(before)
      const ann = await addPerson(app)
      const client = await addClient(app)
      const personal = await makeToken(app, ann.access_token)
      await enqueueLetter(app.deps.db, app.deps.secret, { to: 'x@example.com', letter }, app.clock.now)

      const next = await open(between) // reads, and so re-seals, the signing keys
      const { refresh_token } = await refresh(next, ann.refresh_token)
      expect(await statusOf(next, personal)).toBe(200)
      expect(await grantStatus(next, client)).toBe(200)
      expect(await resealLetters(next.deps.db, next.deps.secret)).toBe(1)
      expect(await resealLetters(next.deps.db, next.deps.secret)).toBe(0)

      const last = await open(after)
      expect(await statusOf(last, ann.access_token)).toBe(200)
      expect((await refresh(last, refresh_token)).status).toBe(200)
      expect(await statusOf(last, personal)).toBe(200)
      expect(await grantStatus(last, client)).toBe(200)
      const [shown] = await listLetters(
        last.deps.db,
        last.deps.secret,
        { to: 'x@example.com' },
        last.clock.now,
      )
      expect(shown?.text).toBe(letter.text)
    })

    test('what was not used before the old one was dropped is lost, and is refused like a forgery', async () => {
      const open = await openKeyed(openStore)
      const app = await open(before)
      const ann = await addPerson(app)
      const client = await addClient(app)
      const personal = await makeToken(app, ann.access_token)
      await open(between)
      const last = await open(after)
      expect((await refresh(last, ann.refresh_token)).status).toBe(401)
      expect(await statusOf(last, personal)).toBe(401)
      expect(await grantStatus(last, client)).toBe(401)
      expect(await statusOf(last, ann.access_token)).toBe(200) // by the signing key, which was re-sealed
    })

    test('dropped too early, before any start with both, the server refuses to start and changes nothing', async () => {
      const open = await openKeyed(openStore)
      const app = await open(before)
      const rows = () => app.deps.db.selectFrom('signing_keys').selectAll().orderBy('id').execute()
      const stored = await rows()
      await expect(open(after)).rejects.toThrow(HostError)
      expect(await rows()).toEqual(stored)
    })

    test('a wrong value is never digested anew', async () => {
      const open = await openKeyed(openStore)
      const app = await open(before)
      const ann = await addPerson(app)
      const client = await addClient(app)
      const personal = await makeToken(app, ann.access_token)
      const { db } = app.deps
      const digests = async () => [
        await db.selectFrom('personal_tokens').select('digest').execute(),
        await db.selectFrom('clients').select('secret_digest').execute(),
      ]
      const stored = await digests()
      const next = await open(between)
      const wrong = personal.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
      expect(await statusOf(next, wrong)).toBe(401)
      expect(await grantStatus(next, { ...client, client_secret: 'x' })).toBe(401)
      expect(await digests()).toEqual(stored)
      await statusOf(next, personal)
      await grantStatus(next, client)
      expect(await digests()).not.toEqual(stored)
    })
  })

  test('letters are sealed anew when the server starts', async () => {
    const open = await openKeyed(openSqlite)
    const app = await open(before)
    await enqueueLetter(app.deps.db, app.deps.secret, { to: 'x@example.com', letter }, app.clock.now)
    const { db, keys, secret, log, now } = (await open(between)).deps
    const housekeeping = startHousekeeping({ db, keys, secret, log, now })
    const underNewKey = createSecret(after)
    const read = async () => (await listLetters(db, underNewKey, {}, now()))[0]?.text
    await expect.poll(read).toBe(letter.text)
    await housekeeping.stop()
  })
})
