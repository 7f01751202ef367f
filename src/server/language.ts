import { korean } from '../protocol/korean/catalogue.ts'
import { type Catalogue, type Language, type Message, say } from '../protocol/messages.ts'

const catalogues: Record<Language, Catalogue | undefined> = { en: undefined, ko: korean }

/** In the words of a language; English where it has none. */
export function translate(said: Message | string, language: Language): string {
  return say(said, catalogues[language])
}
