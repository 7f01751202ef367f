import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../src/protocol/errors.ts'
import { emptyAnswer, problemAnswer, readAnswer, toOutbox } from '../../support/answers.ts'
import {
  testPassword as password,
  type RequestOptions,
  startTestApp,
  type TestApp,
} from '../../support/app.ts'
import { openSqlite } from '../../support/stores.ts'

const json = { 'content-type': 'application/json' }
const limit = 64 * 1024

/** Every route that takes JSON, and a field that it cannot do without. */
const routes = [
  ['POST', '/auth/register', 'email'],
  ['POST', '/auth/signup', 'email'],
  ['POST', '/auth/register/verification_code', 'email'],
  ['POST', '/auth/register/resend', 'email'],
  ['POST', '/auth/password/forgot', 'email'],
  ['POST', '/auth/password/reset', 'email'],
  ['POST', '/auth/password', 'current_password'],
  ['POST', '/auth/email', 'email'],
  ['POST', '/auth/email/confirm', 'code'],
  ['PATCH', '/auth/me', 'username'],
  ['DELETE', '/auth/me', 'password'],
] as const

const sendJson = 'Send the body as JSON, with "Content-Type: application/json".'
const unreadable: ReadonlyArray<[name: string, options: RequestOptions, detail: string]> = [
  ['an empty body', { headers: json, body: '' }, sendJson],
  ['broken JSON', { headers: json, body: '{"email":"ann@example.com"' }, sendJson],
  ['JSON and more', { headers: json, body: '{} {}' }, sendJson],
  ['no content type', { body: new TextEncoder().encode('{}') }, sendJson],
  ['plain text', { headers: { 'content-type': 'text/plain' }, body: '{}' }, sendJson],
  ['a form', { form: { email: 'ann@example.com', password } }, sendJson],
  [
    'invalid UTF-8',
    { headers: json, body: Uint8Array.of(0x22, 0xc3, 0x28, 0x22) },
    'The body is not valid UTF-8.',
  ],
  [
    'UTF-16',
    { headers: json, body: Buffer.from('\ufeff{"a":1}', 'utf16le') },
    'The body is not valid UTF-8.',
  ],
  ['null', { json: null }, 'The body must be a JSON object.'],
  ['an array', { json: [{ email: 'ann@example.com', password }] }, 'The body must be a JSON object.'],
  ['a string', { json: 'email' }, 'The body must be a JSON object.'],
  ['a number', { json: 1 }, 'The body must be a JSON object.'],
]

describe('a JSON route answers 422 with one sentence (contract)', () => {
  test.each(routes)('%s %s', async (method, path, field) => {
    const app = await startTestApp(openSqlite)
    const bearer = (await app.signIn()).access_token
    for (const [name, options, detail] of unreadable) {
      const answer = await readAnswer(app.request(method, path, { bearer, ...options }))
      expect([name, answer]).toEqual([name, problemAnswer(422, 'invalid_request', detail)])
    }
    const whole = { email: 'new@example.com', password, username: 'New', code: 'x', verification_code: 'x' }
    const fields: Record<string, unknown> = { ...whole, current_password: password, new_password: password }
    expect(await readAnswer(app.request(method, path, { bearer }))).toEqual(
      problemAnswer(422, 'invalid_request', `Field "${field}": it is missing.`),
    )
    for (const [value, detail] of [
      [undefined, 'it is missing.'],
      [1, 'it must be a string.'],
      [true, 'it must be a string.'],
      [['ann@example.com'], 'it must be a string.'],
      [{ $ne: '' }, 'it must be a string.'],
    ] as const) {
      const answer = await readAnswer(
        app.request(method, path, { bearer, json: { ...fields, [field]: value } }),
      )
      expect([value, answer]).toEqual([
        value,
        problemAnswer(422, 'invalid_request', `Field "${field}": ${detail}`),
      ])
    }
    expect(app.logged).toEqual([])
  })
})

