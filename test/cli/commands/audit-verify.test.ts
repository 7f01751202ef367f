import type Sqlite from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chainStart, digestPersonal, linkHash } from '../../../src/protocol/audit-chain.ts'
import { type House, openHouse } from '../../support/house.ts'

interface Row {
  sequence: number
  at: number
  event: string
  actor: string | null
  subject: string | null
  client_id: string | null
  reason: string | null
  address: string | null
  detail: string | null
  salt: string | null
  private_digest: string
  hash: string
}

const heads = 'audit-heads.json'

/** Who holds the file can compute every hash anew: nothing in the chain is secret. */
function writeAnew(db: Sqlite.Database, rows: readonly Row[]): void {
  db.exec('delete from audit')
  const names = Object.keys(rows[0] ?? {})
  const insert = db.prepare(`insert into audit (${names}) values (${names.map((name) => `@${name}`)})`)
  let { hash } = chainStart
  rows.forEach((row, index) => {
    const detail = row.detail === null ? null : JSON.parse(row.detail)
    const private_digest = row.salt === null ? row.private_digest : digestPersonal({ ...row, detail })
    const open = { ...row, sequence: index + 1, private_digest, at: new Date(row.at).toISOString() }
    hash = linkHash(hash, open)
    insert.run({ ...row, sequence: index + 1, private_digest, hash })
  })
  db.prepare('update audit_head set sequence = ?, hash = ?').run(rows.length, hash)
}

