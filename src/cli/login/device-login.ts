import { cliClientId } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import { type DeviceAuthorization, oauthPaths } from '../../protocol/oauth.ts'
import type { Context } from '../context.ts'
import { readDeviceAuthorization } from '../http/device-answer.ts'
import { deviceHeaders } from './device-name.ts'
import { pollForTokens } from './device-poll.ts'
import type { Grant } from './sign-in.ts'

/**
 * Logs in by the yes of another device (RFC 8628): shows where to say it, and waits. With `web` it also opens the page
 * here, if somebody would see it.
 */
export async function logInElsewhere(context: Context, { web }: { web: boolean }): Promise<Grant> {
  const client = await context.client()
  const form = { client_id: cliClientId }
  const request = {
    method: 'POST',
    path: oauthPaths.deviceAuthorization,
    form,
    headers: deviceHeaders(),
  } as const
  const authorization = readDeviceAuthorization(client, await client.send(request))
  const noBrowser = web ? await openPage(context, authorization) : undefined
  await present(context, authorization, noBrowser)
  return pollForTokens(context, authorization)
}

/** The address stands alone on its line, whole, so that it can be copied (npm/cli#8575, cli/cli#13445). */
async function present(
  { terminal }: Context,
  authorization: DeviceAuthorization,
  noBrowser: string | undefined,
): Promise<void> {
  const { user_code: code, verification_uri_complete: url, verification_uri, expires_in } = authorization
  const { drawQrCode } = await import('../terminal/qr-code.ts')
  await terminal.draw(drawQrCode(url))
  const { t } = terminal
  const words = [
    ...(noBrowser === undefined ? [] : [t('No browser was opened: {why}.', { why: message(noBrowser) })]),
    t('Open this address where you are logged in:'),
    '',
    url,
    '',
    t('and say yes if it shows the code {code}; or run `auth approve {code}` in another terminal.', { code }),
  ]
  const value = { verification_uri, verification_uri_complete: url, user_code: code, expires_in }
  terminal.show(words.join('\n'), value)
}

async function openPage(context: Context, authorization: DeviceAuthorization): Promise<string | undefined> {
  const { openBrowser, whyNoBrowser } = await import('./browser.ts')
  const why = whyNoBrowser(context.env, context.terminal.interactive)
  return why ?? (await openBrowser(authorization.verification_uri_complete))
}
