/** RFC 4180: one record from text, and text from one record. */

export type CsvReading =
  | { fields: string[] }
  /** A quoted field goes on in the next line. */
  | { open: true }
  | { fault: string }

/** Reads a record without its last line break. A quote inside an unquoted field is a letter like others. */
export function parseCsvRecord(text: string): CsvReading {
  const fields: string[] = []
  for (let at = 0; ; ) {
    if (text[at] === '"') {
      const end = findClosingQuote(text, at + 1)
      if (end < 0) return { open: true }
      if (end + 1 < text.length && text[end + 1] !== ',')
        return { fault: 'a quoted field is followed by something else than a comma' }
      fields.push(text.slice(at + 1, end).replaceAll('""', '"'))
      at = end + 1
    } else {
      const comma = text.indexOf(',', at)
      const end = comma < 0 ? text.length : comma
      fields.push(text.slice(at, end))
      at = end
    }
    if (at >= text.length) return { fields }
    at++ // the comma
  }
}

/** Two quotes in a row stand for one. */
function findClosingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

/** With its line break, which RFC 4180 wants as CRLF and every tool here takes as LF. */
export function formatCsvRecord(fields: readonly string[]): string {
  const quoted = fields.map((field) =>
    /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field,
  )
  return `${quoted.join(',')}\n`
}
