import { bold, entry, line, typed, words } from './roff.mts'

/** What a help text says: under its titles rows, and between them paragraphs. */
export interface Section {
  /** `Examples`, `Environment`, `Exit codes`; none for plain text. */
  title: string | undefined
  lines: string[]
}

const titles = /^(Examples|Environment|Exit codes):$/

/** A text as it was given to `addHelpText`, cut at its titles and blank lines. */
export function readSections(text: string): Section[] {
  const sections: Section[] = []
  for (const each of text.split('\n')) {
    const [, title] = titles.exec(each) ?? []
    if (title !== undefined || each === '' || sections.length === 0) sections.push({ title, lines: [] })
    if (title === undefined && each !== '') sections.at(-1)?.lines.push(each)
  }
  return sections.filter(({ lines }) => lines.length > 0)
}

/** Examples are filled like text, so that a long one is broken at a space, or behind a `=`, on a narrow terminal. */
export function writeExamples(lines: readonly string[]): string[] {
  const rows = lines
    .join('\n')
    .replaceAll(/\\\n +/g, '')
    .split('\n')
  const written = rows.flatMap((row) => {
    const [command = '', meaning] = cellsOf(row)
    const shown = line(bold(command).replaceAll(/=(?=\S{20})/g, '=\\:'))
    return meaning === undefined ? ['.PP', shown] : ['.TP', shown, line(words(meaning))]
  })
  return ['.PD 0', ...written, '.PD']
}

/** `NAME   what it means`, two or more to a line. */
export function writePairs(lines: readonly string[]): string[] {
  return pairsOf(lines).flatMap(([name, meaning]) => entry(bold(name), words(meaning)))
}

/** `0 done   1 failed`. */
export function writeCodes(lines: readonly string[]): string[] {
  return lines.flatMap(cellsOf).flatMap((cell) => {
    const [, code = '', meaning = ''] = /^(\d+) (.*)$/.exec(cell) ?? []
    return entry(bold(code), words(meaning))
  })
}

/** Paragraphs; indented rows in them are names and meanings, or else text that keeps its form. */
export function writeProse(lines: readonly string[]): string[] {
  const isRow = (each: string) => each.startsWith('  ')
  const rows = lines.filter(isRow)
  const text = lines.filter((each) => !isRow(each)).join(' ')
  const paragraph = text === '' ? [] : ['.PP', line(words(text))]
  if (rows.length === 0) return paragraph
  if (rows.every((row) => cellsOf(row).length > 1)) return [...paragraph, ...writePairs(rows)]
  return [...paragraph, '.PP', '.nf', '.RS 4', ...rows.map((row) => line(typed(row.slice(2)))), '.RE', '.fi']
}

function pairsOf(lines: readonly string[]): [name: string, meaning: string][] {
  return lines.flatMap((each) => {
    const cells = cellsOf(each)
    return cells.flatMap((name, index): [string, string][] =>
      index % 2 === 0 ? [[name, cells[index + 1] ?? '']] : [],
    )
  })
}

function cellsOf(text: string): string[] {
  return text.trim().split(/ {2,}/)
}
