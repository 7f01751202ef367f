import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connectStore } from '../../db/connect.ts'
import { createAccessTokens } from '../../src/server/access-token.ts'
import { type KeyRing, keyRereadInterval, openKeyRing, rotateKeys } from '../../src/server/keys.ts'
import { createSecret } from '../../src/server/secret.ts'
import { readAnswer } from '../support/answers.ts'
import { startTestApp, type TestApp, testStart } from '../support/app.ts'
import { auditOf, noted } from '../support/audit.ts'
import { addPerson, logIn } from '../support/oauth.ts'
import { seedSigningKeys } from '../support/signing-keys.ts'
import { forEachStore, type OpenStore } from '../support/stores.ts'

const second = 1_000
const minute = 60 * second
const day = 24 * 60 * minute
const tokenLife = 15 * minute
/** Twice what a node takes to read the keys again and what verifiers may keep the JWK Set. */
const lead = 2 * (5 * minute + minute)
/** For how long after its last signature a key must verify: a token's life, the JWK Set's cache, a node's reading. */
const keep = tokenLife + 5 * minute + minute

const secret = createSecret([Buffer.alloc(32, 7)])

/** One node: the store and a ring of its own over it. */
async function openNode(url: string, now: number): Promise<KeyRing> {
  const db = await connectStore(url)
  onTestFinished(() => db.destroy())
  return openKeyRing(db, secret, now, tokenLife)
}

async function openTwoNodes(openStore: OpenStore) {
  const { db, url } = await openStore()
  await seedSigningKeys(db, secret, testStart)
  return { db, nodes: [await openNode(url, testStart), await openNode(url, testStart)] as const }
}

function publishedIds(ring: KeyRing, alg = 'ES256'): string[] {
  return ring
    .jwks()
    .keys.filter((key) => key.alg === alg)
    .map((key) => key.kid ?? '')
}

async function publishedBy(app: TestApp): Promise<JSONWebKeySet> {
  return (await readAnswer(app.request('GET', '/.well-known/jwks.json'))).body as JSONWebKeySet
}

function kidOf(token: string): string | undefined {
  return decodeProtectedHeader(token).kid
}

