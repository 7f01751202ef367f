import { html } from 'hono/html'
import { type Language, type Message, message } from '../../../protocol/messages.ts'
import { translate } from '../../language.ts'
import type { Letter } from '../letter.ts'

/** Who gets the letter, and from which server. */
export interface LetterInput {
  email: string
  /** The issuer's URL; shown as text. */
  server: string
}

export interface CodeLetterInput extends LetterInput {
  code: string
  /** How long the code is good, in milliseconds. */
  lifetime: number
}

export interface LetterParts {
  subject: Message
  before: readonly Message[]
  /** Stands alone on its line: programs read it there. */
  code?: string
  after: readonly Message[]
}

/** Text and HTML from the same parts, so that they always say the same. */
export function composeLetter(parts: LetterParts, input: LetterInput, language: Language): Letter {
  const say = (part: Message): string => translate(part, language)
  const words = {
    subject: say(parts.subject),
    greeting: say(message('Hello,')),
    before: parts.before.map(say),
    code: parts.code,
    after: parts.after.map(say),
    footer: say(footer(input)),
  }
  const all = [words.greeting, ...words.before, words.code, ...words.after, words.footer]
  const text = all.filter((part) => part !== undefined).map(onOneLine)
  return { subject: onOneLine(words.subject), text: `${text.join('\n\n')}\n`, html: page(words, language) }
}

/** The name of the server as subjects show it: its host. */
export function hostOf(server: string): string {
  return URL.canParse(server) ? new URL(server).host : server
}

/** A span of time in milliseconds, in words. */
export function describeSpan(milliseconds: number): Message {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000))
  if (minutes === 1) return message('1 minute')
  if (minutes === 60) return message('1 hour')
  if (minutes % 60 === 0) return message('{count} hours', { count: minutes / 60 })
  return message('{count} minutes', { count: minutes })
}

function footer({ email, server }: LetterInput): Message {
  return message('Sent to {email} by {server}. This is an automatic letter; replies are not read.', {
    email,
    server,
  })
}

/** A line break in a value could forge a line of its own, and with it a code. */
function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}

const font =
  'font-family:-apple-system,Segoe UI,Roboto,Apple SD Gothic Neo,Malgun Gothic,Noto Sans KR,sans-serif'
const body = `margin:0;padding:24px 16px;${font};font-size:16px;line-height:1.6`
const sheet = 'max-width:480px;margin:0 auto'
const paragraph = 'margin:0 0 16px;overflow-wrap:break-word;word-break:keep-all' // Korean breaks between words
const codeBox =
  'margin:24px 0;padding:18px 8px;border:1px solid rgba(128,128,128,.45);border-radius:10px;text-align:center;' +
  'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,D2Coding,monospace;font-size:32px;font-weight:600;' +
  'line-height:1.25;letter-spacing:.14em;user-select:all;-webkit-user-select:all'
const small = `${paragraph};padding-top:16px;border-top:1px solid rgba(128,128,128,.3);font-size:13px;opacity:.75`

/** The parts of a letter in its language. */
interface Words {
  subject: string
  greeting: string
  before: readonly string[]
  code: string | undefined
  after: readonly string[]
  footer: string
}

/** No colours of its own, so that it reads well on a light and on a dark ground; nothing is fetched from anywhere. */
function page({ subject, greeting, before, code, after, footer }: Words, language: Language): string {
  const say = (text: string) => html`<p style="${paragraph}">${text}</p>`
  return String(html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${subject}</title>
</head>
<body style="${body}">
<div style="${sheet}">
${say(greeting)}
${before.map(say)}
${code === undefined ? '' : html`<p style="${codeBox}">${code}</p>`}
${after.map(say)}
<p style="${small}">${footer}</p>
</div>
</body>
</html>
`)
}
