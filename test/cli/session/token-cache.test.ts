import { describe, expect, test } from 'vitest'
import { cacheEntry, isFresh } from '../../../src/cli/session/token-cache.ts'

const answer = { access_token: 'a', refresh_token: 'r', token_type: 'bearer', expires_in: 900 } as const

describe('the cached access token', () => {
  test('runs out by this machine’s clock, counted from when it was asked for, so clock skew does no harm', () => {
    const entry = { v: 1, access_token: 'a', obtained_at: 1_000, expires_at: 901_000 }
    expect(cacheEntry(answer, 1_000)).toEqual(entry)
  })

  test.each([
    ['is fresh while more than the wish is left', 1_000, 899_999, true],
    ['is stale when just the wish is left', 1_000, 900_000, false],
    ['is stale when it has run out', 901_000, 0, false],
    ['is stale when the clock was set back behind its making', 999, 0, false],
  ])('%s', (_, now, wish, fresh) => {
    expect(isFresh(cacheEntry(answer, 1_000), now, wish)).toBe(fresh)
  })
})
