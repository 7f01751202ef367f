const [lf, cr, space] = [0x0a, 0x0d, 0x20]

export interface Joined {
  bytes: Buffer
  /** Where a byte of it stands in the text; the text's length for the place behind the last. */
  placeOf(index: number): number
  /** The first byte of it that stands there or behind. */
  indexOf(place: number): number
}

/**
 * The text with its lines joined, one to the next, for base64(1) breaks what it writes after 76 characters. An empty line
 * keeps its end, so that nothing goes on for ever; the last one may yet go on.
 */
export function joinLines(text: Buffer): Joined {
  if (!text.includes(lf) && text.at(-1) !== cr)
    return { bytes: text, placeOf: (index) => index, indexOf: (place) => place }
  const bytes = Buffer.allocUnsafe(text.length)
  const places = new Uint32Array(text.length)
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    const end = lineEnd(text, at)
    if (end > 0 && (text[at - 1] ?? 0) > space) {
      at += end - 1
      continue
    }
    bytes[count] = text[at] ?? 0
    places[count] = at
    count += 1
  }
  return {
    bytes: bytes.subarray(0, count),
    placeOf: (index) => (index < count ? (places[index] ?? 0) : text.length),
    indexOf: (place) => firstAtLeast(places.subarray(0, count), place),
  }
}

function firstAtLeast(sorted: Uint32Array, least: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return low
}

/** How many bytes there end a line. */
function lineEnd(text: Buffer, at: number): number {
  if (text[at] === lf) return 1
  if (text[at] !== cr) return 0
  const next = text[at + 1]
  return next === lf ? 2 : next === undefined ? 1 : 0
}
