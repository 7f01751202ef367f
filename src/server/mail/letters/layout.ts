import { html } from 'hono/html'
import type { Letter } from '../letter.ts'
import type { Language } from './language.ts'

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
  subject: string
  before: readonly string[]
  /** Stands alone on its line: programs read it there. */
  code?: string
  after: readonly string[]
}

/** Text and HTML from the same parts, so that they always say the same. */
export function composeLetter(parts: LetterParts, input: LetterInput, language: Language): Letter {
  const all = [greetings[language], ...parts.before, parts.code, ...parts.after, footers[language](input)]
  const text = all.filter((part) => part !== undefined).map(onOneLine)
  return {
    subject: onOneLine(parts.subject),
    text: `${text.join('\n\n')}\n`,
    html: page(parts, input, language),
  }
}

/** The name of the server as subjects show it: its host. */
export function hostOf(server: string): string {
  return URL.canParse(server) ? new URL(server).host : server
}

/** A span of time in the words of the language. */
export function describeSpan(milliseconds: number, language: Language): string {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000))
  const inHours = minutes % 60 === 0
  const count = inHours ? minutes / 60 : minutes
  if (language === 'ko') return `${count}${inHours ? '시간' : '분'}`
  return `${count} ${inHours ? 'hour' : 'minute'}${count === 1 ? '' : 's'}`
}

const greetings: Record<Language, string> = { en: 'Hello,', ko: '안녕하세요.' }

const footers: Record<Language, (input: LetterInput) => string> = {
  en: ({ email, server }) =>
    `Sent to ${email} by ${server}. This is an automatic letter; replies are not read.`,
  ko: ({ email, server }) =>
    `이 메일은 ${server} 서버가 ${email} 앞으로 자동으로 보냈습니다. 회신은 확인하지 않습니다.`,
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

/** No colours of its own, so that it reads well on a light and on a dark ground; nothing is fetched from anywhere. */
function page({ subject, before, code, after }: LetterParts, input: LetterInput, language: Language): string {
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
${say(greetings[language])}
${before.map(say)}
${code === undefined ? '' : html`<p style="${codeBox}">${code}</p>`}
${after.map(say)}
<p style="${small}">${footers[language](input)}</p>
</div>
</body>
</html>
`)
}
