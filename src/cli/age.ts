const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long ago a time of the wire is, or how far away: `3 min ago`, `in 12 days`; beyond two months its date. */
export function describeTime(time: string, now: number): string {
  const at = Date.parse(time)
  if (Number.isNaN(at)) return '-'
  const span = Math.abs(now - at)
  if (span < minute) return now < at ? 'in a moment' : 'just now'
  if (span >= 60 * day) return new Date(at).toISOString().slice(0, 10)
  // What is past is rounded down, what is to come up: a token made for 30 days dies "in 30 days".
  return now < at ? `in ${describeSpan(span, Math.ceil)}` : `${describeSpan(span, Math.floor)} ago`
}

function describeSpan(span: number, round: (amount: number) => number): string {
  if (round(span / minute) < 60) return `${round(span / minute)} min`
  if (round(span / hour) < 48) return `${round(span / hour)} h`
  return `${round(span / day)} days`
}
