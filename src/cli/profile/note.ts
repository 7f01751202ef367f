import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'

/** Says which environment variable won over the profile in use (gh#3799). */
export function warnOfVariable({ terminal, target }: Context): void {
  const { because = '', server } = target
  terminal.warn(message('{variable} is set and chose {server}.', { variable: because, server }))
}
