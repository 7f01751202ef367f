import { type Message, message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { padTo } from '../terminal/width.ts'
import { wrap } from '../terminal/wrap.ts'
import type { Color } from '../terminal.ts'
import type { Finding, Verdict } from './finding.ts'

const marks: Record<Verdict, Message | string> = {
  ok: message('ok'),
  warning: message('warning'),
  fault: message('FAULT'),
  skipped: '-',
}
const colors: Partial<Record<Verdict, Color>> = { ok: 'green', warning: 'yellow', fault: 'red' }

/** A line for each finding, its remedy below it; with --json what a program decides by. */
export async function reportFindings({ terminal }: Context, findings: readonly Finding[]): Promise<void> {
  const { t } = terminal
  const say = (said: Message | string | undefined) => (said === undefined ? null : t(said))
  const values = findings.map(({ check, verdict, said, remedy }) => ({
    check,
    verdict,
    detail: say(said),
    remedy: say(remedy),
  }))
  const lines = findings.flatMap(({ check, verdict, said, remedy }) => [
    ...wrap(t(said), `${check.padEnd(11)}${padTo(t(marks[verdict]), 9)}`, terminal.width),
    ...(remedy ? wrap(t(remedy), ' '.repeat(20), terminal.width) : []),
  ])
  const paint = await terminal.palette()
  const colorOf = new Map(findings.map(({ verdict }) => [t(marks[verdict]), colors[verdict]]))
  // The mark is the second word of each line that begins at the edge.
  const painted = (shown: string) =>
    shown.replaceAll(/^(\S+ +)(\S+)/gm, (_, check: string, mark: string) => {
      const color = colorOf.get(mark)
      return check + (color === undefined ? mark : paint(mark, color))
    })
  terminal.answer(lines.join('\n'), { findings: values }, painted)
}
