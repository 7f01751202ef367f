/**
 * The terminal's rules, all in one place:
 * - standard output carries the answer and nothing else (flyctl#137); everything said to a person goes to standard error;
 * - with --json, standard output is one JSON value, and each line of standard error is one too;
 * - nothing is asked unless standard input and standard error are both terminals (kubelogin#904);
 * - colour and spinners only on a terminal; no colour with NO_COLOR, TERM=dumb or --no-color;
 * - signs beyond ASCII only where they are read, links only where they are known.
 */
import { type Catalogue, type Message, message } from '../protocol/messages.ts'
import type { CliError } from './errors.ts'
import { interrupted, usageError } from './errors.ts'
import { english, type Translate, translator } from './language.ts'
import { writeOut } from './output.ts'
import { speaksUtf8 } from './platform/terminal.ts'
import { display } from './terminal/display.ts'
import { jsonLine, oneLine, printable } from './terminal/printable.ts'
import type { Look, Question } from './terminal/prompts.ts'
import { type Spinner, startSpinner } from './terminal/spinner.ts'

/** A question in English; it is asked in the person's language. */
type SpokenQuestion = Omit<Question, 'message'> & { message: Message | string }

type LabelColor = 'red' | 'cyan' | 'whiteBright'

export type Color = 'blue' | 'green' | 'yellow' | 'magenta' | 'red'

/** Text of an answer, in a colour where that is wanted. */
export type Paint = (text: string, color: Color) => string

export interface TerminalOptions {
  json: boolean
  quiet: boolean
  verbose: boolean
  /** False with --no-input. */
  input: boolean
  /** False with --no-color. */
  color: boolean
  env: NodeJS.ProcessEnv
}

export class Terminal {
  readonly json: boolean
  readonly #options: TerminalOptions
  #translate = english
  #spinner: Spinner | undefined
  #waitedFor: string | undefined

  constructor(options: TerminalOptions) {
    this.json = options.json
    this.#options = options
  }

  /** Takes the words of the person's language. With --json it stays English, so that no script meets another. */
  speak(catalogue: Catalogue | undefined): void {
    this.#translate = this.json ? english : translator(catalogue)
  }

  /** English text into the words of who reads it. */
  get t(): Translate {
    return this.#translate
  }

  /**
   * Writes the answer: the words, or with --json the value. False where nobody reads it any more. `painted` puts colours
   * into words that are safe by then.
   */
  answer(words: Message | string, value: unknown, painted = (shown: string): string => shown): boolean {
    this.#spinner?.clear()
    if (this.json) return writeOut(1, `${jsonLine(value)}\n`)
    return writeOut(1, `${painted(display(printable(this.t(words)), 1, this.#options.env, '~'))}\n`)
  }

