export interface Range {
  start: number
  end: number
}

/** Longer than any token of ours; what runs on for longer is something else. */
const mostBytes = 8_192

/** A JWT of our issuer: a header that we have seen, and at least two parts behind it (RFC 7515 §3.1). */
const rest = /^[\w-]+\.[\w-]+(?:\.[\w-]+)*/

/** The beginning by which the issuer's tokens are known, with its dot; undefined for a token that is no JWT. */
export function headOf(token: string): string | undefined {
  const [head = '', ...parts] = token.split('.')
  return parts.length === 2 ? `${head}.` : undefined
}

export interface Shape extends Range {
  /** More of it may follow the text, and then it may turn out to be none. */
  open: boolean
}

/** The first thing from there on that looks like a token by one of the heads. */
export function findShape(text: Buffer, heads: readonly Buffer[], from: number): Shape | undefined {
  const found = heads.map((head) => findOne(text, head, from)).filter((shape) => shape !== undefined)
  return found.sort((a, b) => a.start - b.start)[0]
}

function findOne(text: Buffer, head: Buffer, from: number): Shape | undefined {
  for (let at = text.indexOf(head, from); at !== -1; at = text.indexOf(head, at + 1)) {
    const shape = shapeAt(text, at, head.length)
    if (shape) return shape
  }
  return undefined
}

function shapeAt(text: Buffer, start: number, head: number): Shape | undefined {
  const limit = start + mostBytes
  let end = start + head
  while (end < limit && isOfToken(text[end])) end += 1
  if (end === text.length && end < limit) return { start, end, open: true }
  const [token] = rest.exec(text.toString('latin1', start + head, end)) ?? []
  return token === undefined ? undefined : { start, end: start + head + token.length, open: false }
}

/** Base64url (RFC 4648 §5) and the dot. */
function isOfToken(byte: number | undefined): boolean {
  return byte !== undefined && /[\w.-]/.test(String.fromCharCode(byte))
}
