import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Store } from '../../db/connect.ts'
import { allMigrations, migrate, readSchemaState } from '../../db/migrate.ts'
import type { TokenAnswer } from '../../src/protocol/endpoints.ts'
import { oauthPaths } from '../../src/protocol/oauth.ts'
import { fullScope } from '../../src/protocol/scopes.ts'
import {
  type Answer,
  emptyAnswer,
  jsonAnswer,
  noStore,
  problemAnswer,
  readAnswer,
  toOutbox,
} from '../support/answers.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { walkChain } from '../support/audit.ts'
import { basic, pollDevice, post } from '../support/oauth.ts'
import { dumpStore, loadDump, readSchema } from '../support/store-dump.ts'
import { forEachStore, type TestStore } from '../support/stores.ts'
import { ann, bob, carol, houses, password, readDump, root, secretKey } from './houses/house.ts'

/** Houses that the programs of their day set up (houses/README.md), opened by today's. */

/** The columns of each table. */
type Columns = ReadonlyMap<string, readonly string[]>

/** Those whose values an upgrade has to keep: all but the random ids that the entries of the log had before numbers. */
async function lastingColumns(db: Store): Promise<Columns> {
  const tables = await db.introspection.getTables()
  const lasting = ({ name: table, columns }: (typeof tables)[number]) =>
    columns.map(({ name }) => name).filter((name) => `${table}.${name}` !== 'audit.id')
  const ours = tables.filter(({ name }) => !name.startsWith('schema_migrations'))
  return new Map(ours.map((table) => [table.name, lasting(table)]))
}

/** Every row, without what columns that came later say of it. */
async function rowsUnder(columns: Columns, db: Store): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const [table, names] of columns) {
    const list = sql.join(names.map((name) => sql.ref(name)))
    const { rows } = await sql`select ${list} from ${sql.table(table)}`.execute(db)
    all[table] = rows.map((row) => JSON.stringify(row)).sort()
  }
  return all
}

/** Until the index `barrier` is gone, a migration can do all of its work, but not be noted as applied. */
async function bar(migration: string, db: Store): Promise<void> {
  await sql`create unique index barrier on schema_migrations
    ((case name when ${sql.lit(migration)} then ${sql.lit(allMigrations[0])} else name end))`.execute(db)
}

const get = (app: TestApp, path: string, bearer: string) => readAnswer(app.request('GET', path, { bearer }))
const refreshWith = (app: TestApp, token: string) => get(app, '/auth/update_token', token)
const postJson = (app: TestApp, path: string, json: object) => readAnswer(app.request('POST', path, { json }))
const logIn = (app: TestApp, username: string, secret = password) =>
  readAnswer(app.request('POST', '/auth/login', { form: { username, password: secret } }))

const tokensWith = (refresh_token: unknown) =>
  jsonAnswer(
    200,
    { access_token: expect.any(String), refresh_token, token_type: 'bearer', expires_in: 900 },
    noStore,
  )
const tokens = tokensWith(expect.any(String))

const accessOf = ({ body }: Answer) => (body as TokenAnswer).access_token

test('there is a house of each schema before the newest', () => {
  const schemas = houses.map(({ schema }) => schema)
  expect(schemas).toEqual(expect.arrayContaining(allMigrations.slice(0, -1)))
})

