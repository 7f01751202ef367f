import { describe, expect, test } from 'vitest'
import { measureSkew } from '../../../src/cli/session/skew.ts'
import { describeTime } from '../../../src/cli/terminal/age.ts'
import { pick, shortIds } from '../../../src/cli/terminal/list.ts'
import { jsonLine } from '../../../src/cli/terminal/printable.ts'
import { formatTable } from '../../../src/cli/terminal/table.ts'

const columns = [
  { title: 'ID', cells: ['5263e06a', '77aa0b1c'] },
  { title: 'DEVICE', cells: ['mango', 'a machine with a very long name'], weight: 3 },
  { title: 'ADDRESS', cells: ['10.0.0.3', '2001:db8:0:0:0:0:0:1'], weight: 2 },
  { title: 'PROGRAM', cells: ['latchkey-cli', 'latchkey-cli'], weight: 1 },
]

describe('a table', () => {
  test('that fits is shown whole', () => {
    const whole = formatTable(columns, 200)
    expect(whole).toBe(
      [
        'ID        DEVICE                           ADDRESS               PROGRAM',
        '5263e06a  mango                            10.0.0.3              latchkey-cli',
        '77aa0b1c  a machine with a very long name  2001:db8:0:0:0:0:0:1  latchkey-cli',
      ].join('\n'),
    )
    expect(formatTable(columns, undefined)).toBe(whole)
  })

  test('cuts the least important column first, then the next', () => {
    expect(formatTable(columns, 70)).toBe(
      [
        'ID        DEVICE                           ADDRESS             PROGRAM',
        '5263e06a  mango                            10.0.0.3            latchk…',
        '77aa0b1c  a machine with a very long name  2001:db8:0:0:0:0:…  latchk…',
      ].join('\n'),
    )
  })

  test('leaves columns out where cutting is not enough, and never cuts the ids', () => {
    expect(formatTable(columns, 20)).toBe(
      ['ID        DEVICE', '5263e06a  mango', '77aa0b1c  a machine…'].join('\n'),
    )
  })

  test.each([10, 20, 40, 60, 79, 80, 100, 200])('never is wider than %i columns', (width) => {
    const lines = formatTable(columns, width).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
  })

  test('counts the columns of a terminal, not letters (UAX #11)', () => {
    const wide = [
      { title: 'NAME', cells: ['책상 위 컴퓨터', 'e\u0301te\u0301'], weight: 1 },
      { title: 'X', cells: ['1', '2'] },
    ]
    expect(formatTable(wide, 80)).toBe(
      ['NAME            X', '책상 위 컴퓨터  1', 'e\u0301te\u0301             2'].join('\n'),
    )
    expect(formatTable(wide, 12).split('\n')[1]).toBe('책상 위…   1')
  })

  test('a hostile name cannot move the cursor, add a line or turn the text around', () => {
    const hostile = [{ title: 'NAME', cells: ['a\x1b[2J\x07\nb\u202ec\u2028d'] }]
    expect(formatTable(hostile, 80)).toBe('NAME\na[2J bc d')
  })
})

test('JSON of foreign words cannot move the cursor either, and says the same', () => {
  const hostile = { label: 'a\x1b[2J\u009b2J\x7f\u202eb' }
  expect(jsonLine(hostile)).toBe('{"label":"a\\u001b[2J\\u009b2J\\u007f\\u202eb"}')
  expect(JSON.parse(jsonLine(hostile))).toEqual(hostile)
})

describe('ids', () => {
  test('are shown as far as they differ', () => {
    expect(shortIds(['5263e06a-1', '77aa0b1c-2'])).toEqual(['5263e06a', '77aa0b1c'])
    expect(shortIds(['5263e06a-1xx', '5263e06a-2xx'])).toEqual(['5263e06a-1xx', '5263e06a-2xx'])
    expect(shortIds(['short', 'short'])).toEqual(['short', 'short'])
  })

  const ids = ['5263e06a-1', '5263e06a-2', '77aa0b1c-3']
  test.each([
    ['77aa', '77aa0b1c-3'],
    ['5263e06a-1', '5263e06a-1'],
  ])('%s is %s', (typed, found) => {
    expect(pick(ids, (id) => id, typed, 'session', 'sessions')).toBe(found)
  })

  test.each([
    ['5263', '"5263" is the beginning of 2 ids.'],
    ['77a', 'There is no session "77a".'],
    ['zzzz', 'There is no session "zzzz".'],
    ['', 'There is no session "".'],
  ])('"%s" is refused', (typed, message) => {
    expect(() => pick(ids, (id) => id, typed, 'session', 'sessions')).toThrow(message)
  })
})

describe('times for people', () => {
  const now = Date.parse('2026-03-01T12:00:00Z')
  test.each([
    [0, 'just now'],
    [-59_000, 'just now'],
    [-3 * 60_000, '3 min ago'],
    [-59 * 60_000, '59 min ago'],
    [-61 * 60_000, '1 h ago'],
    [-47 * 3_600_000, '47 h ago'],
    [-49 * 3_600_000, '2 days ago'],
    [-90 * 86_400_000, '2025-12-01'],
    [30_000, 'in a moment'],
    [30 * 86_400_000 - 1, 'in 30 days'],
    [599_000, 'in 10 min'],
  ])('%i ms from now is "%s"', (away, words) => {
    expect(describeTime(new Date(now + away).toISOString(), now)).toBe(words)
  })

  test('what is no time is a dash', () => expect(describeTime('soon', now)).toBe('-'))
})

describe('the difference of two clocks', () => {
  const date = 'Sun, 01 Mar 2026 12:00:00 GMT'
  const server = Date.parse(date)
  test.each([
    ['120 s ahead', server + 120_500, 0, 120_000],
    ['120 s behind', server - 119_500, 0, -120_000],
    ['4 s is not worth a word', server + 4_500, 0, undefined],
    ['6 s ahead, but the answer took 4 s', server + 4_500, 4_000, undefined],
  ])('%s', (_, askedAt, took, skew) => expect(measureSkew(date, askedAt, took)).toBe(skew))

  test.each([undefined, 'yesterday'])('is not known from %s', (header) => {
    expect(measureSkew(header, server, 0)).toBeUndefined()
  })
})
