import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { type Bearer, tailLength } from '../session.ts'

/**
 * What a child of `auth exec` finds in its environment: the value under the name, and the server and profile that it
 * belongs to, so that an `auth` in the child speaks for the same login whatever flags chose it here.
 */
export function childEnvironment(
  context: Context,
  bearer: Bearer,
  name: string,
  value: string,
): Record<string, string> {
  const { AUTH_EXEC: _, ...inherited } = context.env
  const environment = { ...inherited, ...loginNames(context, bearer), [name]: value }
  const entries = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return Object.fromEntries(entries)
}

function loginNames({ target }: Context, { token, source }: Bearer): Record<string, string | undefined> {
  // A token from outside belongs to nobody that is stored here.
  if (source === 'AUTH_TOKEN') return { AUTH_SERVER: target.server }
  const names = { AUTH_SERVER: target.server, AUTH_PROFILE: target.name }
  return { ...names, AUTH_TOKEN: undefined, AUTH_EXEC: token.slice(-tailLength) }
}

/** The name that the child finds it under. Throws a usage error for one that no shell could read (POSIX, XBD 8.1). */
export function checkVariable(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name
  throw usageError(
    message('--env {name} is no name of a variable.', { name }),
    'Use letters, digits and underscore: --env GITLAB_TOKEN.',
  )
}