  /** Tells a person what goes on; silent with --quiet and --json. */
  tell(words: Message | string): void {
    if (!this.#options.quiet && !this.json) this.#say(printable(this.t(words)))
  }

  /** Says what must not be missed, such as an environment variable that wins over what is stored. */
  warn(words: Message | string): void {
    const said = this.t(words)
    this.#say(this.json ? jsonLine({ warning: said }) : `${this.t('auth: note:')} ${printable(said)}`)
  }

  /** Shows what a person needs in order to go on, also with --quiet; with --json the value, on a line of its own. */
  show(words: Message | string, value: unknown): void {
    this.#say(this.json ? jsonLine(value) : printable(this.t(words)))
  }

  /** One line for --verbose. The caller keeps secrets out: it passes method, path, status and timing only. */
  trace(words: string): void {
    if (this.#options.verbose) this.#say(this.json ? jsonLine({ trace: words }) : printable(words))
  }

  /** Prints an error and its hint, in colour where that is wanted; scripts find them by the same labels in every language. */
  async fail({ code, message, hint, said, saidHint }: CliError): Promise<void> {
    if (this.json) {
      this.#say(jsonLine({ error: { code, message, hint: hint ?? null } }))
      return
    }
    const label = await this.#paint('auth: error:', 'red')
    this.#say(`${label} ${oneLine(this.t(said))}`)
    if (saidHint === undefined) return
    const hintLabel = await this.#paint('auth: hint:', 'cyan')
    this.#say(`${hintLabel} ${oneLine(this.t(saidHint))}`)
  }

  /** The width that an answer has to fit into; undefined where it is not read on a terminal. */
  get width(): number | undefined {
    return process.stdout.isTTY === true ? process.stdout.columns || undefined : undefined
  }

  /** Draws block characters for a person, light on dark whatever the theme is; false where they would not fit or not show. */
  async draw(lines: readonly string[]): Promise<boolean> {
    const { quiet, env } = this.#options
    const { isTTY, columns, rows } = process.stderr
    if (quiet || this.json || isTTY !== true || env.TERM === 'dumb' || !speaksUtf8(env)) return false
    if (columns < Math.max(...lines.map((line) => line.length)) || rows < lines.length) return false
    const painted = await Promise.all(lines.map((line) => this.#paint(line, 'whiteBright', 'bgBlack')))
    this.#say(painted.join('\n'))
    return true
  }

  /** Whether a person is there to be asked. */
  get interactive(): boolean {
    return this.#options.input && process.stdin.isTTY === true && process.stderr.isTTY === true
  }

  /** Throws the usage error of `ask` at once, for what is asked only later in a command. */
  requireInput(what: Message | string, flag: Message | string): void {
    if (this.interactive) return
    throw usageError(
      message('{what} was not given, and there is nobody to ask.', {
        what: typeof what === 'string' ? message(what) : what,
      }),
      message('Use {flag}.', { flag }),
    )
  }

  /**
   * Asks a person. Where nobody can be asked it throws a usage error (exit 2) that names `flag`, the other way to
   * give the same answer.
   */
  async ask(question: SpokenQuestion, flag: Message | string): Promise<string> {
    this.requireInput(question.message, flag)
    const { message, check, ...rest } = question
    const spokenCheck = check && ((answer: string) => spoken(check(answer), this.t))
    const unclear = this.t('Type y for yes or n for no.')
    const asked = { ...rest, unclear, message: this.t(message), ...(spokenCheck && { check: spokenCheck }) }
    const answer = await this.#ask(asked)
    if (answer === undefined) throw interrupted()
    return answer
  }

  /** Asks yes or no; `fallback` is what Enter alone means. */
  async confirm(message: Message | string, flag: string, fallback: boolean): Promise<boolean> {
    return (await this.ask({ message, kind: 'yes-no', fallback: fallback ? 'yes' : 'no' }, flag)) === 'yes'
  }

  /**
   * Shows a spinner while the work takes noticeably long and someone watches. Words that change are given as a function;
   * what waits inside such a work shows nothing of its own. `atOnce` is for work that may hold up the event loop.
   */
  async whileWaiting<T>(
    words: Message | string | (() => Message | string),
    work: Promise<T>,
    { atOnce = false } = {},
  ): Promise<T> {
    const { quiet } = this.#options
    const hidden = quiet || this.json || process.stderr.isTTY !== true
    if (hidden || this.#spinner) return work
    this.#spinner = this.#spin(words, atOnce)
    try {
      return await work
    } finally {
      this.#spinner.stop()
      this.#spinner = undefined
    }
  }

  #spin(words: Message | string | (() => Message | string), atOnce: boolean): Spinner {
    const spoken = () => this.t(typeof words === 'function' ? words() : words)
    if (this.#options.env.TERM !== 'dumb') return startSpinner(spoken, { ...this.#look, atOnce })
    const sayOnce = (said: string) => {
      if (said !== this.#waitedFor) this.#say(`${said} ...`)
      this.#waitedFor = said
    }
    return startSpinner(spoken, { ...this.#look, sayOnce })
  }

  /** A terminal without control sequences has questions of another kind. */
  async #ask(question: Question): Promise<string | undefined> {
    if (this.#options.env.TERM === 'dumb')
      return (await import('./terminal/plain-prompt.ts')).askPlainly(question)
    return (await import('./terminal/prompts.ts')).ask(question, this.#look)
  }

  get #look(): Look {
    const { color, env } = this.#options
    return { color: color && !env.NO_COLOR && env.TERM !== 'dumb', utf8: speaksUtf8(env) }
  }

  /** Words for a person, behind which a spinner goes on. */
  #say(words: string): void {
    this.#spinner?.clear()
    writeOut(2, `${this.json ? words : display(words, 2, this.#options.env)}\n`)
  }

  /** Colours for an answer; none where standard output is no terminal. */
  async palette(): Promise<Paint> {
    if (!this.#look.color || process.stdout.isTTY !== true) return (text) => text
    const { Chalk } = await import('chalk')
    const chalk = new Chalk({ level: 1 })
    return (text, color) => chalk[color](text)
  }

  async #paint(text: string, color: LabelColor, ground: 'bgBlack' | 'bold' = 'bold'): Promise<string> {
    if (!this.#look.color || process.stderr.isTTY !== true) return text
    const { Chalk } = await import('chalk')
    return new Chalk({ level: 1 })[color][ground](text)
  }
}

function spoken(fault: string | undefined, t: Translate): string | undefined {
  return fault === undefined ? undefined : t(fault)
}
