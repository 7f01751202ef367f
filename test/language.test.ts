import { expect, test } from 'vitest'
import { message, pickLanguage, say } from '../src/protocol/messages.ts'

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['ko', 'ko'],
  ['ko-KR', 'ko'],
  ['KO-kr', 'ko'],
  ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
  ['en-US,en;q=0.9,ko;q=0.8', 'en'],
  ['en;q=0.3, ko;q=0.7', 'ko'],
  ['fr, de;q=0.9, ko;q=0.1', 'ko'],
  ['ja, *;q=0.5', 'en'],
  ['*, ko;q=0.2', 'en'],
  ['ko;q=0', 'en'],
  ['kok', 'en'],
  ['ko;q=2, en;q=0.1', 'en'],
  [';;;,,q=,ko;q=abc', 'en'],
])('Accept-Language %o is answered in %s (RFC 9110 §12.5.4)', (header, language) => {
  expect(pickLanguage(header)).toBe(language)
})

test('values are put in as they are, and those with words of their own in the same language', () => {
  const catalogue = { 'from {where}': '출처: {where}', 'a device': '기기' }
  expect(say(message('from {where}', { where: message('a device') }), catalogue)).toBe('출처: 기기')
  expect(say(message('from {where}', { where: 'a device' }), catalogue)).toBe('출처: a device')
  // What somebody typed is no text of ours: its braces stay, and it cannot take another value.
  expect(say(message('from {where}', { where: '{who}', who: 'x' }), catalogue)).toBe('출처: {who}')
  expect(say('{constructor} {who}', {})).toBe('{constructor} {who}')
})
