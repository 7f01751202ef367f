import { expect, test } from 'vitest'
import { dueIn, isDue, leftUntil } from '../../../src/cli/exec/due.ts'

const hour = 3_600_000
const start = { wall: 1_800_000_000_000, steady: 5_000 }
const due = dueIn(840_000, start)

test.each([
  ['a minute later', 60_000, 60_000, false],
  ['when its time is there', 840_000, 840_000, true],
  ['after a sleep, which the steady clock did not see', 8 * hour, 1_000, true],
  ['when the time of day was set back', 840_000 - hour, 840_000, true],
  ['just after the time of day was set back', 60_000 - hour, 60_000, false],
])('a token is renewed by whichever clock is there first: %s', (_, wall, steady, expected) => {
  const now = { wall: start.wall + wall, steady: start.steady + steady }
  expect(isDue(due, now)).toBe(expected)
  expect(leftUntil(due, now)).toBe(840_000 - Math.max(wall, steady))
})
