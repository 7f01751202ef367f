import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createLog, type LogOptions } from '../../src/server/log.ts'

function logForTest(options: Partial<LogOptions> = {}) {
  const lines: string[] = []
  const log = createLog({
    level: 'debug',
    isTty: false,
    stream: { write: (line) => lines.push(line) },
    ...options,
  })
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line)) }
}

describe('a log that no person watches', () => {
  it('has one JSON object per line', () => {
    const { log, lines, entries } = logForTest()
    log.info({ session: 's1' }, 'session ended\nby its owner')
    log.trace('not this')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^\{.*\}\n$/)
    expect(entries()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        session: 's1',
        msg: 'session ended\nby its owner',
      },
    ])
  })

  it('tells an error with its cause and its code', () => {
    const { log, entries } = logForTest()
    const cause = Object.assign(new Error('no answer'), { code: 'ECONNREFUSED' })
    log.error({ err: Object.assign(new Error('mail failed', { cause }), { code: 'EMAIL' }) }, 'not sent')
    expect(entries()[0].err).toEqual({
      type: 'Error',
      message: 'mail failed: no answer',
      stack: expect.stringContaining('caused by: Error: no answer'),
      code: 'EMAIL',
    })
  })
})

describe('a log that a person watches', () => {
  it('has short lines', () => {
    const { log, lines } = logForTest({ isTty: true })
    log.warn({ tries: 3, to: 'ann@example.com', text: 'a b' }, 'not sent yet')
    expect(lines).toEqual([
      expect.stringMatching(
        /^\d\d:\d\d:\d\d\.\d{3} WARN {2}not sent yet tries=3 to=ann@example\.com text="a b"\n$/,
      ),
    ])
  })

  it('shows the stack of an error below its line', () => {
    const { log, lines } = logForTest({ isTty: true })
    log.error({ err: new Error('broken') }, 'request failed')
    expect(lines[0]).toMatch(/ ERROR request failed\n {2}Error: broken\n {6}at /)
  })

  it('lets no text from outside move the cursor or fake a line', () => {
    const { log, lines } = logForTest({ isTty: true })
    log.info({ label: '\u001b[2J\u009b1m\nx' }, 'hello\u001b[31m\n12:00:00.000 ERROR faked')
    expect(lines[0]).toMatch(
      / INFO {2}hello\\x1b\[31m 12:00:00\.000 ERROR faked label="\\u001b\[2J\\x9b1m\\nx"\n$/,
    )
  })
})

const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.c2lnbmF0dXJl'
const bcrypt = '$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm'
const refresh = 'v1.0b54a6de-5a0a-4a2c-8a3e-3f0b5a1c2d3e.7.aHVudGVyMmh1bnRlcjJodW50ZXIy'

describe.each([true, false])('redaction (terminal: %s)', (isTty) => {
  it.each([
    ...[
      'authorization',
      'Authorization',
      'proxy-authorization',
      'cookie',
      'Set-Cookie',
      'password',
      'newPassword',
    ],
    ...[
      'current_password',
      'password_hash',
      'access_token',
      'refreshToken',
      'token',
      'code',
      'verification_code',
    ],
    ...[
      'device_code',
      'code_verifier',
      'secret',
      'secretKey',
      'client_secret',
      'AUTHD_SECRET_KEY',
      'private_jwk_sealed',
    ],
  ])('%s never reaches a line, at any depth', (name) => {
    const { log, lines } = logForTest({ isTty })
    log.info({ [name]: 'hunter2' }, 'flat')
    log.info({ request: { headers: [{ [name]: ['hunter2', { deep: 'hunter2' }] }] } }, 'deep')
    log.child({ [name]: 'hunter2' }).info('bound')
    log.error(Object.assign(new Error('failed'), { config: { [name]: 'hunter2' } }))
    expect(lines).toHaveLength(4)
    expect(lines.join('')).not.toContain('hunter2')
    expect(lines[0]).toContain('[redacted]')
  })

  it.each([
    'Authorization: Bearer hunter2-hunter2',
    'basic aHVudGVyMg==hunter2',
    'cannot reach smtp://bob:hunter2@mail.example.org:587',
    'postgres://bob:a@hunter2@db/auth',
    'GET /callback?state=1&code=hunter2&x=1',
    `token ${jwt} is bad`,
    `refresh ${refresh}`,
    `hash ${bcrypt}`,
  ])('%s is recognised in messages, fields and stacks', (text) => {
    const { log, lines } = logForTest({ isTty })
    log.info({ what: text, list: [text] }, text)
    log.error({ err: new Error(text, { cause: new Error(text) }) }, 'failed')
    const output = lines.join('')
    for (const secret of ['hunter2', jwt, refresh, bcrypt]) expect(output).not.toContain(secret)
    expect(output).toContain('[redacted]')
  })

  it('leaves alone what only looks alike', () => {
    const { log, lines } = logForTest({ isTty })
    const fields = {
      token_type: 'bearer',
      status_code: 401,
      error_code: 'invalid_token',
      url: 'http://127.0.0.1:8420/auth/me',
      version: 'v1.2.3',
    }
    log.info({ ...fields, password: null }, 'a token code was wrong')
    expect(lines[0]).not.toContain('[redacted]')
    expect(lines[0]).toContain('a token code was wrong')
  })
})

it('writes to standard error before the process ends, however it ends', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-log-'))
  try {
    const script = join(folder, 'exit.mts')
    const source = fileURLToPath(new URL('../../src/server/log.ts', import.meta.url))
    writeFileSync(
      script,
      `import { createLog } from ${JSON.stringify(source)}
       const log = createLog({ level: 'info', isTty: false })
       for (let line = 0; line < 500; line++) log.info({ line }, 'x'.repeat(200))
       process.exit(0)`,
    )
    const tsx = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url))
    const output = execFileSync(
      'sh',
      ['-c', '"$0" "$1" "$2" 2>&1 >/dev/null', process.execPath, tsx, script],
      { encoding: 'utf8' },
    )
    expect(
      output
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).line),
    ).toEqual(Array.from({ length: 500 }, (_, line) => line))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