describe('rotation of the signing keys', () => {
  forEachStore((_kind, openStore) => {
    test('a new key is published at once and signs twelve minutes later, to the millisecond', async () => {
      const app = await startTestApp(openStore)
      const ann = await addPerson(app, { superuser: true })
      const old = kidOf(ann.access_token)
      const rotated = await readAnswer(
        app.request('POST', '/admin/keys/rotate', { bearer: ann.access_token }),
      )
      const { keys: made } = rotated.body as { keys: string[] }
      expect(made).toHaveLength(2)
      const published = (await publishedBy(app)).keys
      expect(published.map(({ kid, alg }) => `${alg} ${made.includes(kid ?? '')}`).sort()).toEqual([
        'ES256 false',
        'ES256 true',
        'RS256 false',
        'RS256 true',
      ])
      expect(await auditOf(app.deps.db)).toEqual([
        noted('keys.rotated', { actor: ann.id, address: '127.0.0.1', detail: { keys: made } }),
      ])
      app.clock.now = testStart + lead - 1
      expect(kidOf((await logIn(app, ann)).access_token)).toBe(old)
      app.clock.now = testStart + lead
      const fresh = kidOf((await logIn(app, ann)).access_token)
      expect([fresh === old, made.includes(fresh ?? '')]).toEqual([false, true])
    })

    test('what the old key signed last verifies here, and by the JWK Set, for as long as it lives', async () => {
      const app = await startTestApp(openStore)
      const ann = await addPerson(app)
      await rotateKeys(app.deps.db, secret, testStart)
      await app.deps.keys.refresh(testStart)
      app.clock.now = testStart + lead - 1
      const last = await logIn(app, ann)
      const validate = async () =>
        (await app.request('GET', '/auth/validate-access-token', { bearer: last.access_token })).status
      // A node that has never seen the token, so that nothing is remembered.
      const verify = async (at: number) => {
        const keys = await openKeyRing(app.deps.db, secret, at, tokenLife)
        const tokens = createAccessTokens(keys, { issuer: app.deps.config.issuer, ttl: tokenLife })
        return (await tokens.verify(last.access_token, at)).outcome
      }
      const issuedAt = Math.floor(app.clock.now / second) * second
      for (const [at, outcome] of [
        [issuedAt + tokenLife - 1, 'valid'],
        [issuedAt + tokenLife, 'expired'],
      ] as const) {
        app.clock.now = at
        await app.deps.keys.refresh(at)
        expect([at, await validate(), await verify(at)]).toEqual([
          at,
          outcome === 'valid' ? 200 : 401,
          outcome,
        ])
      }
      const set = createLocalJWKSet(await publishedBy(app))
      const currentDate = new Date(issuedAt + tokenLife - 1)
      await expect(jwtVerify(last.access_token, set, { currentDate })).resolves.toBeDefined()
    })

    test('an old key goes when the longest token and the JWK Set’s cache time have passed', async () => {
      const { db, nodes } = await openTwoNodes(openStore)
      const [node] = nodes
      const [old] = publishedIds(node)
      await rotateKeys(db, secret, testStart)
      await node.refresh(testStart + lead + keep - 1)
      expect(publishedIds(node)).toContain(old)
      await node.refresh(testStart + lead + keep)
      expect(publishedIds(node)).toHaveLength(1)
      expect(publishedIds(node)).not.toContain(old)
    })

    test('happens by itself when a key has signed for 90 days, and only then', async () => {
      const { nodes } = await openTwoNodes(openStore)
      const [node] = nodes
      const [old] = publishedIds(node)
      await node.refresh(testStart + 90 * day - 1)
      expect(publishedIds(node)).toEqual([old])
      const at = testStart + 90 * day
      await node.refresh(at)
      const [fresh, ...rest] = publishedIds(node)
      expect([rest, fresh === old]).toEqual([[old], false])
      expect(node.current('ES256', at + lead - 1).id).toBe(old)
      expect(node.current('ES256', at + lead).id).toBe(fresh)
      await node.refresh(at + 1)
      expect(publishedIds(node)).toEqual([fresh, old])
    })

    test('two nodes that find the keys old at once make one new key of each kind, and agree on it', async () => {
      const { db, nodes } = await openTwoNodes(openStore)
      const at = testStart + 90 * day
      await Promise.all(nodes.map((node) => node.refresh(at)))
      const rows = await db.selectFrom('signing_keys').select('algorithm').execute()
      expect(rows.map(({ algorithm }) => algorithm).sort()).toEqual(['ES256', 'ES256', 'RS256', 'RS256'])
      await Promise.all(nodes.map((node) => node.refresh(at + keyRereadInterval)))
      const [one, two] = nodes
      expect(one.jwks()).toEqual(two.jwks())
      expect(one.current('ES256', at + lead).id).toBe(two.current('ES256', at + lead).id)
    })

    test('a node that died while it made the new key is replaced ten minutes later', async () => {
      const { db, nodes } = await openTwoNodes(openStore)
      const at = testStart + 90 * day
      const claims = ['ES256', 'RS256'].map((kind) => ({ name: `rotate ${kind}`, taken_at: at }))
      await db.insertInto('locks').values(claims).execute()
      const [, two] = nodes
      await two.refresh(at + 10 * minute - 1)
      expect(publishedIds(two)).toHaveLength(1)
      await two.refresh(at + 10 * minute)
      expect(publishedIds(two)).toHaveLength(2)
    })

    test('two nodes that start at once on an empty store honour each other’s tokens from the first moment', async () => {
      const { url } = await openStore()
      const nodes = await Promise.all([openNode(url, testStart), openNode(url, testStart)])
      for (const node of nodes) {
        const { id } = node.current('ES256', testStart)
        for (const other of nodes) expect((await other.find(id, testStart + 1))?.id).toBe(id)
      }
      await Promise.all(nodes.map((node) => node.refresh(testStart + minute)))
      const [one, two] = nodes
      expect(one?.current('ES256', testStart + minute).id).toBe(two?.current('ES256', testStart + minute).id)
    })

    test('a node learns of another node’s key from a token that it signed', async () => {
      const { db, nodes } = await openTwoNodes(openStore)
      const [node] = nodes
      expect(await node.find('unknown', testStart)).toBeUndefined()
      const [id = ''] = await rotateKeys(db, secret, testStart)
      // Strangers' tokens must not make every node read the store for each of them.
      expect(await node.find(id, testStart + second - 1)).toBeUndefined()
      const found = await Promise.all([1, 2, 3].map(() => node.find(id, testStart + second)))
      expect(found.map((key) => key?.id)).toEqual([id, id, id])
    })
  })
})
