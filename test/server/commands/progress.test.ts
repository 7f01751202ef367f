import { expect, test } from 'vitest'
import { describeProgress } from '../../../src/server/commands/progress.ts'

test('progress says the share of the bytes, the rate and the time left', () => {
  const at = (bytes: number, elapsed: number) =>
    describeProgress({ lines: 42_000, bytes, totalBytes: 1_000 }, elapsed)
  expect(at(420, 5_000)).toBe(' 42 %  42,000 lines, 8,400/s, 7 s left')
  expect(at(10, 5_000)).toBe('  1 %  42,000 lines, 8,400/s, 8 min 15 s left')
  expect(at(1, 50_000)).toBe('  0 %  42,000 lines, 840/s, 13 h 52 min left')
  expect(at(1_000, 5_000)).toBe('100 %  42,000 lines, 8,400/s, 0 s left')
})

test('of a stream whose end is not known it says how far it is', () => {
  expect(describeProgress({ lines: 7, bytes: 5, totalBytes: undefined }, 1_000)).toBe('7 lines, 7/s')
})
