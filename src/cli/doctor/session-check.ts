import { cliClientId, deviceHeader, paths } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import { deviceCodeGrant, oauthPaths } from '../../protocol/oauth.ts'
import type { Client } from '../client.ts'
import type { Context } from '../context.ts'
import { toCliError } from '../errors.ts'
import { readDeviceAuthorization, readTokens } from '../http/answers.ts'
import { protectedCall } from '../session.ts'
import { type Finding, fault, ok, skipped } from './finding.ts'

/**
 * Two refreshes of one token at the same moment, as two shells make them. The session is a throw-away one, a device login
 * (RFC 8628) to which this login says yes itself, so the own one is not risked. It is ended whatever comes out, and the
 * first Ctrl-C waits for that; what a kill -9 leaves is listed as "auth doctor" by `auth sessions`, and
 * its scope says no more than who somebody is.
 */
export async function checkRefreshes(context: Context): Promise<Omit<Finding, 'check'>> {
  return context.interruptions.hold(async () => {
    const client = await context.client()
    const session = await openSession(context, client).catch(refusedByLimit)
    if (session === undefined)
      return skipped('The server starts no more logins for a moment, because there were many of late.')
    const { refresh_token: token } = session
    try {
      const request = { method: 'GET', path: paths.updateToken, bearer: token } as const
      const both = await Promise.all([client.send(request), client.send(request)])
      const [first, second] = both.map((reply) => readTokens(client, reply).refresh_token)
      if (first === second)
        return ok('Two refreshes at once get the same successor: parallel shells are safe.')
      return fault(
        'Two refreshes at once got two successors, one of which will count as stolen.',
        'Report this: something between here and the server answers twice.',
      )
    } finally {
      // The newest or the one before it: either ends the session.
      await client.send({ method: 'POST', path: paths.logout, bearer: token }).catch((error) => {
        context.terminal.warn(
          message('The throw-away session "auth doctor" could not be ended; see `auth sessions`: {why}', {
            why: error.message,
          }),
        )
      })
    }
  })
}

/** A limit that does its work is no fault of anything, least of all when it was this very examination that filled it. */
function refusedByLimit(error: unknown): undefined {
  if (toCliError(error).code !== 'too_many_requests') throw error
}

async function openSession(context: Context, client: Client) {
  const headers = { [deviceHeader]: 'auth doctor' }
  const form = { client_id: cliClientId, scope: 'openid' }
  const asked = await client.send({ method: 'POST', path: oauthPaths.deviceAuthorization, form, headers })
  const { device_code, user_code } = readDeviceAuthorization(client, asked)
  const json = { user_code, approve: true }
  await protectedCall(context, { method: 'POST', path: paths.device, json })
  const grant = { grant_type: deviceCodeGrant, device_code, ...form }
  return readTokens(client, await client.send({ method: 'POST', path: oauthPaths.token, form: grant }))
}
