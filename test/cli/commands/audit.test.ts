import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type House, openHouse, superuser } from '../../support/house.ts'
import { until } from '../../support/processes.ts'
import { ctrlC } from '../../support/terminal.ts'

interface Entry {
  sequence: number
  at: string
  event: string
  [name: string]: unknown
}
interface Page {
  items: Entry[]
  next_cursor: string | null
}

const second = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ`

describe('`auth audit`, at a real authd', () => {
  let house: House
  beforeAll(async () => {
    house = await openHouse()
    await house.machine('ann@example.org')
  })
  afterAll(() => house?.stop())

  const auth = (...args: string[]) => house.root.auth(['audit', ...args])
  const json = async (...args: string[]) => (await house.json('audit', ...args)) as Page
  const events = async (...args: string[]) => (await json(...args)).items.map(({ event }) => event)

  test('is for superusers: exit 7', async () => {
    const ann = await house.machine('ann@example.org')
    expect((await ann.auth(['audit'])).code).toBe(7)
    expect((await ann.auth(['audit', 'verify'])).code).toBe(7)
  })

  test('shows who did what to whom, from where, the newest at the bottom as in a log', async () => {
    await house.root.auth(['users', 'promote', 'ann@example.org'])
    await house.root.auth(['users', 'demote', 'ann@example.org'])
    const { code, stdout, stderr } = await auth()
    expect([code, stderr]).toEqual([0, ''])
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]?.split(/ {2,}/)).toEqual(['TIME', 'EVENT', 'WHO', 'WHOM', 'FROM', 'WHY'])
    expect(lines[1]).toMatch(new RegExp(`^${second}  account\\.added +- +${superuser} +host +superuser$`))
    expect(lines.at(-1)).toMatch(
      new RegExp(`^${second}  account\\.demoted +${superuser} +ann@example\\.org +127\\.0\\.0\\.1  -$`),
    )
    expect(lines.find((line) => / login +ann@/.test(line))).toMatch(
      /ann@example\.org +- +127\.0\.0\.1 +session [0-9a-f]{8}, device \S+, program latchkey-cli$/,
    )
  })

  test('--person, --event, --since and --until choose', async () => {
    expect(await events('--person', 'ann@example.org', '--event', 'account')).toEqual(
      expect.arrayContaining(['account.demoted', 'account.promoted']),
    )
    const { id } = (await house.json('users', 'show', 'ann@example.org')) as { id: string }
    expect(await json('--person', id)).toEqual(await json('--person', 'ANN@example.org'))
    expect(new Set(await events('--event', 'login', '--since', '1h'))).toEqual(new Set(['login']))
    const today = new Date().toISOString().slice(0, 10)
    const all = await events()
    expect(await events('--since', today, '--until', today)).toEqual(all)
    expect(await events('--until', '2026-01-01')).toEqual([])
    expect((await auth('--until', '1d')).stdout).toBe('There are no entries.\n')
    const shown = (await auth('list')).stdout.trimEnd().split('\n').at(-1)?.slice(0, 20) ?? ''
    expect((await events('--since', shown)).length).toBeGreaterThan(0)
  })

  test('--json is the page of the wire; --limit says that there are older ones', async () => {
    const { items, next_cursor } = await json('--limit', '2')
    expect([items.length, next_cursor]).toEqual([2, expect.any(String)])
    expect(items[0]).toEqual({
      sequence: (items[1]?.sequence ?? 0) + 1,
      at: expect.stringMatching(/Z$/),
      event: 'account.demoted',
      actor: expect.any(String),
      subject: expect.any(String),
      client_id: null,
      reason: null,
      address: '127.0.0.1',
      detail: null,
      salt: expect.any(String),
      private_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      actor_email: superuser,
      subject_email: 'ann@example.org',
    })
    const { stdout, stderr } = await auth('--limit', '2')
    expect(stdout.trimEnd().split('\n')).toHaveLength(3)
    expect(stderr).toBe('There are older ones: `--limit 20` shows them, `--until TIME` ends earlier.\n')
  })

  test.each([
    [['--since', 'soon'], '--since soon is no time.'],
    [['--until', '2026-13-01'], '--until 2026-13-01 is no time.'],
    [['--since', '2x'], '--since 2x is no duration.'],
    [['--limit', 'all'], '--limit all is no number of lines.'],
    [['--follow', '--until', '1h'], '--follow waits for what comes, so nothing can end it with --until.'],
    [['verfy'], 'Unknown command "verfy".'],
    [['list', 'more'], 'Too many arguments for "list": expected 0 arguments, but got 1.'],
    [['verify', '--since', '2h'], 'Unknown option "--since".'],
  ])('%j is wrong usage, before anything is sent: exit 2', async (args, what) => {
    const { code, stdout, stderr } = await auth(...args, '--verbose')
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/^auth: error: .*\nauth: hint: .*\n$/),
    ])
    expect(stderr).toContain(`auth: error: ${what}\n`)
  })

  test.each([40, 80, 200])('fits a terminal of %i columns', async (cols) => {
    const terminal = house.root.terminal(['audit', '--limit', '4'], {}, { cols })
    expect((await terminal.ended).code).toBe(0)
    const lines = terminal.screen().trimEnd().split('\n').slice(0, 5)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(cols)
    expect(lines[0]).toMatch(/^TIME +EVENT/)
    expect(lines[0]?.includes('WHOM')).toBe(cols >= 80)
  })

  test('hostile words in an entry cannot drive the terminal, turn the text around or add a line', async () => {
    const evil = 'a\u001b[2J\u202eb\n2026-01-01 00:00:00Z  login'
    const at = Date.now()
    house.withStore((db) => {
      const insert = 'insert into audit (sequence, at, event, address, detail, private_digest, hash) values '
      db.prepare(`${insert} (0, ?, 'login', ?, ?, '', '')`).run(at, evil, JSON.stringify({ [evil]: evil }))
    })
    const since = ['--since', new Date(at).toISOString()]
    const outcomes = [await auth(...since), await auth(...since, '--json')]
    const watching = house.root.start(['audit', '--follow', ...since])
    await new Promise((resolve) => watching.child.stdout?.once('data', resolve))
    watching.child.kill('SIGINT')
    outcomes.push(await watching.outcome)
    house.withStore((db) => db.prepare('delete from audit where sequence = 0').run())
    for (const { stdout } of outcomes) {
      expect(stdout).toContain('login')
      for (const character of ['\u001b', '\u202e']) expect(stdout).not.toContain(character)
      expect(stdout).not.toMatch(/^2026-01-01/m)
    }
  })

  describe('--follow', () => {
    test('--json is one object to a line; a reader that goes away ends it quietly', async () => {
      const { child, outcome } = house.root.start(['audit', '--follow', '--json', '--limit', '2'])
      let seen = ''
      child.stdout?.on('data', (data) => {
        seen += data
      })
      await until('two lines have come', () => seen.split('\n').length > 2)
      const lines = seen.trimEnd().split('\n')
      expect(lines.map((line) => Object.keys(JSON.parse(line)).slice(0, 3))).toEqual(
        lines.map(() => ['sequence', 'at', 'event']),
      )
      child.stdout?.destroy()
      await house.root.auth(['users', 'enable', 'ann@example.org'])
      await house.root.auth(['users', 'promote', 'ann@example.org'])
      await house.root.auth(['users', 'demote', 'ann@example.org'])
      const { code, stderr } = await outcome
      expect([code, stderr]).toEqual([0, ''])
    })

    test('shows what comes, each on a line of its own, also after the server was away; Ctrl-C ends it with 130', async () => {
      const { host, root, server } = house
      const terminal = root.terminal(['audit', '--follow', '--limit', '1'], { LANG: 'C.UTF-8' })
      await terminal.waitFor(`account.demoted           ${superuser} → ann@example.org from 127.0.0.1`)
      await root.auth(['users', 'add', 'bob@example.org'])
      await terminal.waitFor(`account.added             ${superuser} → bob@example.org from 127.0.0.1`)
      await server.stop()
      await terminal.waitFor('The server cannot be reached; waiting for it.')
      const again = await host.serve({ env: { AUTHD_LISTEN: `127.0.0.1:${server.port}` } })
      await terminal.waitFor('The server is back.')
      await root.auth(['users', 'disable', 'bob@example.org'])
      await terminal.waitFor(`account.disabled          ${superuser} → bob@example.org from 127.0.0.1`)
      expect(terminal.screen().match(/cannot be reached/g)).toHaveLength(1)
      terminal.type(ctrlC)
      expect((await terminal.ended).code).toBe(130)
      await again.stop()
      expect((await root.auth(['audit', '--follow'])).code).toBe(5)
    })
  })
})
