/**
 * A time of the wire to the second, in UTC: `2026-11-20T14:30:00.123Z` as `2026-11-20 14:30:00Z`. Sentences of the server,
 * tables of `auth` and those of `authd` all show it so, since people compare them.
 */
export function describeSecond(time: string): string {
  return time.replace('T', ' ').replace(/\.\d+/, '')
}
