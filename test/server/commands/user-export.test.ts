import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createHost } from '../../support/processes.ts'
import { audit, bcrypt, write } from './people.ts'

describe('authd user export', () => {
  test.each(['csv', 'jsonl'])(
    'as %s can be imported again and is the same: names, hashes, times, flags',
    async (format) => {
      const from = createHost()
      const accounts = [
        { email: 'ann@example.com', username: "안 영희 O'Neil-1.", password_hash: bcrypt, verified: true },
        { email: 'bob@example.com', superuser: true, disabled: true, created_at: '2024-05-01T12:00:00.123Z' },
        {
          email: 'cy@example.com',
          password_hash: 'pbkdf2_sha1$390000$sea,"salt$aDapRanzW8aHTz97v2TcfHzWD+I=',
        },
        ...Array.from({ length: 600 }, (_, index) => ({ email: `p${index}@example.com` })),
      ]
      const source = write(
        from,
        'source.jsonl',
        accounts.map((account) => JSON.stringify(account)),
      )
      expect(await from.json(['user', 'import', source])).toMatchObject({ added: 603, failed: 0 })
      const file = join(from.home, `out.${format}`)
      expect(await from.authd(['user', 'export', file, '--with-hashes'])).toEqual({
        code: 0,
        stdout: '',
        stderr: `Wrote 603 accounts to ${file}.\nIt holds password hashes: keep it as you keep passwords, and delete it after use.\n`,
      })
      expect(statSync(file).mode & 0o777).toBe(0o600)
      const to = createHost()
      expect(await to.json(['user', 'import', file])).toMatchObject({ added: 603, failed: 0 })
      const printed = await to.authd(['user', 'export', '--with-hashes', '--format', format])
      expect(printed).toEqual({ code: 0, stdout: readFileSync(file, 'utf8'), stderr: '' })
      expect(audit(to).at(-1)).toEqual([
        'accounts.exported',
        'host',
        { file: 'stdout', count: 603, with_hashes: true },
      ])
    },
  )

  test('has no hashes unless they are asked for, and replaces no file unless it is told to', async () => {
    const host = createHost()
    const created_at = '2024-05-01T12:00:00.000Z'
    const account = {
      email: 'ann@example.com',
      username: 'Ann',
      verified: true,
      superuser: false,
      disabled: false,
      created_at,
    }
    const source = write(host, 'source.jsonl', [JSON.stringify({ ...account, password_hash: bcrypt })])
    await host.json(['user', 'import', source])
    expect(await host.authd(['user', 'export'])).toEqual({
      code: 0,
      stdout: `${JSON.stringify(account)}\n`,
      stderr: '',
    })
    expect(await host.authd(['user', 'export', '--format', 'csv'])).toMatchObject({
      stdout: `email,username,verified,superuser,disabled,created_at\nann@example.com,Ann,true,false,false,${created_at}\n`,
    })
    expect(await host.authd(['user', 'export', source])).toEqual({
      code: 1,
      stdout: '',
      stderr: `authd: error: ${source} is there already; nothing was written.\nauthd: hint: Give another name, or \`--force\` to replace it.\n`,
    })
    expect(await host.json(['user', 'export', source, '--force'])).toEqual({
      file: source,
      accounts: 1,
      with_hashes: false,
    })
    expect(readFileSync(source, 'utf8')).toBe(`${JSON.stringify(account)}\n`)
  })
})