describe('a body over 64 KiB is 413 (contract)', () => {
  const tooLarge = problemAnswer(413, 'body_too_large', 'The body is over 64 KiB.')
  const padded = (size: number) => {
    const start = '{"email":"ann@example.com","padding":"'
    return `${start}${'x'.repeat(size - start.length - 2)}"}`
  }
  const send = (
    app: TestApp,
    path: string,
    body: string | ReadableStream,
    headers: Record<string, string> = {},
  ) => readAnswer(app.request('POST', path, { body, headers: { ...json, ...headers } }))

  test.each([...routes.map(([, path]) => path), '/auth/login', '/auth/logout', '/nowhere'])(
    '%s',
    async (path) => {
      const app = await startTestApp(openSqlite)
      const body = padded(limit + 1)
      expect(await send(app, path, body, { 'content-length': String(body.length) })).toEqual(tooLarge)
      expect(await send(app, path, streamOf(body))).toEqual(tooLarge)
      expect(await send(app, path, streamOf(body), { 'transfer-encoding': 'chunked' })).toEqual(tooLarge)
    },
  )

  test('64 KiB are not over it, announced or streamed', async () => {
    const app = await startTestApp(openSqlite)
    const body = padded(limit)
    const path = '/auth/password/forgot'
    const sent = emptyAnswer(202, toOutbox)
    expect(await send(app, path, body, { 'content-length': String(body.length) })).toEqual(sent)
    expect(await send(app, path, streamOf(body))).toEqual(sent)
  })

  test('a stream without end is cut off at the limit', async () => {
    const app = await startTestApp(openSqlite)
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1
        controller.enqueue(new Uint8Array(1024))
      },
    })
    expect(await send(app, '/auth/register', endless)).toEqual(tooLarge)
    expect(pulled).toBeLessThan(100)
  })
})

function streamOf(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream()
}

const noAddress = 'This is no e-mail address that mail can be sent to, such as ann@example.com.'
const noName =
  "A user name has 1 to 64 letters, digits, spaces and . _ ' - and begins with a letter or digit."
const common =
  'This password is a common one or easily guessed; take several unrelated words or a generated one.'
const unusual = 'xK9#mPq2vL8!tulip-ladder-canyon-'.repeat(3)

const refused: ReadonlyArray<
  [what: string, fields: Record<string, unknown>, code: ErrorCode, detail: string]
