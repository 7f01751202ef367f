import { describe, expect, test } from 'vitest'
import { type TestApp, testPassword } from '../../support/app.ts'
import { logIn } from '../../support/oauth.ts'
import { addMember, loginCookies } from '../../support/page-client.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'
import { email, follow, startWithAnn } from './account-start.ts'

const fresh = 'tulip ladder canyon'

function signInAs(app: TestApp, username: string, password: string): Promise<number> {
  return app.request('POST', '/auth/login', { form: { username, password } }).then(({ status }) => status)
}

describe('the account page', () => {
  forEachStore((_kind, openStore) => {
    test('a new name, and none again', async () => {
      const { app, ann } = await startWithAnn(openStore)
      const { location, page } = await follow(ann, ann.post('/account/name', { username: ' Ann B. ' }))
      expect([location, page.said]).toEqual([
        '/account?done=name-changed#profile',
        ['The user name is changed.'],
      ])
      expect(page.html).toContain('<dd>Ann B.</dd>')
      expect(await signInAs(app, 'ann b.', testPassword)).toBe(200)
      const none = await follow(ann, ann.post('/account/name', { username: '' }))
      expect(none.page.html).not.toContain('<dd>Ann B.</dd>')
    })

    test('a new address: a code goes there, and until it is entered nothing has changed', async () => {
      const { app, ann } = await startWithAnn(openStore)
      const form = { email: 'Ann.New@example.com', password: testPassword }
      const asked = await follow(ann, ann.post('/account/email', form))
      expect([asked.location, asked.page.title]).toEqual(['/account/email', 'Enter the code'])
      expect(await signInAs(app, email, testPassword)).toBe(200)
      const wrong = await ann.post('/account/email/confirm', { code: 'AAAAAA' })
      expect([wrong.status, wrong.title, wrong.said]).toEqual([
        401,
        'Enter the code',
        ['The code is wrong; 4 tries are left.'],
      ])
      const code = await app.readCode('ann.new@example.com')
      const done = await follow(ann, ann.post('/account/email/confirm', { code }))
      expect([done.location, done.page.said]).toEqual([
        '/account?done=email-changed#profile',
        ['The address is changed.'],
      ])
      expect(done.page.html).toContain('<dd>ann.new@example.com</dd>')
    })

    test.each([
      ['yes', 1],
      ['', 2],
    ])(
      'a new password; "log out all other devices" as %o leaves %i of two sessions',
      async (others, left) => {
        const { app, ann, id } = await startWithAnn(openStore)
        await logIn(app, { id, email })
        const form = { password: testPassword, new_password: fresh, others }
        const { location, page } = await follow(ann, ann.post('/account/password', form))
        expect([location, page.said]).toEqual([
          '/account?done=password-changed#profile',
          ['The password is changed.'],
        ])
        expect(page.html.match(/class="entry"/g)?.length).toBe(left)
        expect(await signInAs(app, email, testPassword)).toBe(401)
        expect(await signInAs(app, email, fresh)).toBe(200)
      },
    )

    test('withdrawal takes the password; then account, sessions and cookies are gone', async () => {
      const { app, ann } = await startWithAnn(openStore)
      const copy = ann.copy()
      expect((await ann.get('/account/delete')).html).toContain(email)
      const wrong = await ann.post('/account/delete', { password: 'wrong horse battery' })
      expect([wrong.status, wrong.said]).toEqual([
        403,
        ['The current password is wrong; nothing was changed.'],
      ])
      const gone = await ann.post('/account/delete', { password: testPassword })
      expect([gone.status, gone.title]).toEqual([200, 'Account deleted'])
      expect(gone.said).toEqual(['Your account is gone, and every device is logged out.'])
      for (const name of loginCookies) expect(ann.cookies.has(name)).toBe(false)
      expect((await copy.get('/account')).location).toBe('/login?next=%2Faccount&ended=1')
      expect(await app.deps.db.selectFrom('accounts').select('id').execute()).toEqual([])
    })
  })

  test('what is refused is shown again, with its error in its own form and nothing changed', async () => {
    const { app, ann } = await startWithAnn()
    await addMember(app, 'bob@example.com', { name: 'Bob' })
    const refusals: [string, Record<string, string>, number, string, string][] = [
      [
        '/account/name',
        { username: 'bob' },
        400,
        'name-username',
        'Somebody has this user name; choose another.',
      ],
      [
        '/account/email',
        { email: 'bob@example.com', password: testPassword },
        400,
        'address-email',
        'Another account has this address; your own address stays as it was.',
      ],
      [
        '/account/email',
        { email: 'new@example.com', password: 'x' },
        403,
        'address-password',
        'The current password is wrong; nothing was changed.',
      ],
      [
        '/account/password',
        { password: 'x', new_password: fresh },
        403,
        'password-password',
        'The current password is wrong; nothing was changed.',
      ],
    ]
    for (const [path, form, status, field, text] of refusals) {
      const page = await ann.post(path, form)
      expect([path, page.status, page.said]).toEqual([path, status, [text]])
      expect(page.html).toContain(`id="${field}-error" role="alert">${text}<`)
      expect(page.html.match(/aria-invalid="true"/g)?.length).toBe(1)
      expect(page.html.match(/<details id="[\w-]+" open>/g)?.length).toBe(1)
      expect(page.html).not.toContain(testPassword)
    }
    const weak = await ann.post('/account/password', {
      password: testPassword,
      new_password: 'short',
      others: 'yes',
    })
    expect([weak.status, weak.said.length]).toEqual([422, 1])
    expect(weak.html).toMatch(/id="password-others"[^>]*checked/)
    expect(await signInAs(app, email, testPassword)).toBe(200)
  })

  test('the address of a refused form, opened by GET, is the way back to the account', async () => {
    const { ann } = await startWithAnn()
    for (const path of [
      '/account/name',
      '/account/password',
      '/account/tokens',
      '/account/sessions/end-others',
    ]) {
      const { status, location } = await ann.get(path)
      expect([path, status, location]).toEqual([path, 303, '/account'])
    }
    expect((await ann.get('/account/email/confirm')).location).toBe('/account/email')
  })

  test('every form with a password says whose it is, so that password managers know', async () => {
    const { ann } = await startWithAnn()
    for (const path of ['/account', '/account/delete']) {
      const { html } = await ann.get(path)
      const forms =
        html.match(/<form[\s\S]*?<\/form>/g)?.filter((form) => form.includes('type="password"')) ?? []
      expect([path, forms.length]).toEqual([path, path === '/account' ? 2 : 1])
      for (const form of forms)
        expect(form).toMatch(/autocomplete="username" value="ann@example\.com" readonly hidden/)
    }
  })

  test('the last superuser stays (nobody could administer the server)', async () => {
    const { ann } = await startWithAnn(openSqlite, { superuser: true })
    const { status, said, html } = await ann.post('/account/delete', { password: testPassword })
    expect([status, said]).toEqual([409, ['This is the last active superuser; nothing was deleted.']])
    expect(html).toContain('Delete your account')
    expect((await ann.get('/account')).html).toContain('<span class="tag">Superuser</span>')
  })
})
