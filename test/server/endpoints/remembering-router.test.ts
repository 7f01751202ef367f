import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { RememberingRouter } from '../../../src/server/endpoints/remembering-router.ts'

function createApp() {
  return new Hono({ router: new RememberingRouter() })
    .use(async (c, next) => {
      await next()
      c.header('x-seen', c.req.path)
    })
    .get('/members/add', (c) => c.text('add'))
    .get('/members/:id', (c) => c.text(`member ${c.req.param('id')}`))
    .post('/members', (c) => c.text('added'))
}

async function ask(app: Hono, method: string, path: string) {
  const answer = await app.request(path, { method })
  return [answer.status, await answer.text(), answer.headers.get('x-seen')]
}

describe('the router that remembers', () => {
  it('answers a second time what it answered the first: middleware, the page beside a parameter, the parameter', async () => {
    const app = createApp()
    for (let times = 0; times < 2; times += 1) {
      expect(await ask(app, 'GET', '/members/add')).toEqual([200, 'add', '/members/add'])
      expect(await ask(app, 'GET', '/members/one')).toEqual([200, 'member one', '/members/one'])
      expect(await ask(app, 'GET', '/members/two')).toEqual([200, 'member two', '/members/two'])
      expect(await ask(app, 'POST', '/members')).toEqual([200, 'added', '/members'])
      expect(await ask(app, 'GET', '/members')).toEqual([404, '404 Not Found', '/members'])
    }
  })

  it('keeps one result for a path of its own, and none for what anybody types', () => {
    const router = new RememberingRouter<string>()
    router.add('GET', '/me', 'me')
    router.add('GET', '/users/:id', 'user')
    expect(router.match('GET', '/me')).toBe(router.match('GET', '/me'))
    expect(router.match('GET', '/users/a')).not.toBe(router.match('GET', '/users/a'))
    expect(router.match('GET', '/typed')).not.toBe(router.match('GET', '/typed'))
  })

  it('finds what was added after a path was asked for', () => {
    const router = new RememberingRouter<string>()
    router.add('GET', '/me', 'me')
    expect(router.match('GET', '/me')[0]).toHaveLength(1)
    router.add('ALL', '*', 'every')
    expect(router.match('GET', '/me')[0]).toHaveLength(2)
  })
})
