import { stripVTControlCharacters } from 'node:util'
import { type IPty, spawn } from '@lydell/node-pty'

/** A person at a terminal, running one program. */
export interface TerminalSession {
  /** Resolves when the text has appeared behind what was waited for before; rejects after 10 s with all that is seen. */
  waitFor(text: string): Promise<void>
  /** Types as a keyboard would; `enter` also presses Enter. */
  type(keys: string): void
  enter(text?: string): void
  /** Sends SIGINT to the programs of the terminal, as another program could. */
  interrupt(): void
  /** All that was printed so far, without control sequences. */
  screen(): string
  /** The same with them. */
  raw(): string
  /** The same without what was wiped away again, as a spinner is, which a busy machine shows and another does not. */
  left(): string
  /** Resolves when the program has ended. */
  ended: Promise<{ code: number; signal: number | undefined }>
}

export const ctrlC = '\x03'
export const ctrlD = '\x04'

export interface TerminalSize {
  cols?: number
  rows?: number
}

/** Runs a program on a pseudo-terminal of its own, 100 columns wide unless told otherwise. */
export function openTerminal(
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  { cols = 100, rows = 40 }: TerminalSize = {},
): TerminalSession {
  const terminal = spawn(file, args, { cols, rows, env })
  const session = record(terminal)
  return {
    ...session,
    type: (keys) => terminal.write(keys),
    interrupt: () => process.kill(-terminal.pid, 'SIGINT'),
    enter: (text = '') => terminal.write(`${text}\r`),
  }
}

function record(terminal: IPty): Omit<TerminalSession, 'type' | 'enter' | 'interrupt'> {
  let raw = ''
  let seen = 0
  terminal.onData((data) => {
    raw += data
  })
  const screen = () => stripVTControlCharacters(raw).replaceAll('\r', '')
  const ended = new Promise<{ code: number; signal: number | undefined }>((resolve) => {
    terminal.onExit(({ exitCode, signal }) => resolve({ code: exitCode, signal: signal || undefined }))
  })
  const waitFor = async (text: string) => {
    for (const limit = Date.now() + 10_000; Date.now() < limit; ) {
      const found = screen().indexOf(text, seen)
      if (found !== -1) {
        seen = found + text.length
        // The prompt throws away what was typed before its first frame was drawn.
        return pause(30)
      }
      await pause(10)
    }
    terminal.kill('SIGKILL')
    throw new Error(`"${text}" did not appear; the screen is:\n${screen()}`)
  }
  const unwiped = (line: string) => line.split('\r\x1b[K').at(-1) ?? ''
  const left = () => raw.split('\n').map(unwiped).join('\n').replaceAll('\r', '')
  return { screen, raw: () => raw, left, ended, waitFor }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
