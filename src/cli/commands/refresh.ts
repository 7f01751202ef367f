import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { describeDuration } from '../duration.ts'
import { usageError } from '../errors.ts'
import { isEnded, readCache } from '../session/token-cache.ts'
import { environmentToken, requireLogin } from '../session.ts'

/** Renews the access token now, fresh or not; also tries a login again that the server had called over. */
export async function refresh(context: Context): Promise<void> {
  if (environmentToken(context.env) !== undefined)
    throw usageError(
      'AUTH_TOKEN is set, and a token alone cannot be renewed.',
      'Unset AUTH_TOKEN to renew the stored login.',
    )
  const login = requireLogin(context)
  const seen = readCache(context.folder, login.credential)
  const old = seen && !isEnded(seen) ? seen.access_token : undefined
  const { renew } = await import('../session/renew.ts')
  const renewed = await renew(context, login, (cached) => cached.access_token !== old)
  const { terminal } = context
  const left = describeDuration(renewed.expires_at - Date.now(), terminal.t)
  terminal.answer(message('Renewed; the new access token is good for {left}.', { left }), {
    server: login.profile.server,
    account: login.account,
    expires_at: new Date(renewed.expires_at).toISOString(),
  })
}
