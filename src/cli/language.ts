import {
  type Catalogue,
  type Language,
  type Message,
  message,
  say,
  type Values,
} from '../protocol/messages.ts'
import { localeOf } from './platform/terminal.ts'

/** Puts English text, or a message, into the words of the person at the terminal. */
export type Translate = (said: Message | string, values?: Values) => string

export const english: Translate = translator(undefined)

/** What the person reads. English for a Korean locale of another encoding, too: what we write is UTF-8. */
export function spokenLanguage(env: NodeJS.ProcessEnv, platform?: NodeJS.Platform): Language {
  const locale = localeOf('LC_MESSAGES', env, platform) ?? Intl.DateTimeFormat().resolvedOptions().locale
  return /^ko(?:[_-]\w+)?(?:\.utf-?8)?(?:@\w+)?$/i.test(locale) ? 'ko' : 'en'
}

/** The words of a language; none for English, whose words stand where they are said. */
export async function loadCatalogue(language: Language): Promise<Catalogue | undefined> {
  if (language === 'en') return undefined
  // A file of its own in the bundle: whoever speaks English does not even parse it.
  const { korean } = await import('../protocol/korean/catalogue.ts')
  return korean
}

export function translator(catalogue: Catalogue | undefined): Translate {
  return (said, values) => say(onOneLine(typeof said === 'string' ? message(said, values) : said), catalogue)
}

/** Our sentences may have several lines; a value that has some, such as a device's name, would add lines that look like ours. */
function onOneLine({ text, values }: Message): Message {
  const flat = Object.entries(values).map(([name, value]) => {
    if (typeof value === 'string') return [name, value.replaceAll(/[\n\v\f\r\u0085\u2028\u2029]+/g, ' ')]
    return [name, typeof value === 'object' ? onOneLine(value) : value]
  })
  return { text, values: Object.fromEntries(flat) }
}
