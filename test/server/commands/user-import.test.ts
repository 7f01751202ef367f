import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { authdProgram, createHost, register, type ServerHost, until } from '../../support/processes.ts'
import { audit, bcrypt, countAccounts, people, query, write } from './people.ts'

/** Imports from stdin, which the test writes as it likes. */
function importFromStdin(host: ServerHost, flags: string[] = []) {
  const args = [authdProgram, 'user', 'import', '-', '--format', 'csv', ...flags]
  const child = spawn(process.execPath, args, { env: host.env, stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdin.on('error', () => {})
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const ended = once(child, 'close').then(([code]) => ({ code, stderr }))
  return { child, ended }
}

const seconds = expect.any(Number)
const summary = (text: string) => expect.stringMatching(new RegExp(`^${text}\\n$`))

describe('authd user import', () => {
  test('2,000 rows of which 1 % is broken: the report is right to the line, the others go in, once', async () => {
    const host = createHost()
    const broken = {
      1: '"person1@example.com,,',
      42: 'person42,,,,',
      500: `person500@example.com,,${bcrypt.slice(0, -1)},,`,
      501: `Person499@EXAMPLE.com,,${bcrypt},,`,
      777: 'person777@example.com,이름 3,,,',
      1200: `person1200@example.com,${'x'.repeat(70_000)},,,`,
      1201: 'person1201@example.com,,,perhaps,',
      1999: 'person1999@example.com',
      2000: 'person2000@example.com,,,,2999-01-01T00:00:00Z',
    }
    const file = write(host, 'people.csv', people(2_000, broken))
    const report = `Line 2: a quote is opened and not closed.
Line 43: the address "person42" is no e-mail address.
Line 501: the password hash cannot be used: it is no whole bcrypt hash of 60 characters.
Line 502: the address person499@example.com is in line 500 already.
Line 778: the name "이름 3" is in line 4 already.
Line 1201: the line is longer than 65536 bytes.
Line 1202: verified is "perhaps", and neither true nor false.
Line 2000: it has 1 field, and the header has 5.
Line 2001: created_at is "2999-01-01T00:00:00Z", which is yet to come.
`
    const dry = await host.authd(['user', 'import', file, '--dry-run'])
    expect(dry).toEqual({
      code: 1,
      stdout: '',
      stderr: summary(
        `Note: there is no store at ${literally(`sqlite:${host.dataDir}/authd.db`)} yet; an import would make it\\.\n${literally(report)}Would add 1,991 accounts in \\d\\.\\d s; 0 were there already, 9 lines were not taken\\.`,
      ),
    })
    expect(existsSync(host.dataDir)).toBe(false)

    const first = await host.authd(['user', 'import', file])
    expect(first).toEqual({
      code: 1,
      stdout: '',
      stderr: summary(
        `${literally(report)}Added 1,991 accounts in \\d\\.\\d s; 0 were there already, 9 lines were not taken\\.`,
      ),
    })
    expect(countAccounts(host)).toBe(1_991)

    const again = await host.authd(['user', 'import', file, '--json'])
    const { errors, ...counts } = JSON.parse(again.stdout)
    expect([again.code, again.stderr]).toEqual([1, ''])
    expect(counts).toEqual({
      added: 0,
      already_there: 1_991,
      failed: 9,
      lines_read: 2_001,
      dry_run: false,
      seconds,
    })
    expect(
      errors
        .map(({ line, reason }: { line: number; reason: string }) => `Line ${line}: ${reason}.\n`)
        .join(''),
    ).toBe(report)
    expect(errors[3]).toEqual({
      line: 502,
      code: 'email_repeated',
      reason: 'the address person499@example.com is in line 500 already',
    })
    expect(countAccounts(host)).toBe(1_991)
    const source = { file: 'people.csv' }
    const ended = { ...source, failed: 9, lines_read: 2_001, interrupted: false }
    expect(audit(host)).toEqual([
      ...[
        [499, 3, 504],
        [499, 505, 1004],
        [500, 1005, 1506],
        [493, 1507, 1999],
      ].map(([count, first_line, last_line]) => [
        'accounts.added',
        'host',
        { ...source, count, superusers: 0, first_line, last_line },
      ]),
      ['accounts.imported', 'host', { ...ended, added: 1_991, already_there: 0 }],
      ['accounts.imported', 'host', { ...ended, added: 0, already_there: 1_991 }],
    ])
  })

  test('a dry run once made a store where there was none; where there is one, it tells who is there already', async () => {
    const host = createHost()
    const file = write(host, 'people.csv', people(2))
    const dryRun = async () =>
      (await host.json(['user', 'import', file, '--dry-run'])) as Record<string, unknown>
    expect(await dryRun()).toMatchObject({ added: 2, already_there: 0, dry_run: true })
    expect(existsSync(host.dataDir)).toBe(false)
    await host.json(['user', 'add', 'person1@example.com'])
    expect(await dryRun()).toMatchObject({ added: 1, already_there: 1, dry_run: true })
    expect(countAccounts(host)).toBe(1)
  })

  test('kill -9 in the middle keeps what was committed, and the same command goes on', async () => {
    const host = createHost()
    const lines = people(1_600)
    const { child, ended } = importFromStdin(host)
    child.stdin.write(`${lines.slice(0, 1_300).join('\n')}\n`)
    await until('1,000 accounts are in', () => hasAccounts(host) && countAccounts(host) === 1_000)
    child.kill('SIGKILL')
    await ended
    expect(countAccounts(host)).toBe(1_000)
    const file = write(host, 'people.csv', lines)
    expect(await host.json(['user', 'import', file])).toEqual({
      added: 600,
      already_there: 1_000,
      failed: 0,
      lines_read: 1_601,
      dry_run: false,
      seconds,
      errors: [],
    })
    expect(
      query(host, 'select count(*), count(distinct email), sum(password_hash is null) from accounts'),
    ).toEqual([[1_600, 1_600, 0]])
  })

  test('SIGINT keeps what was committed, says how far it got, and ends with 130', async () => {
    const host = createHost()
    const { child, ended } = importFromStdin(host)
    child.stdin.write(`${people(700).join('\n')}\n`)
    await until('500 accounts are in', () => hasAccounts(host) && countAccounts(host) === 500)
    child.kill('SIGINT')
    expect(await ended).toEqual({
      code: 130,
      stderr: summary(
        'Interrupted after line 501 of standard input; what was added stays, and the same command goes on from there\\.\\n' +
          'Added 500 accounts in \\d+\\.\\d s; 0 were there already, 0 lines were not taken\\.',
      ),
    })
    expect(countAccounts(host)).toBe(500)
    expect(audit(host).at(-1)).toEqual([
      'accounts.imported',
      'host',
      { file: 'stdin', added: 500, already_there: 0, failed: 0, lines_read: 501, interrupted: true },
    ])
  })

  test('a running server goes on registering people while an import runs on the same SQLite file', async () => {
    const host = createHost({ AUTHD_RATE_LIMITS: 'off' })
    const { url } = await host.serve({ again: true })
    const file = write(host, 'people.csv', people(5_000))
    let isDone = false
    const importing = host.json(['user', 'import', file]).finally(() => {
      isDone = true
    })
    let count = 0
    for (; !isDone; count++) await register(url, `guest${count}@example.com`)
    expect(await importing).toMatchObject({ added: 5_000, failed: 0 })
    expect(count).toBeGreaterThan(0)
  })

  test('on a terminal: a bar with rate and time left that gives way to the bad lines and is gone at the end', async () => {
    const host = createHost()
    const file = write(host, 'people.csv', people(12_000, { 9000: 'nobody,,,,' }))
    const terminal = host.terminal(['user', 'import', file])
    await terminal.waitFor(' s left')
    await terminal.waitFor('Line 9001: the address "nobody" is no e-mail address.')
    await terminal.waitFor('11,999 accounts')
    expect((await terminal.ended).code).toBe(1)
    expect(terminal.screen()).toMatch(/\[#*\.*\] +\d+ % {2}[\d,]+ lines, [\d,]+\/s, \d+ s left/)
    const after = terminal.raw().split('\x1b[K').at(-1)
    expect(after).toMatch(
      /^Added 11,999 accounts in \d\.\d s; 0 were there already, 1 line was not taken\.\r\n$/,
    )
  })

  test('what cannot be read is one sentence and a hint; wrong usage ends with 2', async () => {
    const host = createHost()
    const file = write(host, 'people.txt', ['email,telephone', 'ann@example.com,1'])
    const run = async (...args: string[]) => host.authd(['user', 'import', ...args])
    expect(await run(join(host.home, 'missing.csv'))).toEqual({
      code: 1,
      stdout: '',
      stderr: `authd: error: ${host.home}/missing.csv cannot be read: it does not exist; nothing was imported.
authd: hint: Give the path of a CSV or JSON Lines file, or \`-\` for standard input.
`,
    })
    expect(await run(file, '--format', 'csv')).toEqual({
      code: 1,
      stdout: '',
      stderr: `authd: error: The file has columns that no account has: "telephone"; nothing was imported.
authd: hint: Let its first line name the columns, of email, username, password_hash, verified, superuser, disabled, created_at.
`,
    })
    expect(await run(file)).toEqual({
      code: 2,
      stdout: '',
      stderr: `authd: error: The name ${JSON.stringify(file)} does not tell what the file is; nothing was imported.
authd: hint: Give \`--format csv\` or \`--format jsonl\`.
`,
    })
    expect(await run(file, '--format', 'xml')).toMatchObject({ code: 2, stdout: '' })
    expect(await run()).toMatchObject({ code: 2, stdout: '' })
  })
})

function hasAccounts(host: ServerHost): boolean {
  try {
    return query(host, "select 1 from sqlite_master where name = 'accounts'").length > 0
  } catch {
    return false // not made yet
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
