import { createHash } from 'node:crypto'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { createAccessTokens } from '../../src/server/access-token.ts'
import { HostError } from '../../src/server/host-error.ts'
import { listKeys, openKeyRing } from '../../src/server/keys.ts'
import { createSecret } from '../../src/server/secret.ts'
import { jsonAnswer, readAnswer } from '../support/answers.ts'
import { testStart as now, startTestApp } from '../support/app.ts'
import { forEachStore } from '../support/stores.ts'

const oldKey = Buffer.alloc(32, 1)
const newKey = Buffer.alloc(32, 2)

describe('signing keys', () => {
  forEachStore((_kind, openStore) => {
    test('the first start makes one key, later starts find it', async () => {
      const { db } = await openStore()
      const secret = createSecret([oldKey])
      const first = await openKeyRing(db, secret, now, 900_000)
      const second = await openKeyRing(db, secret, now + 1, 900_000)
      expect(second.jwks()).toEqual(first.jwks())
      expect(await listKeys(db)).toEqual([
        { id: first.current('ES256', now).id, algorithm: 'ES256', created_at: now },
      ])
    })

    test('the private half is sealed at rest and in no answer', async () => {
      const app = await startTestApp(openStore)
      const row = await app.deps.db.selectFrom('signing_keys').selectAll().executeTakeFirstOrThrow()
      const opened: { d: string } = JSON.parse(
        app.deps.secret.open('signing key', row.private_jwk_sealed) ?? '',
      )
      expect(opened.d).toMatch(/^[\w-]{43}$/)
      expect(JSON.stringify(row)).not.toContain(opened.d)
      const answer = await readAnswer(app.request('GET', '/.well-known/jwks.json'))
      expect(answer).toEqual(
        jsonAnswer(
          200,
          {
            keys: [
              {
                kty: 'EC',
                crv: 'P-256',
                x: expect.any(String),
                y: expect.any(String),
                kid: row.id,
                alg: 'ES256',
                use: 'sig',
              },
            ],
          },
          { 'cache-control': 'public, max-age=300' },
        ),
      )
    })

    test('a key’s id is its thumbprint (RFC 7638 §3)', async () => {
      const { db } = await openStore()
      const { id, publicJwk } = (await openKeyRing(db, createSecret([oldKey]), now, 900_000)).current(
        'ES256',
        now,
      )
      const { crv, kty, x, y } = publicJwk
      const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
      expect(id).toBe(thumbprint)
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
          'the secret key does not open this store: it was made with another one; nothing was changed',
          'give back the AUTHD_SECRET_KEY or the secret.key that belongs to this store; old keys go behind the new one, after a comma',
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
      await db.updateTable('signing_keys').set({ id: 'moved' }).execute()
      expect((await ring.find('moved', now))?.id).toBe('moved')
      await db.updateTable('signing_keys').set({ id }).execute()
      expect(await ring.find(id, now + 999)).toBeUndefined()
      expect((await ring.find(id, now + 1_000))?.id).toBe(id)
    })
  })
})
