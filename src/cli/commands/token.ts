import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { readValidity } from '../session/validity.ts'
import { accessToken } from '../session.ts'

export interface TokenOptions {
  minValidity?: string
  header?: boolean
}

/** Prints an access token that stays good for a while, and nothing else. */
export async function token(context: Context, options: TokenOptions): Promise<void> {
  const asked = options.minValidity
  const wish = readValidity(asked)
  const bearer = await accessToken(context, wish)
  const { expiresAt } = bearer
  const header = `Authorization: Bearer ${bearer.token}`
  context.terminal.answer(options.header ? header : bearer.token, {
    access_token: bearer.token,
    token_type: 'Bearer',
    expires_at: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
  })
  const left = expiresAt === undefined ? undefined : expiresAt - Date.now()
  if (asked === undefined || (left !== undefined && left >= wish.minValidity)) return
  await context.speak()
  context.terminal.warn(
    left === undefined
      ? message('AUTH_TOKEN is used as it is; nobody here knows whether it stays good for {asked}.', {
          asked,
        })
      : message("This server's tokens live shorter than --min-validity {asked}.", { asked }),
  )
}
