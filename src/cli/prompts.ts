/**
 * The prompts, in a bundle file of their own: inquirer is half a megabyte, and merely having it in the main file costs
 * every call 8 ms.
 */
import inquirer from 'inquirer'

export interface Question {
  message: string
  kind: 'text' | 'password' | 'yes-no'
  /** Taken when the answer is empty; for `yes-no` it is `yes` or `no`. */
  fallback?: string
  /** What is wrong with an answer; undefined if nothing is. */
  check?: (answer: string) => string | undefined
}

/**
 * Asks on standard error, so that standard output stays the answer alone. A `yes-no` resolves to `yes` or `no`; Ctrl-C
 * and the end of input resolve to undefined. (Not to an error of ours: this bundle would have its own copy of the class.)
 */
export async function ask(question: Question): Promise<string | undefined> {
  const closed = new AbortController()
  // When Ctrl-D closes the input nothing settles the prompt, and Node would leave with exit code 0.
  const onClosed = (): void => closed.abort()
  process.once('beforeExit', onClosed)
  try {
    const prompt = inquirer.createPromptModule({ output: process.stderr, signal: closed.signal })
    const { answer } = await prompt([shape(question)])
    return typeof answer === 'boolean' ? (answer ? 'yes' : 'no') : String(answer)
  } catch (error) {
    if (error instanceof Error && /^(Exit|Abort|Cancel)PromptError$/.test(error.name)) return undefined
    throw error
  } finally {
    process.removeListener('beforeExit', onClosed)
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
