import { message } from '../../protocol/messages.ts'
import { completionScript, shells } from '../completion/scripts.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { writeOut } from '../output.ts'

/** Prints the script that a shell is to load. */
export function printCompletion(_context: Context, name: string): void {
  const shell = shells.find((each) => each === name)
  if (shell === undefined)
    throw usageError(
      message('There is no completion for {shell}.', { shell: name }),
      'Use bash, zsh or fish.',
    )
  writeOut(1, completionScript(shell))
}
