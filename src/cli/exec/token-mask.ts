import { type Joined, joinLines } from './line-ends.ts'
import { findShape, headOf, type Range, type Shape } from './token-shape.ts'

/** Stands where a token was. */
const stars = Buffer.from('***')
/** How much of what may be the beginning of a token is shown before it is clear: a prompt's last letter must not wait. */
const mostShown = 8

/** Hides tokens in a stream, also one that comes in pieces. */
export class TokenMask {
  #secrets: Buffer[] = []
  #longest = 0
  #firstBytes = new Set<number>()
  /** How tokens begin that we have not seen, because the program renewed them twice before it showed one. */
  #heads: Buffer[] = []
  /** What may be the beginning of a token; its first `#shown` bytes are out already. */
  #pending: Buffer = Buffer.alloc(0)
  #shown = 0
  /** Called before each piece: whoever renews tokens may have news. */
  readonly #learn: () => readonly string[]
  #known: readonly string[] = []

  constructor(learn: () => readonly string[]) {
    this.#learn = learn
  }

  /** What can be shown of it now. */
  push(piece: Uint8Array): Buffer {
    this.#renew()
    const text = Buffer.concat([this.#pending, piece])
    const { ranges, kept } = this.#search(text)
    return this.#show(text, ranges, kept)
  }

  /** A little of what waits, for when nothing follows: the letters that somebody just typed. */
  glimpse(): Buffer {
    const end = Math.min(this.#pending.length, mostShown)
    const isWhole = end === this.#pending.length && end > this.#shown
    const part = isWhole ? this.#pending.subarray(this.#shown) : Buffer.alloc(0)
    this.#shown += part.length
    return part
  }

  /** The rest, at the end of the stream: a beginning is no token, but what has a token's shape is one. */
  end(): Buffer {
    const text = this.#pending
    // Behind an end nothing begins or goes on.
    const { ranges } = this.#search(Buffer.concat([text, Buffer.from('\n\n')]))
    return this.#show(text, ranges, text.length)
  }

  /** The text without what is hidden in it and what was shown already; what is kept waits. */
  #show(text: Buffer, ranges: readonly Range[], kept: number): Buffer {
    const parts: Buffer[] = []
    let next = this.#shown
    for (const { start, end } of ranges) {
      parts.push(text.subarray(Math.min(next, start), start), stars)
      next = end
    }
    parts.push(text.subarray(Math.min(next, kept), kept))
    this.#pending = text.subarray(kept)
    this.#shown = Math.max(0, next - kept)
    return Buffer.concat(parts)
  }

  #renew(): void {
    const tokens = this.#learn()
    if (tokens.length === this.#known.length) return
    this.#known = [...tokens]
    const forms = new Set(tokens.flatMap(formsOf))
    // The longest first: one token may be the beginning of another.
    this.#secrets = [...forms].map((form) => Buffer.from(form)).sort((a, b) => b.length - a.length)
    this.#longest = this.#secrets[0]?.length ?? 0
    this.#firstBytes = new Set(this.#secrets.map(([first = 0]) => first))
    const heads = tokens.map(headOf).filter((head) => head !== undefined)
    this.#heads = [...new Set(heads)].map((head) => Buffer.from(head))
  }

  /** What is to be hidden, and from where on the text has to wait because a token may have begun there. */
  #search(text: Buffer): { ranges: Range[]; kept: number } {
    const joined = joinLines(text)
    const ranges: Range[] = []
    for (let done = 0; ; done = ranges.at(-1)?.end ?? 0) {
      const known = this.#find(joined, done)
      const shape = findShape(text, this.#heads, done)
      const isShapeFirst = shape !== undefined && shape.start <= (known?.start ?? text.length)
      const next = isShapeFirst ? this.#grown(joined, shape, known) : known
      const begun = next === undefined || next === shape ? this.#begun(joined, done) : text.length
      // A known token may begin at the end of an unknown one: it is no end before that is clear.
      if (next === undefined || begun < next.end)
        return { ranges, kept: Math.min(begun, shape?.start ?? text.length) }
      ranges.push(next)
    }
  }

  /** A shape with the known tokens that lie in it or run on behind it; undefined while it may be none. */
  #grown(joined: Joined, shape: Shape, known: Range | undefined): Range | undefined {
    if (known === undefined || known.start >= shape.end) return shape.open ? undefined : shape
    let end = shape.open ? known.end : shape.end
    for (let each: Range | undefined = known; each && each.start < end; ) {
      end = Math.max(end, each.end)
      each = this.#find(joined, each.start + 1)
    }
    return { start: shape.start, end }
  }

  /** The first secret from that place of the text on. */
  #find({ bytes, placeOf, indexOf }: Joined, from: number): Range | undefined {
    const begin = indexOf(from)
    let first: Range | undefined
    for (const secret of this.#secrets) {
      const start = bytes.indexOf(secret, begin)
      if (start !== -1 && (first === undefined || start < first.start))
        first = { start, end: start + secret.length }
    }
    return first && { start: placeOf(first.start), end: placeOf(first.end - 1) + 1 }
  }

  /** Where, from that place of the text on, its end is the beginning of some secret. */
  #begun({ bytes, placeOf, indexOf }: Joined, from: number): number {
    for (let at = Math.max(indexOf(from), bytes.length - this.#longest + 1); at < bytes.length; at += 1) {
      // Most places are done with here: this runs for every piece of output.
      if (!this.#firstBytes.has(bytes[at] ?? 0)) continue
      const tail = bytes.subarray(at)
      if (this.#secrets.some((secret) => tail.equals(secret.subarray(0, tail.length)))) return placeOf(at)
    }
    return placeOf(bytes.length)
  }
}

/** As it is, in a URL, and in Base64 wherever it stands in what was encoded (a Basic header, a JSON in a Secret). */
function formsOf(token: string): string[] {
  const bytes = Buffer.from(token)
  const encoded = [0, 1, 2].flatMap((offset) => {
    // Characters that also hold bits of what stands before or behind tell nothing of the token alone.
    const before = offset === 0 ? 0 : offset + 1
    const whole = Math.floor(((offset + bytes.length) * 8) / 6)
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
    return (['base64', 'base64url'] as const).map((form) => shifted.toString(form).slice(before, whole))
  })
  return [token, encodeURIComponent(token), ...encoded.filter(({ length }) => length >= mostShown * 2)]
}
