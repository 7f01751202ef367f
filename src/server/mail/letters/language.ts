/** The languages that letters are written in. */
export type Language = 'en' | 'ko'

const written: readonly Language[] = ['en', 'ko']

/** The best of ours by an `Accept-Language` header and its weights (RFC 9110 §12.5.4); English where none fits. */
export function pickLanguage(acceptLanguage: string | undefined): Language {
  const ranges = (acceptLanguage ?? '').split(',').map(readRange)
  let best: { language: Language; weight: number } = { language: 'en', weight: 0 }
  for (const { range, weight } of ranges) {
    if (weight <= best.weight) continue
    const language = written.find((name) => range === name || range.startsWith(`${name}-`))
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
