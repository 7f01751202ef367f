import { completionScript } from '../completion/scripts.ts'
import type { Shell } from '../completion/shells.ts'
import type { Context } from '../context.ts'
import { writeOut } from '../output.ts'

/** Prints the script that a shell is to load. */
export function printCompletion(_context: Context, shell: Shell): void {
  writeOut(1, completionScript(shell))
}
