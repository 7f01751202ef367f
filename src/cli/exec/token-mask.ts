/** Stands where a token was. */
const stars = Buffer.from('***')
/** How much of what may be the beginning of a token is shown before it is clear: a prompt's last letter must not wait. */
const mostShown = 8

/** Hides tokens in a stream, also one that comes in pieces. */
export class TokenMask {
  #secrets: Buffer[] = []
  #longest = 0
  #firstBytes = new Set<number>()
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
    const parts: Buffer[] = []
    let done = 0
    let shown = this.#shown
    for (let at = this.#find(text, 0); at !== undefined; at = this.#find(text, done)) {
      parts.push(text.subarray(Math.max(done, shown), at.start), stars)
      done = at.end
      shown = done
    }
    const kept = text.length - this.#beginning(text.subarray(done))
    parts.push(text.subarray(Math.max(done, shown), Math.max(kept, shown)))
    this.#pending = text.subarray(kept)
    this.#shown = Math.max(0, shown - kept)
    return Buffer.concat(parts)
  }

  /** A little of what waits, for when nothing follows: the letters that somebody just typed. */
  glimpse(): Buffer {
    const end = Math.min(this.#pending.length, mostShown)
    const isWhole = end === this.#pending.length && end > this.#shown
    const part = isWhole ? this.#pending.subarray(this.#shown) : Buffer.alloc(0)
    this.#shown += part.length
    return part
  }

  /** The rest, at the end of the stream: a beginning is no token. */
  end(): Buffer {
    const rest = this.#pending.subarray(this.#shown)
    this.#pending = Buffer.alloc(0)
    this.#shown = 0
    return rest
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
  }

  #find(text: Buffer, from: number): { start: number; end: number } | undefined {
    let first: { start: number; end: number } | undefined
    for (const secret of this.#secrets) {
      const start = text.indexOf(secret, from)
      if (start !== -1 && (first === undefined || start < first.start))
        first = { start, end: start + secret.length }
    }
    return first
  }

  /** How many bytes at the end are the beginning of some token. */
  #beginning(text: Buffer): number {
    for (let at = Math.max(0, text.length - this.#longest + 1); at < text.length; at += 1) {
      // Most places are done with here: this runs for every piece of output.
      if (!this.#firstBytes.has(text[at] ?? 0)) continue
      const tail = text.subarray(at)
      if (this.#secrets.some((secret) => tail.equals(secret.subarray(0, tail.length)))) return tail.length
    }
    return 0
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
