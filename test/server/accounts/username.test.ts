import { describe, expect, test } from 'vitest'
import { normalizeUsername } from '../../../src/server/accounts/username.ts'

describe('a user name', () => {
  test.each([
    ['Ann', 'Ann', 'ann'],
    [' Ann ', 'Ann', 'ann'],
    ['ANN', 'ANN', 'ann'],
    ['Ａｎｎ', 'Ａｎｎ', 'ann'],
    ['Jose\u0301', 'José', 'josé'],
    ['JOSÉ', 'JOSÉ', 'josé'],
    ['지민', '지민', '지민'],
    ['O’Neil', 'O’Neil', 'o’neil'],
    ["O'Neil Jr.", "O'Neil Jr.", "o'neil jr."],
    ['a_b-c.d', 'a_b-c.d', 'a_b-c.d'],
    ['7', '7', '7'],
    ['ﬁn', 'ﬁn', 'fin'],
    ['x'.repeat(64), 'x'.repeat(64), 'x'.repeat(64)],
  ])('%j is shown as %j and compared as %j', (typed, username, key) => {
    expect(normalizeUsername(typed)).toEqual({ username, key })
  })

  test.each([
    '',
    '   ',
    '.ann',
    '-ann',
    '_ann',
    ' ’',
    'ann-',
    'ann_',
    "ann'",
    'a@b',
    'a＠b',
    'a/b',
    'a\\b',
    'a\nb',
    'a\0b',
    'a\u200bb',
    'a\u202eb',
    'a\u00a0b',
    '<b>',
    '🦊',
    '\u0301a',
    'x'.repeat(65),
    'x'.repeat(100_000),
  ])('%j is none', (typed) => {
    expect(normalizeUsername(typed)).toBeUndefined()
  })

  // Known and open: as with addresses, the key is put in lower case after it was composed.
  test('two names that look the same are the same', () => {
    expect(normalizeUsername('J\u030cim')?.key).toBe(normalizeUsername('\u01f0im')?.key)
  })
})