describe('`auth audit verify`, at a real authd', () => {
  let house: House
  let rows: Row[]
  let head: { sequence: number; hash: string }
  beforeAll(async () => {
    house = await openHouse()
    for (const name of ['ann', 'bob', 'cleo']) await house.json('users', 'add', `${name}@example.org`)
    await house.json('users', 'delete', 'bob@example.org', '--yes')
    await house.json('users', 'promote', 'cleo@example.org')
  })
  beforeEach(() => {
    house.withStore((db) => {
      rows = db.prepare('select * from audit order by sequence').all() as Row[]
      head = db.prepare('select sequence, hash from audit_head').get() as typeof head
    })
  })
  afterEach(() => {
    house.withStore((db) => {
      writeAnew(db, rows)
      expect(db.prepare('select sequence, hash from audit_head').get()).toEqual(head)
    })
    house.root.write(heads, JSON.stringify({ version: 1, servers: {} }))
  })
  afterAll(() => house?.stop())

  const verify = (...args: string[]) => house.root.auth(['audit', 'verify', ...args])
  const restored =
    'Was the server restored from a backup? Then `auth audit verify --accept` takes the log as it is now.\n'
  const changed = 'Somebody changed the store by hand: compare it with a backup before you rely on the log.\n'
  /** The wall clock is not ours to set: what is written down at the check differs by run. */
  const seenAt = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ`

  test('a whole log: how much, since when, where it ends, and how much of it was erased with its account', async () => {
    const since = new Date(rows[0]?.at ?? 0).toISOString().replace('T', ' ').replace(/\.\d+/, '')
    const first = await verify()
    expect(first).toEqual({
      code: 0,
      stdout:
        `The log is unbroken since ${since}: ${head.sequence} entries, head ${head.hash.slice(0, 16)}.\n` +
        'Without address and details, since their accounts were deleted: 1.\n',
      stderr: 'This machine keeps the head, and will notice where the log is cut or made anew.\n',
    })
    expect(await verify()).toEqual({ ...first, stderr: '' })
    expect(await house.json('audit', 'verify')).toEqual({
      ok: true,
      entries: head.sequence,
      head,
      erased: 1,
      fault: null,
    })
    expect(house.root.readJson(heads)).toEqual({
      version: 1,
      servers: {
        [house.server.url]: { first: rows[0]?.hash, head, at: expect.stringMatching(/Z$/) },
      },
    })
  })

  test('a log that goes on from where this machine saw it is whole', async () => {
    const fewer = rows.slice(0, -1)
    house.withStore((db) => writeAnew(db, fewer))
    expect((await verify()).code).toBe(0)
    house.withStore((db) => writeAnew(db, rows))
    expect((await verify()).stderr).toBe('')
  })

  /** What is done to the store, and what is found; `number` is the fault's. */
  const tampering: [
    title: string,
    kind: string,
    number: () => number,
    detail: RegExp,
    (db: Sqlite.Database) => void,
  ][] = [
    [
      'a changed entry',
      'changed',
      () => 3,
      /^it is not as it was written, or does not follow the one before\.$/,
      (db) => db.exec(`update audit set event = 'logout' where sequence = 3`),
    ],
    [
      'an address that was put in place of another',
      'changed',
      () => 3,
      /^it is not as it was written/,
      (db) => db.exec(`update audit set address = '10.6.6.6' where sequence = 3`),
    ],
    [
      'a detail that is no JSON any more',
      'changed',
      () => 3,
      /^it is not as it was written/,
      (db) => db.exec(`update audit set detail = '5' where sequence = 3`),
    ],
    [
      'a removed entry',
      'missing',
      () => 4,
      /^the log goes on with entry 5\.$/,
      (db) => db.exec('delete from audit where sequence = 4'),
    ],
    [
      'a removed end',
      'cut',
      () => head.sequence - 1,
      /^the log ends before it, but the server took down entry \d+ as its newest\.$/,
      (db) => db.exec(`delete from audit where sequence > ${head.sequence - 2}`),
    ],
    [
      'a wrong note of the newest entry',
      'replaced',
      () => head.sequence,
      /^the server took down another entry as its newest than the log ends with\.$/,
      (db) => db.exec(`update audit_head set hash = '${'0'.repeat(64)}'`),
    ],
    [
      'an entry erased by hand, whose accounts stand',
      'erased',
      () => 2,
      /^its address and details were erased, but no account of it was deleted afterwards\.$/,
      (db) => db.exec('update audit set salt = null, address = null, detail = null where sequence = 2'),
    ],
  ]
  test.each(tampering)(
    '%s is found, also by who looks for the first time: exit 1',
    async (_, kind, number, detail, tamper) => {
      house.withStore(tamper)
      const { code, stdout, stderr } = await verify()
      const [, words = ''] = new RegExp(
        `^The log is broken at entry ${number()} \\(${kind}\\): (.*)\n$`,
      ).exec(stdout) ?? [stdout]
      expect([code, words, stderr]).toEqual([1, expect.stringMatching(detail), changed])
      const { code: again, stdout: json, stderr: silent } = await verify('--json')
      expect([again, silent, JSON.parse(json)]).toEqual([
        1,
        '',
        {
          ok: false,
          entries: expect.any(Number),
          head: { sequence: expect.any(Number), hash: expect.any(String) },
          erased: expect.any(Number),
          fault: { sequence: number(), kind, detail: words },
        },
      ])
      expect(house.root.readJson(heads)).toEqual({ version: 1, servers: {} })
    },
  )

  describe('what hangs together by itself is held against what this machine saw', () => {
    beforeEach(async () => {
      expect((await verify()).code).toBe(0)
    })

    test.each([
      [
        'cut at its end',
        () => rows.slice(0, -1),
        'cut',
        () => head.sequence,
        `the log ends before it, but this machine saw entry \\d+ at ${seenAt}\\.`,
      ],
      [
        'with one entry changed and all behind it computed anew',
        () => rows.map((row) => (row.sequence === 3 ? { ...row, event: 'logout' } : row)),
        'replaced',
        () => head.sequence,
        `it is not the one that this machine saw at ${seenAt}: the log was written anew\\.`,
      ],
      [
        'begun anew',
        () => rows.slice(2),
        'replaced',
        () => 1,
        `it is not the one that this machine saw at ${seenAt}: the log was written anew\\.`,
      ],
    ])('a log %s: exit 1, again and again, until it is accepted', async (_, make, kind, number, detail) => {
      house.withStore((db) => writeAnew(db, make()))
      const first = await verify()
      expect(first).toEqual({
        code: 1,
        stdout: expect.stringMatching(
          new RegExp(`^The log is broken at entry ${number()} \\(${kind}\\): ${detail}\n$`),
        ),
        stderr: restored,
      })
      expect(await verify()).toEqual(first)
      expect((await verify('--accept')).code).toBe(0)
      expect((await verify()).code).toBe(0)
    })

    test('a file of ours that is broken is said, not counted as nothing seen: exit 1', async () => {
      house.root.write(heads, '{"version":1,"servers":{"x":5}}')
      const { code, stderr } = await verify()
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('audit-heads.json is broken; nothing was compared.'),
      ])
    })
  })

  test('a long log is read page by page, and its progress is shown at a terminal', async () => {
    const more = Array.from({ length: 10_000 }, () => rows[2] as Row)
    house.withStore((db) => db.transaction(() => writeAnew(db, [...rows, ...more]))())
    const terminal = house.root.terminal(['audit', 'verify'])
    expect((await terminal.ended).code).toBe(0)
    expect(terminal.screen()).toContain(`: ${rows.length + 10_000} entries, head `)
    expect(terminal.screen()).toContain('Checked ')
  })
})