> = [
  ...(
    [
      ['', 'an empty address'],
      ['   ', 'a blank address'],
      ['ann', 'no sign'],
      ['ann@', 'no domain'],
      ['@example.com', 'no local part'],
      ['ann@localhost', 'no dot in the domain'],
      ['ann@127.0.0.1', 'an address literal without brackets'],
      ['ann@[127.0.0.1]', 'an address literal'],
      ['ann@exa mple.com', 'a space in the domain'],
      ['an n@example.com', 'a space in the local part'],
      ['"ann"@example.com', 'a quoted local part'],
      ['Ann <ann@example.com>', 'a display name'],
      ['ann@example.com,bob@example.com', 'two addresses'],
      ['ann@example.com\r\nBcc: eve@example.com', 'CR LF and a header'],
      ['ann\r\n@example.com', 'CR LF in the local part'],
      ['ann@example.com\n', 'LF at the end'],
      ['\tann@example.com', 'a tab'],
      ['ann\0@example.com', 'NUL'],
      ['ann\u007f@example.com', 'DEL'],
      ['ann\u0085@example.com', 'NEL'],
      ['ann\u202e@example.com', 'a right-to-left override'],
      ['ann\u200b@example.com', 'a zero-width space'],
      ['ann\ud800@example.com', 'half of a surrogate pair'],
      ['.ann@example.com', 'a dot in front'],
      ['a..n@example.com', 'two dots'],
      ['ann@example..com', 'an empty label'],
      ['ann@-example.com', 'a label that begins with a dash'],
      [`${'a'.repeat(65)}@example.com`, 'a local part of 65 octets'],
      [`a@${'b'.repeat(64)}.com`, 'a label of 64 octets'],
      [
        `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(52)}.com`,
        '300 characters',
      ],
    ] as const
  ).map(([email, what]): [string, Record<string, unknown>, ErrorCode, string] => [
    `address: ${what}`,
    { email },
    'invalid_email',
    noAddress,
  ]),
  ...[null, 7, ['a@example.com']].map((email): [string, Record<string, unknown>, ErrorCode, string] => [
    `address: ${JSON.stringify(email)}`,
    { email },
    'invalid_request',
    'Field "email": it must be a string.',
  ]),
  ...['', ' ', '-ann', 'a@b', 'ann\r\n', 'a\0b', 'a\u202eb', 'a/b', '<b>', 'x'.repeat(65), '🦊'].map(
    (username): [string, Record<string, unknown>, ErrorCode, string] => [
      `name: ${JSON.stringify(username)}`,
      { username: username === 'ann\r\n' ? 'an\r\nn' : username },
      'invalid_username',
      noName,
    ],
  ),
  ['name: a number', { username: 7 }, 'invalid_request', 'Field "username": it must be a string.'],
  ['password: missing', { password: undefined }, 'invalid_request', 'Field "password": it is missing.'],
  ['password: null', { password: null }, 'invalid_request', 'Field "password": it must be a string.'],
  [
    'password: 0 bytes',
    { password: '' },
    'weak_password',
    'The password is empty; use at least 12 characters.',
  ],
  [
    'password: 11 bytes',
    { password: unusual.slice(0, 11) },
    'weak_password',
    'The password has 11 characters; use at least 12 characters.',
  ],
  [
    'password: 73 bytes (pocketbase#5899)',
    { password: unusual.slice(0, 73) },
    'password_too_long',
    'The password has 73 bytes, and at most 72 bytes can be used; take a shorter one.',
  ],
  [
    'password: a line break',
    { password: `${unusual.slice(0, 20)}\n` },
    'weak_password',
    'The password has a control character in it, such as a tab or line break; leave it out.',
  ],
  ['password: a common one', { password: 'password1234' }, 'weak_password', common],
  ['password: a common one, longer', { password: 'iloveyou123456' }, 'weak_password', common],
  [
    'password: with the address',
    { password: 'mine is ann.smith@example.com!' },
    'weak_password',
    'The password contains your e-mail address; take one without it.',
  ],
  [
    'password: with its first part',
    { password: 'ANN.SMITH tulip ladder' },
    'weak_password',
    'The password contains the first part of your e-mail address; take one without it.',
  ],
  [
    'password: with the name',
    { password: 'Smithy tulip ladder', username: 'smithy' },
    'weak_password',
    'The password contains your user name; take one without it.',
  ],
]

describe('POST /auth/register judges what it was sent', () => {
  const base = { email: 'ann.smith@example.com', password }

  test.each(refused)('%s is 422 and writes nothing', async (_what, fields, code, detail) => {
    const app = await startTestApp(openSqlite)
    const answer = await readAnswer(app.request('POST', '/auth/register', { json: { ...base, ...fields } }))
    expect(answer).toEqual(problemAnswer(422, code, detail))
    const { db } = app.deps
    expect(await db.selectFrom('registrations').selectAll().execute()).toEqual([])
    expect(await db.selectFrom('outbox').selectAll().execute()).toEqual([])
    expect(app.logged).toEqual([])
  })

  test.each([
    ['  Ann.Smith@EXAMPLE.com ', 'ann.smith@example.com'],
    ['ann+news@example.com', 'ann+news@example.com'],
    ['지민@예시.한국', '지민@xn--vv4b11d.xn--3e0b707e'],
    ['jürgen@bücher.example', 'jürgen@xn--bcher-kva.example'],
    ['δοκιμή@παράδειγμα.gr', 'δοκιμή@xn--hxajbheg2az3al.gr'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('takes the address %j as %j', async (email, stored) => {
    const app = await startTestApp(openSqlite)
    const answer = await readAnswer(app.request('POST', '/auth/register', { json: { email, password } }))
    expect([answer.status, answer.body]).toEqual([201, expect.objectContaining({ email: stored })])
    expect(await app.readCode(stored)).toHaveLength(6)
  })

  test.each([12, 72])('takes a password of %i bytes, and it logs in', async (size) => {
    const app = await startTestApp(openSqlite)
    const tokens = await app.signIn('ann.smith@example.com', unusual.slice(0, size))
    expect(tokens.expires_in).toBe(900)
  })
})
