import { describe, expect, test } from 'vitest'
import { readStore } from '../../support/page-client.ts'
import { follow, startWithAnn } from './account-start.ts'

describe('personal access tokens', () => {
  test('the value is on the answer of the POST alone: no address, no second page and no store has it', async () => {
    const { app, ann } = await startWithAnn()
    const form = { name: 'nightly backup', scope_account: 'yes', scope_email: 'yes', days: '30' }
    const made = await ann.post('/account/tokens', form)
    expect([made.status, made.title, made.location]).toEqual([200, 'New token', null])
    expect(made.headers.get('cache-control')).toBe('no-store')
    const value = /<code class="secret">([^<]+)</.exec(made.html)?.[1] ?? ''
    const me = await app.request('GET', '/auth/me', { bearer: value })
    expect(me.status).toBe(200)
    const { html } = await ann.get('/account')
    expect(html).toContain('nightly backup')
    expect(html).toContain('<span>email, account</span>')
    expect(html).toContain('Mar 31, 2026')
    expect(html).not.toContain(value.slice(-20))
    expect(JSON.stringify(await readStore(app))).not.toContain(value.slice(-20))
    expect(app.logged.join()).not.toContain(value.slice(-20))
  })

  test('a revoked one opens nothing any more', async () => {
    const { app, ann } = await startWithAnn()
    const made = await ann.post('/account/tokens', { name: 'ci', scope_account: 'yes', days: '' })
    const value = /<code class="secret">([^<]+)</.exec(made.html)?.[1] ?? ''
    const [, id = ''] = /\/account\/tokens\/([\w-]+)\/revoke/.exec((await ann.get('/account')).html) ?? []
    const { location, page } = await follow(ann, ann.post(`/account/tokens/${id}/revoke`))
    expect([location, page.said]).toEqual(['/account?done=token-revoked#tokens', ['The token is revoked.']])
    expect((await app.request('GET', '/auth/me', { bearer: value })).status).toBe(401)
    expect((await ann.post(`/account/tokens/${id}/revoke`)).said).toEqual(['You have no such token.'])
  })

  test('without a name, without a scope, with a life that is not offered', async () => {
    const { app, ann } = await startWithAnn()
    const nameless = await ann.post('/account/tokens', { name: ' ', scope_account: 'yes', days: '7' })
    expect([nameless.status, nameless.said]).toEqual([
      422,
      ['The name must have 1 to 64 characters that can be shown.'],
    ])
    const scopeless = await ann.post('/account/tokens', { name: 'ci', days: '7' })
    expect([scopeless.status, scopeless.said.length]).toEqual([422, 1])
    expect(scopeless.html).toMatch(/value="7" selected/)
    await ann.post('/account/tokens', { name: 'ci', scope_account: 'yes', days: '99999' })
    const tokens = await app.deps.db.selectFrom('personal_tokens').select('expires_at').execute()
    expect(tokens).toEqual([{ expires_at: app.clock.now + 90 * 24 * 60 * 60_000 }])
  })
})
