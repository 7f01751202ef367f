import { message } from '../../protocol/messages.ts'
import { CliError, exitCodes } from '../errors.ts'
import type { Target } from './profile.ts'
import { parseServer } from './server-url.ts'

/** Scheme, host and port (RFC 6454 §4). Throws a usage error for what no token should be sent to. */
export function parseOrigin(text: string, source: string): string {
  return new URL(parseServer(text, source)).origin
}

/** A token goes to the server that made it and to the origins that its profile names, and to nobody else. */
export function mayHaveToken({ server, profile }: Target, origin: string): boolean {
  return origin === new URL(server).origin || (profile?.origins ?? []).includes(origin)
}

/** Throws a CliError (exit 7) where the token must not go. */
export function requireOrigin(target: Target, origin: string): void {
  if (mayHaveToken(target, origin)) return
  throw new CliError(
    exitCodes.refused,
    'foreign_origin',
    message('{origin} is not the server of this login ({server}); nothing was sent.', {
      origin,
      server: target.server,
    }),
    message('If that service takes tokens of this server, run `auth profile allow {origin}`.', { origin }),
  )
}
