import { describe, expect, test } from 'vitest'
import { type CodePurpose, issueCode } from '../../../src/server/accounts/one-time-code.ts'
import { insertRegistration } from '../../../src/server/accounts/registration.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { addPerson, decideDevice, logIn, type Person, pollDevice, startDevice } from '../../support/oauth.ts'
import { forEachStore, type OpenStore } from '../../support/stores.ts'

const lifetime = 3_600_000

interface Scene {
  app: TestApp
  root: Person
  person: Person
}

/** Does its preparations; what it returns is what will happen at the same time as the other. */
type Actor = (scene: Scene) => Promise<() => Promise<{ status: number }>>

function code({ app: { deps, clock } }: Scene, purpose: CodePurpose, subject: string, email?: string) {
  return issueCode(deps.db, deps.secret, { purpose, subject, lifetime, ...(email && { email }) }, clock.now)
}

const reset: Actor = async (scene) => {
  const { email } = scene.person
  const json = {
    email,
    code: await code(scene, 'password reset', email),
    new_password: 'staple tulip ladder',
  }
  return async () => scene.app.request('POST', '/auth/password/reset', { json })
}

const moveAway: Actor = async (scene) => {
  const { id, access_token: bearer } = scene.person
  const json = { code: await code(scene, 'email change', id, `new-${scene.person.email}`) }
  return async () => scene.app.request('POST', '/auth/email/confirm', { bearer, json })
}

const verify: Actor = async (scene) => {
  const { app, person } = scene
  const { db } = app.deps
  const { email, id: accountId } = person
  await db.updateTable('accounts').set({ verified_at: null }).where('id', '=', accountId).execute()
  const claim = { email, username: undefined, passwordHash: '!', language: 'en', accountId }
  const { id: registration_id } = await insertRegistration(db, claim, app.clock.now)
  const json = {
    email,
    registration_id,
    verification_code: await code(scene, 'registration', registration_id),
  }
  return async () => app.request('POST', '/auth/register/verification_code', { json })
}

const fetchDevice: Actor = async ({ app, person }) => {
  const { device_code, user_code } = await startDevice(app)
  expect(await decideDevice(app, person.access_token, user_code)).toBe(204)
  app.clock.now += 5_000
  return async () => pollDevice(app, device_code)
}

const endOthers: Actor = async ({ app, person }) => {
  const { access_token: bearer } = await logIn(app, person)
  return async () => app.request('DELETE', '/auth/sessions?others=true', { bearer })
}

const asRoot =
  (method: string, tail: string): Actor =>
  async ({ app, root: { access_token: bearer }, person }) =>
  async () =>
    app.request(method, `/admin/users/${person.id}${tail}`, { bearer })

const remove = asRoot('DELETE', '')
const endAll = asRoot('DELETE', '/sessions')

async function clash(
  openStore: OpenStore,
  pairs: number,
  [one, other]: readonly [Actor, Actor],
): Promise<number[]> {
  const app = await startTestApp(openStore)
  const root = await addPerson(app, { superuser: true })
  const prepare = async () => {
    const scene = { app, root, person: await addPerson(app) }
    return [await one(scene), await other(scene)]
  }
  const acts = (await Promise.all(Array.from({ length: pairs }, prepare))).flat()
  const answers = await Promise.all(acts.map((act) => act()))
  return answers.map(({ status }) => status)
}

describe('what is done to an account at the same time waits its turn, and is no deadlock (503)', () => {
  forEachStore((kind, openStore) => {
    // SQLite has one writer, so nobody waits for a row there.
    const pairs = kind === 'postgres' ? 20 : 2

    test.each<[string, Actor, Actor]>([
      ['a reset and its deletion', reset, remove],
      ['a change of address and its deletion', moveAway, remove],
      ['a change of address and a reset', moveAway, reset],
      ['a verification and its deletion', verify, remove],
      ['a device that fetches its tokens and its deletion', fetchDevice, remove],
      ['a device that fetches its tokens and the end of all sessions', fetchDevice, endAll],
      ['the end of the other sessions and its deletion', endOthers, remove],
    ])('%s', async (_name, one, other) => {
      const statuses = await clash(openStore, pairs, [one, other])
      expect(statuses).toHaveLength(2 * pairs)
      expect(statuses.filter((status) => status >= 500)).toEqual([])
    })
  })
})
