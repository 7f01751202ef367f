/**
 * The prompts, in a bundle file of their own: inquirer is half a megabyte, and merely having it in the main file costs
 * every call 8 ms.
 */
import { styleText } from 'node:util'
import inquirer from 'inquirer'

/** What the terminal shows. */
export interface Look {
  color: boolean
  utf8: boolean
}

export interface Question {
  message: string
  kind: 'text' | 'password' | 'yes-no'
  /** Taken when the answer is empty; for `yes-no` it is `yes` or `no`. */
  fallback?: string
  /** What is wrong with an answer; undefined if nothing is. */
  check?: (answer: string) => string | undefined
  /** Said of an answer to `yes-no` that is neither. */
  unclear?: string
}

/**
 * Asks on standard error, so that standard output stays the answer alone. A `yes-no` resolves to `yes` or `no`; Ctrl-C
 * and the end of input resolve to undefined. (Not to an error of ours: this bundle would have its own copy of the class.)
 */
export async function ask(question: Question, look: Look): Promise<string | undefined> {
  const closed = new AbortController()
  // When Ctrl-D closes the input nothing settles the prompt, and Node would leave with exit code 0.
  const onClosed = (): void => closed.abort()
  process.once('beforeExit', onClosed)
  try {
    const prompt = inquirer.createPromptModule({ output: process.stderr, signal: closed.signal })
    const { answer } = await prompt([{ ...shape(question), theme: dress(look, question.unclear) }])
    return typeof answer === 'boolean' ? (answer ? 'yes' : 'no') : String(answer)
  } catch (error) {
    if (error instanceof Error && /^(Exit|Abort|Cancel)PromptError$/.test(error.name)) return undefined
    throw error
  } finally {
    process.removeListener('beforeExit', onClosed)
  }
}

/** The library knows NO_COLOR, but neither --no-color nor a terminal of another encoding. */
function dress({ color, utf8 }: Look, unclear = 'y / n') {
  const paint = (style: Parameters<typeof styleText>[0]) => (text: string) =>
    color ? styleText(style, text) : text
  const [cyan, dim] = [paint('cyan'), paint('dim')]
  return {
    keywords: { yes: 'Yes', no: 'No', error: () => unclear },
    prefix: { idle: paint('blue')('?'), done: paint('green')(utf8 ? '✔' : '+') },
    style: {
      answer: cyan,
      message: paint('bold'),
      error: (text: string) => paint('red')(`> ${text}`),
      defaultAnswer: (text: string) => dim(`(${text})`),
      help: dim,
      highlight: cyan,
    },
  }
}

function shape({ message, kind, fallback, check }: Question) {
  const validate = (answer: string): string | true => check?.(answer) ?? true
  if (kind === 'yes-no')
    return { type: 'confirm' as const, name: 'answer', message, default: fallback !== 'no' }
  if (kind === 'password')
    return { type: 'password' as const, name: 'answer', message, mask: '*', toggleMask: false, validate }
  return { type: 'input' as const, name: 'answer', message, ...(fallback && { default: fallback }), validate }
}
