/**
 * What people read: pages, letters, errors, the client's words. English stands where it is said; the catalogue in
 * korean/ has every sentence under its English text, and test/messages.test.ts finds the one that it lacks.
 */

export const languages = ['en', 'ko'] as const
export type Language = (typeof languages)[number]

/** What goes into a sentence; a part that has words of its own is a message, too. */
export type Values = Readonly<Record<string, string | number | Message>>

/** A sentence whose language is decided where it is shown. */
export interface Message {
  readonly text: string
  readonly values: Values
}

/** English text with `{name}` where a value goes. */
export function message(text: string, values: Values = {}): Message {
  return { text, values }
}

/** English sentences and what they are in another language. */
export type Catalogue = Readonly<Record<string, string>>

/** In the words of a catalogue, or in English where it has none. Values are put in as they are: escaping is the page's. */
export function say(said: Message | string, catalogue: Catalogue | undefined): string {
  const { text, values } = typeof said === 'string' ? message(said) : said
  const words = catalogue && Object.hasOwn(catalogue, text) ? (catalogue[text] ?? text) : text
  return words.replace(/\{(\w+)\}/g, (slot, name: string) => {
    const value = Object.hasOwn(values, name) ? (values[name] ?? slot) : slot
    return typeof value === 'object' ? say(value, catalogue) : String(value)
  })
}

/** The best of ours by an `Accept-Language` header and its weights (RFC 9110 §12.5.4); English where none fits. */
export function pickLanguage(acceptLanguage: string | undefined): Language {
  const ranges = (acceptLanguage ?? '').split(',').map(readRange)
  let best: { language: Language; weight: number } = { language: 'en', weight: 0 }
  for (const { range, weight } of ranges) {
    if (weight <= best.weight) continue
    const language = languages.find((name) => range === name || range.startsWith(`${name}-`))
    if (language) best = { language, weight }
    else if (range === '*') best = { language: 'en', weight }
  }
  return best.language
}

function readRange(text: string): { range: string; weight: number } {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1'
  return { range, weight: /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0 }
}