describe.each(houses)('a house of $schema, made by $commit', (house) => {
  forEachStore((kind, openStore) => {
    const { at, issuer, me, access, refresh, codes, token, client, device, invite } = house[kind]
    const dump = readDump(house, kind)
    const pending = allMigrations.slice(allMigrations.indexOf(house.schema) + 1)
    const newest = pending.at(-1)

    async function openHouse(): Promise<TestStore> {
      const store = await openStore({ empty: true })
      await loadDump(store.db, dump)
      return store
    }

    /** Today's server in the upgraded house, at the moment when it was left. */
    async function moveIn(): Promise<TestApp> {
      const store = await openHouse()
      await migrate(store.db)
      return startTestApp(async () => store, { issuer, secretKey: [secretKey] }, Date.parse(at))
    }

    test('keeps every row through the upgrade, whose schema is that of a new store', async () => {
      const { db } = await openHouse()
      expect(await readSchemaState(db)).toEqual({ pending, unknown: [] })
      const columns = await lastingColumns(db)
      const rows = await rowsUnder(columns, db)
      expect(await migrate(db)).toEqual(pending)
      expect(await rowsUnder(columns, db)).toEqual(rows)
      expect(await readSchema(db, kind)).toEqual(await readSchema((await openStore()).db, kind))
    })

    if (newest !== undefined)
      test('is as it was, to the letter, after an upgrade that fails at its very end', async () => {
        const { db } = await openHouse()
        await bar(newest, db)
        await expect(migrate(db)).rejects.toThrow(/unique constraint/i)
        await sql`drop index barrier`.execute(db)
        expect(await dumpStore(db, kind)).toBe(dump)
      })

    test('logs nobody out: tokens are good, also the refresh token whose successor may have been lost', async () => {
      const app = await moveIn()
      // From before there were scopes: read as none rather than all, so that programs take a new one at once.
      if (house.schema === '0001_accounts_and_sessions')
        expect((await get(app, '/auth/me', access)).status).toBe(401)
      else expect(await get(app, '/auth/me', access)).toEqual(jsonAnswer(200, me))
      expect(await refreshWith(app, refresh.previous)).toEqual(tokensWith(refresh.current))
      const third = expect.stringContaining(refresh.current.replace(/\.2\..*/, '.3.'))
      const answer = await refreshWith(app, refresh.current)
      expect(answer).toEqual(tokensWith(third))
      expect(await get(app, '/auth/me', accessOf(answer))).toEqual(jsonAnswer(200, me))
    })

    test('lets nobody back in: an ended session, an old refresh token and a disabled account are refused', async () => {
      const app = await moveIn()
      const refused = (detail: string) => problemAnswer(401, 'session_ended', detail)
      const loggedOut = expect.stringMatching(
        /^The session was logged out on .+ at \S+ \S+Z; log in again\.$/,
      )
      expect(await refreshWith(app, refresh.ended)).toEqual(refused(loggedOut))
      expect(await refreshWith(app, refresh.used)).toEqual(
        refused('An old refresh token was used again, so the session was ended for safety; log in again.'),
      )
      expect(await logIn(app, carol)).toEqual(
        problemAnswer(403, 'account_disabled', 'This account is disabled; ask who runs the server.'),
      )
    })

    test('takes passwords by address and by name; the superuser is one, and the log of all that is a chain', async () => {
      const app = await moveIn()
      expect(await logIn(app, ann)).toEqual(tokens)
      expect(await logIn(app, 'Ann')).toEqual(tokens)
      const answer = await logIn(app, root)
      expect(answer).toEqual(tokens)
      const superuser = { ...accountOf(root), is_superuser: true }
      expect(await get(app, '/auth/me', accessOf(answer))).toEqual(jsonAnswer(200, superuser))
      expect((await walkChain(app.deps.db)).faults).toEqual([])
    })

    test('takes the codes of letters, which can still be read', async () => {
      const app = await moveIn()
      expect(await app.readCode(bob)).toBe(codes.verification)
      const proof = { email: bob, verification_code: codes.verification }
      expect(await postJson(app, '/auth/register/verification_code', proof)).toEqual(
        jsonAnswer(200, accountOf(bob)),
      )
      expect(await logIn(app, bob)).toEqual(tokens)
      expect(await app.readCode(ann)).toBe(codes.reset)
      const new_password = 'two patient herons fold umbrellas'
      const reset = { email: ann, code: codes.reset, new_password }
      expect(await postJson(app, '/auth/password/reset', reset)).toEqual(emptyAnswer(204, toOutbox))
      expect(await logIn(app, ann, new_password)).toEqual(tokens)
    })

    if (token !== undefined)
      test('takes personal access tokens', async () => {
        expect(await get(await moveIn(), '/auth/me', token)).toEqual(jsonAnswer(200, me))
      })

    if (client !== undefined)
      test('takes the secrets of clients', async () => {
        const form = { grant_type: 'client_credentials' }
        const answer = await post(await moveIn(), oauthPaths.token, form, { headers: basic(client) })
        const body = {
          access_token: expect.any(String),
          token_type: 'Bearer',
          expires_in: 900,
          scope: 'account',
        }
        expect(answer).toEqual(jsonAnswer(200, body, noStore))
      })

    if (device !== undefined)
      test('lets in a device that waited for a yes', async () => {
        const app = await moveIn()
        const json = { user_code: device.user_code, approve: true }
        const approval = app.request('POST', '/auth/device', { bearer: access, json })
        expect(await readAnswer(approval)).toEqual(emptyAnswer(204))
        const secrets = ['access_token', 'refresh_token', 'id_token']
        const body = {
          ...Object.fromEntries(secrets.map((name) => [name, expect.any(String)])),
          token_type: 'Bearer',
          expires_in: 900,
          scope: fullScope,
        }
        expect(await pollDevice(app, device.device_code)).toEqual(jsonAnswer(200, body, noStore))
      })

    if (invite !== undefined)
      test('takes invitations', async () => {
        const app = await moveIn()
        const email = 'dan@example.com'
        const registration = { user_id: expect.any(String), registration_id: expect.any(String) }
        expect(await postJson(app, '/auth/register', { email, password, invite })).toEqual(
          jsonAnswer(201, { ...registration, email, username: null }, toOutbox),
        )
        const proof = { email, verification_code: await app.readCode(email) }
        expect(await postJson(app, '/auth/register/verification_code', proof)).toEqual(
          jsonAnswer(200, { ...accountOf(email), is_superuser: true }),
        )
      })
  })
})

/** An account without a name, verified. */
function accountOf(email: string) {
  const unknown = { id: expect.any(String), created_at: expect.any(String) }
  return { ...unknown, email, username: null, is_active: true, is_verified: true, is_superuser: false }
}
