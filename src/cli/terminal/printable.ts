/** Line and paragraph separators, and the marks that turn the reading direction: they can make a line look like another. */
const misleading = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Without control characters: what a server or another device sent must not be able to drive the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '').replaceAll(misleading, '')
}

/** Foreign words on one line: they must not be able to add lines that look like ours. */
export function oneLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' ').trim())
}

/** No sentence of an authd comes near it; one server's was 900 kB long, and was printed whole. Characters. */
const longestSentence = 500

/** A sentence of a server, as it may become part of ours: on one line, and no longer than anybody reads. */
export function foreignSentence(text: string): string {
  const line = oneLine(text.slice(0, 2 * longestSentence))
  const cut = line.slice(0, longestSentence).replace(/[\ud800-\udbff]$/, '')
  return cut === line && text.length <= 2 * longestSentence ? line : `${cut}…`
}

/** Foreign text for a terminal: what it would obey is shown as an escape, so that it is seen and does nothing. */
export function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, escapeOf)
    .replaceAll(misleading, escapeOf)
}

/** JSON on one line, with nothing in it that a terminal would obey. */
export function jsonLine(value: unknown): string {
  return escapeJson(JSON.stringify(value))
}

/** JSON with escapes for what JSON lets pass but a terminal would obey: DEL, C1 controls, reading direction. */
export function escapeJson(json: string): string {
  return json.replaceAll(/[\u007f-\u009f]/g, escapeOf).replaceAll(misleading, escapeOf)
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
