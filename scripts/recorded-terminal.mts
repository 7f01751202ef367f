import { setTimeout as sleep } from 'node:timers/promises'
import { spawn } from '@lydell/node-pty'
import headless from '@xterm/headless'

/** What is typed where this text has appeared. */
export type Reply = readonly [seen: string, typed: string]

/** Letters that look the same, side by side. */
export interface Run {
  text: string
  column: number
  /** How many columns they take. */
  width: number
  /** Of the 16 colours; undefined for the terminal's own. */
  color: number | undefined
  bold: boolean
}

const patience = 30_000

/** A person's terminal: what it shows after the commands that were typed there, each with the true output of its run. */
export class RecordedTerminal {
  readonly #screen: headless.Terminal
  readonly #columns: number

  constructor(columns: number) {
    this.#columns = columns
    this.#screen = new headless.Terminal({ cols: columns, rows: 60, allowProposedApi: true })
  }

  /** Runs a line in a shell, shows it behind a prompt, and answers what is asked. Resolves to the exit code. */
  async run(line: string, env: NodeJS.ProcessEnv, replies: readonly Reply[] = []): Promise<number> {
    await this.#write(`\x1b[32m$\x1b[39m \x1b[1m${line.replaceAll('\n', '\r\n')}\x1b[22m\r\n`)
    const pty = spawn('/bin/sh', ['-c', line], { cols: this.#columns, rows: 60, env, cwd: env.HOME ?? '/' })
    let said = ''
    pty.onData((text) => {
      said += text
      this.#screen.write(text)
    })
    const ended = new Promise<number>((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)))
    for (const [seen, typed] of replies) {
      for (const limit = Date.now() + patience; !said.includes(seen); await sleep(20))
        if (Date.now() > limit) throw new Error(`"${line}" did not show "${seen}": ${said}`)
      await sleep(100)
      said = ''
      pty.write(`${typed}\r`)
    }
    const code = await ended
    await sleep(50)
    await this.#write('')
    return code
  }

  /** The lines of the screen, without the empty ones at its end. */
  lines(): Run[][] {
    const buffer = this.#screen.buffer.active
    const rows = Array.from({ length: buffer.baseY + buffer.cursorY + 1 }, (_, row) => this.#runs(row))
    while (rows.at(-1)?.length === 0) rows.pop()
    return rows
  }

  #runs(row: number): Run[] {
    const line = this.#screen.buffer.active.getLine(row)
    const runs: Run[] = []
    for (let column = 0; column < this.#columns; column += 1) {
      const cell = line?.getCell(column)
      const text = cell?.getChars() ?? ''
      if (!cell || cell.getWidth() === 0) continue
      const color = cell.isFgPalette() ? cell.getFgColor() : undefined
      const look = { color, bold: cell.isBold() !== 0 }
      const last = runs.at(-1)
      if (last && last.color === look.color && last.bold === look.bold) {
        last.text += text || ' '
        last.width += cell.getWidth()
      } else runs.push({ text: text || ' ', column, width: cell.getWidth(), ...look })
    }
    const end = runs.at(-1)
    if (end) {
      const kept = end.text.trimEnd()
      end.width -= end.text.length - kept.length
      end.text = kept
    }
    return runs.filter(({ text }) => text !== '')
  }

  #write(text: string): Promise<void> {
    return new Promise((resolve) => this.#screen.write(text, resolve))
  }
}
