import { oneLine } from './printable.ts'
import { cutTo, padTo, widthOf } from './width.ts'

export interface Column {
  title: string
  cells: readonly string[]
  /** Where the table is too wide, the column with the smallest gives way first; one without a weight never does. */
  weight?: number
}

/** A cut column shows at least this much, and its title. */
const leastWidth = 6
const gap = '  '

/** The table in lines that fit the width: columns are cut, then left out, the least important first. */
export function formatTable(columns: readonly Column[], width: number | undefined): string {
  const clean = columns.map((column) => ({ ...column, cells: column.cells.map(oneLine) }))
  const fitted = fitTo(clean.map(measure), width ?? Number.POSITIVE_INFINITY)
  const lines = [fitted.map(({ title }) => title)]
  const [first] = fitted
  first?.cells.forEach((_, row) => {
    lines.push(fitted.map(({ cells }) => cells[row] ?? ''))
  })
  const format = (cells: string[]) => cells.map((cell, index) => pad(cell, fitted[index]?.width ?? 0))
  return lines.map((cells) => format(cells).join(gap).trimEnd()).join('\n')
}

/** What is known of one thing: a label and its value on each line. */
export function formatRows(rows: readonly (readonly [label: string, value: string])[]): string {
  const width = Math.max(...rows.map(([label]) => widthOf(label))) + gap.length
  return rows.map(([label, value]) => `${padTo(label, width)}${oneLine(value)}`).join('\n')
}

type Measured = Column & { width: number; least: number }

function measure(column: Column): Measured {
  const width = Math.max(...[column.title, ...column.cells].map(widthOf))
  return { ...column, width, least: Math.min(width, Math.max(leastWidth, widthOf(column.title))) }
}

function fitTo(columns: Measured[], width: number): Measured[] {
  const giving = columns.filter((column) => column.weight !== undefined)
  const order = giving.sort((one, other) => (one.weight ?? 0) - (other.weight ?? 0))
  for (let left = 0; left <= order.length; left += 1) {
    const kept = columns.filter((column) => !order.slice(0, left).includes(column))
    const shrunk = shrink(kept, order.slice(left), width)
    if (total(shrunk) <= width || left === order.length) return shrunk
  }
  return columns
}

function shrink(columns: Measured[], order: Measured[], width: number): Measured[] {
  let excess = total(columns) - width
  const widths = new Map(columns.map((column) => [column, column.width]))
  for (const column of order) {
    const give = Math.max(0, Math.min(excess, column.width - column.least))
    widths.set(column, column.width - give)
    excess -= give
  }
  return columns.map((column) => ({ ...column, width: widths.get(column) ?? column.width }))
}

function total(columns: Measured[]): number {
  return columns.reduce((sum, { width }) => sum + width, gap.length * (columns.length - 1))
}

function pad(text: string, width: number): string {
  return padTo(widthOf(text) <= width ? text : cut(text, width), width)
}

function cut(text: string, width: number): string {
  return `${cutTo(text, width - 1).trimEnd()}…`
}
