import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { createClient } from '../../src/cli/client.ts'
import { Terminal } from '../../src/cli/terminal.ts'
import { type Route, type StandIn, startStandIn } from '../support/stand-in.ts'

const silent = new Terminal({ json: false, quiet: true, verbose: false, input: false, color: false, env: {} })

describe('the client against odd servers', () => {
  let server: StandIn
  beforeEach(async () => {
    server = await startStandIn()
  })
  afterEach(() => server.stop())

  function client(env: NodeJS.ProcessEnv = {}, url = server.url) {
    const { version } = packageJson
    return createClient({ server: url, because: undefined, loggedIn: true, version, env, terminal: silent })
  }

  async function refusal(route: Route) {
    server.routes['*'] = route
    const thrown = await client()
      .send({ method: 'GET', path: '/x', bearer: 't' })
      .catch((error) => error)
    const { exitCode, code, message, hint } = thrown
    return { exitCode, code, message: message.replace(server.url, 'URL'), hint }
  }

  const signIn = 'If this network wants a sign-in first, open a browser and do so; else check the address.'
  const kept = 'Your login is kept; try again later.'

  test.each([200, 403])(
    'a web page (%i) may be a captive portal’s, which is said: exit 5 (RFC 8952)',
    async (status) => {
      const page = { status, headers: { 'content-type': 'text/html' }, body: '<h1>hi</h1>' }
      expect(await refusal(() => page)).toEqual({
        exitCode: 5,
        code: 'not_an_authd',
        message: `Where URL should answer, a web page came (${status}).`,
        hint: `${signIn} ${kept}`,
      })
    },
  )

  test('511 is a captive portal’s word (RFC 6585 §6)', async () => {
    expect(await refusal(() => ({ status: 511, body: '<h1>sign in</h1>' }))).toEqual({
      exitCode: 5,
      code: 'captive_portal',
      message: 'This network wants a sign-in before it lets anyone reach URL.',
      hint: `${signIn} ${kept}`,
    })
  })

  test('what is neither JSON nor a page is "not an authd", exit 5, with a hint', async () => {
    expect(await refusal(() => ({ body: 'hello' }))).toEqual({
      exitCode: 5,
      code: 'not_an_authd',
      message: 'URL answered with something that is not JSON, but it is not an authd.',
      hint: 'Check the address: --server, AUTH_SERVER or `auth profile list`. Nothing was changed.',
    })
  })

  test('a redirect is not followed, so that no token leaves for another host', async () => {
    let elsewhere = 0
    const other = await startStandIn({
      '*': () => {
        elsewhere += 1
        return {}
      },
    })
    const answer = await refusal(() => ({ status: 307, headers: { location: `${other.url}/x` } }))
    await other.stop()
    expect(answer).toMatchObject({ exitCode: 5, code: 'not_an_authd' })
    expect(answer.message).toBe(`URL sends callers to ${other.url}/x; a token is never sent along.`)
    expect(answer.hint).toBe(
      `If that is the right server, give it as --server; if this network wants a sign-in first, do so in a browser. ${kept}`,
    )
    expect(elsewhere).toBe(0)
  })

  test('a body of more than 1 MiB is cut, also when it never ends', async () => {
    const answer = await refusal((_, response) => {
      response.writeHead(200)
      const more = () => response.write('x'.repeat(65_536), () => !response.destroyed && setImmediate(more))
      more()
      return undefined
    })
    expect(answer).toMatchObject({
      exitCode: 5,
      code: 'offline',
      message: 'URL gave no usable answer: the answer is larger than 1 MiB.',
    })
  })

  test('an answer that breaks off is no answer', async () => {
    const answer = await refusal((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{')
      setTimeout(() => response.destroy(), 20)
      return undefined
    })
    expect(answer).toMatchObject({
      exitCode: 5,
      code: 'offline',
      hint: 'Your login is kept; try again later.',
    })
  })

  test('503 without words of ours passes on Retry-After', async () => {
    expect(await refusal(() => ({ status: 503, headers: { 'retry-after': '30' }, body: 'busy' }))).toEqual({
      exitCode: 5,
      code: 'server_unavailable',
      message: 'URL answered 503.',
      hint: 'Your login is kept; try again in 30 s.',
    })
  })

  test('an error of a newer server keeps its own sentence', async () => {
    const body = { code: 'quantum_needed', detail: 'Bring a quantum key.' }
    expect(await refusal(() => ({ status: 403, body }))).toMatchObject({
      exitCode: 7,
      message: body.detail,
      code: body.code,
    })
  })

  test('a port where nothing listens is offline, exit 5', async () => {
    const sent = client({}, 'http://127.0.0.1:1').send({ method: 'GET', path: '/x' })
    await expect(sent).rejects.toMatchObject({
      exitCode: 5,
      code: 'offline',
      message: 'http://127.0.0.1:1 cannot be reached: nothing listens there.',
    })
  })

  test('https to a server that speaks http is exit 5 and says why', async () => {
    const sent = client({}, server.url.replace('http:', 'https:')).send({ method: 'GET', path: '/x' })
    await expect(sent).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringContaining('it does not speak TLS'),
    })
  })

  test.each([
    [{ LANG: 'ko_KR.UTF-8' }, 'ko'],
    [{ LC_ALL: 'C', LANG: 'ko_KR.UTF-8' }, 'en'],
    [{ LC_MESSAGES: 'ko_KR.UTF-8', LANG: 'de_DE.UTF-8' }, 'ko'],
    [{}, 'en'],
  ])('%j asks for letters in %s, by POSIX’s order', async (env, language) => {
    server.routes['*'] = () => ({ body: {} })
    await client(env).send({ method: 'POST', path: '/x', json: { a: 1 } })
    const [{ headers, body } = { headers: {}, body: '' }] = server.requests
    expect([headers['accept-language'], headers['user-agent'], headers['content-type'], body]).toEqual([
      language,
      `latchkey-cli/${packageJson.version}`,
      'application/json',
      '{"a":1}',
    ])
  })
})
