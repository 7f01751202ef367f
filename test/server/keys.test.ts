import { createHash } from 'node:crypto'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { createAccessTokens } from '../../src/server/access-token.ts'
import { HostError } from '../../src/server/host-error.ts'
import { algorithms } from '../../src/server/key-material.ts'
import { listKeys, openKeyRing } from '../../src/server/keys.ts'
import { createSecret } from '../../src/server/secret.ts'
import { jsonAnswer, readAnswer } from '../support/answers.ts'
import { testStart as now, startTestApp } from '../support/app.ts'
import { forEachStore } from '../support/stores.ts'

const oldKey = Buffer.alloc(32, 1)
const newKey = Buffer.alloc(32, 2)

describe('signing keys', () => {
  forEachStore((_kind, openStore) => {
    test('the first start makes one key of each kind, later starts find it', async () => {
      const { db } = await openStore()
      const secret = createSecret([oldKey])
      const first = await openKeyRing(db, secret, now, 900_000)
      const second = await openKeyRing(db, secret, now + 1, 900_000)
      expect(second.jwks()).toEqual(first.jwks())
      const made = algorithms.map((algorithm) => ({
        id: first.current(algorithm, now).id,
        algorithm,
        created_at: now,
        activates_at: now,
      }))
      expect(await listKeys(db)).toEqual(made.sort((a, b) => (a.id < b.id ? -1 : 1)))
    })

    test('the private halves are sealed at rest and in no answer', async () => {
      const app = await startTestApp(openStore)
      const rows = await app.deps.db.selectFrom('signing_keys').selectAll().execute()
      for (const { algorithm, private_jwk_sealed } of rows) {
        const opened: { d: string } = JSON.parse(
          app.deps.secret.open('signing key', private_jwk_sealed) ?? '',
        )
        expect(opened.d).toMatch(algorithm === 'ES256' ? /^[\w-]{43}$/ : /^[\w-]{320,342}$/)
        expect(JSON.stringify(rows)).not.toContain(opened.d)
      }
      const base64url = expect.stringMatching(/^[\w-]+$/)
      const halves: Record<string, object> = {
        ES256: { kty: 'EC', crv: 'P-256', x: base64url, y: base64url },
        RS256: { kty: 'RSA', n: base64url, e: 'AQAB' },
      }
      const shown = app.deps.keys.jwks().keys.map(({ kid = '', alg = '' }) => ({ kid, alg }))
      expect(shown.map(({ alg }) => alg).sort()).toEqual(['ES256', 'RS256'])
      expect(shown.map(({ kid }) => kid).sort()).toEqual(rows.map(({ id }) => id).sort())
      const answer = await readAnswer(app.request('GET', '/.well-known/jwks.json'))
      expect(answer).toEqual(
        jsonAnswer(
          200,
          {
            keys: shown.map(({ kid, alg }) => ({ ...halves[alg], kid, alg, use: 'sig' })),
          },
          { 'cache-control': 'public, max-age=300' },
        ),
      )
    })

    test('a key’s id is its thumbprint (RFC 7638 §3)', async () => {
      const { db } = await openStore()
      const ring = await openKeyRing(db, createSecret([oldKey]), now, 900_000)
      const thumbprint = (members: object) =>
        createHash('sha256').update(JSON.stringify(members)).digest('base64url')
      const { crv, kty, x, y } = ring.current('ES256', now).publicJwk
      expect(ring.current('ES256', now).id).toBe(thumbprint({ crv, kty, x, y }))
      const { e, kty: rsa, n } = ring.current('RS256', now).publicJwk
      expect(ring.current('RS256', now).id).toBe(thumbprint({ e, kty: rsa, n }))
    })

    test('others verify a token offline by the JWK Set (RFC 9068 §4)', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await app.signIn()
      const { body } = await readAnswer(app.request('GET', '/.well-known/jwks.json'))
      const { payload } = await jwtVerify(access_token, createLocalJWKSet(body as JSONWebKeySet), {
        issuer: app.deps.config.issuer,
        audience: app.deps.config.issuer,
        typ: 'at+jwt',
        currentDate: new Date(app.clock.now),
      })
      const { id } = await app.deps.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
      expect(payload.sub).toBe(id)
    })

    test('another secret key refuses to start, says why and changes nothing (better-auth#7738)', async () => {
      const { db } = await openStore()
      await openKeyRing(db, createSecret([oldKey]), now, 900_000)
      const before = await db.selectFrom('signing_keys').selectAll().execute()
      const opening = openKeyRing(db, createSecret([newKey]), now, 900_000)
      await expect(opening).rejects.toEqual(
        new HostError(
          'The secret key does not open this store, which was made with another one; nothing was changed.',
          'Give back the AUTHD_SECRET_KEY or the secret.key that belongs to this store; old keys go behind the new one, after a comma.',
        ),
      )
      await expect(opening).rejects.toHaveProperty('hint', expect.stringContaining('AUTHD_SECRET_KEY'))
      expect(await db.selectFrom('signing_keys').selectAll().execute()).toEqual(before)
    })

    test('the old secret key behind a new one still opens what it sealed (better-auth#7738)', async () => {
      const { db } = await openStore()
      const before = await openKeyRing(db, createSecret([oldKey]), now, 900_000)
      const after = await openKeyRing(db, createSecret([newKey, oldKey]), now, 900_000)
      expect(after.jwks()).toEqual(before.jwks())
      const tokens = createAccessTokens(after, { issuer: 'https://a.example', ttl: 60_000 })
      const input = { subject: 'a', sessionId: 's', clientId: 'c', scope: 'account', endsAt: now + 60_000 }
      const { token } = await createAccessTokens(before, { issuer: 'https://a.example', ttl: 60_000 }).issue(
        input,
        now,
      )
      expect((await tokens.verify(token, now)).outcome).toBe('valid')
    })

    test('nodes that start at once understand each other: a key of another node is found, at most 5 s later', async () => {
      const { db } = await openStore()
      const secret = createSecret([oldKey])
      const rings = await Promise.all([
        openKeyRing(db, secret, now, 900_000),
        openKeyRing(db, secret, now, 900_000),
      ])
      const later = now + 5_000
      for (const ring of rings) {
        for (const other of rings)
          expect((await ring.find(other.current('ES256', now).id, later))?.id).toBe(
            other.current('ES256', now).id,
          )
      }
    })

    test('unknown key ids ask the store at most every second', async () => {
      const { db } = await openStore()
      const secret = createSecret([oldKey])
      const ring = await openKeyRing(db, secret, now, 900_000)
      const { id } = ring.current('ES256', now)
      const rename = (from: string, to: string) =>
        db.updateTable('signing_keys').set({ id: to }).where('id', '=', from).execute()
      await rename(id, 'moved')
      expect((await ring.find('moved', now))?.id).toBe('moved')
      await rename('moved', id)
      expect(await ring.find(id, now + 999)).toBeUndefined()
      expect((await ring.find(id, now + 1_000))?.id).toBe(id)
    })
  })
})
