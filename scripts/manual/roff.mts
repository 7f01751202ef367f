/** Text in the language of man pages: man(7) macros, which both mandoc and groff know. */

/** Words for people; what stands in backticks is typed, and so is bold. */
export function words(text: string): string {
  const parts = text.split('`')
  return parts
    .map((part, index) => (index % 2 === 1 ? bold(part) : escaped(part).replaceAll('-', '\\-')))
    .join('')
}

/** What is typed as it stands. */
export function bold(text: string): string {
  return text === '' ? '' : `\\fB${typed(text)}\\fR`
}

/** What is typed, in no font of its own: hyphens and quotes have to stay what they are, so that it can be copied. */
export function typed(text: string): string {
  return escaped(text)
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
}

/** `--email <address>` and `[id]`: what is typed is bold, what stands for something else is italic. */
export function syntax(text: string): string {
  return text
    .split(/([<[][^<>[\]]+[>\]])/)
    .map((part) => {
      const [, open, name, close] = /^([<[])(.+)([>\]])$/.exec(part) ?? []
      if (name === undefined) return part.replace(/\S(.*\S)?/, (each) => bold(each))
      return `${open === '[' ? '[' : ''}\\fI${typed(name)}\\fR${close === ']' ? ']' : ''}`
    })
    .join('')
}

/** A line of text; it may not begin with what would make it a request. */
export function line(text: string): string {
  return /^[.']/.test(text) ? `\\&${text}` : text
}

/** A name and what it means. */
export function entry(tag: string, meaning: string): string[] {
  return ['.TP', line(tag), line(meaning || '\\&')]
}

export function heading(title: string): string[] {
  return [`.SH ${typed(title)}`]
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll(/[^\x20-\x7e]/gu, (sign) => `\\[u${hex(sign)}]`)
}

function hex(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}
