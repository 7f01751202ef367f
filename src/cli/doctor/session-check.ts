import { cliClientId, deviceHeader, paths } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import { deviceCodeGrant, oauthPaths } from '../../protocol/oauth.ts'
import type { Client } from '../client.ts'
import type { Context } from '../context.ts'
import { toCliError } from '../errors.ts'
import { readSessionState, readTokens } from '../http/answers.ts'
import { readDeviceAuthorization } from '../http/device-answer.ts'
import { protectedCall } from '../session.ts'
import { type Finding, fault, ok, skipped } from './finding.ts'
import { endLeftSessions, noteSession } from './left-session.ts'

/** What an interruption waits for the server's word that the session is over. Milliseconds. */
const patience = 1_000

/**
 * Two refreshes of one token at the same moment, as two shells make them. The session is a throw-away one, a device login
 * (RFC 8628) to which this login says yes itself, so the own one is not risked. It is ended whatever comes out, by
 * an interruption too; what a kill -9 leaves is listed as "auth doctor" by `auth sessions`, its scope says no more than who
 * somebody is, and the next examination ends it.
 */
export async function checkRefreshes(context: Context): Promise<Omit<Finding, 'check'>> {
  const client = await context.client()
  await endLeftSessions(context)
  const leaving = new AbortController()
  const opened = openSession(context, client, leaving.signal)
  let ending: Promise<void> | undefined
  const end = (): Promise<void> => {
    ending ??= opened.then((session) => endSession(context, client, session))
    return ending
  }
  const leave = (): Promise<void> => {
    leaving.abort()
    return end()
  }
  return context.interruptions.leaving(leave, patience, async () => {
    const session = await opened.catch(refusedByLimit)
    if (session === undefined)
      return skipped('The server starts no more logins for a moment, because there were many of late.')
    try {
      await session.noted
      return await refreshTwice(client, session.token)
    } finally {
      await end()
    }
  })
}

async function refreshTwice(client: Client, token: string): Promise<Omit<Finding, 'check'>> {
  const request = { method: 'GET', path: paths.updateToken, bearer: token } as const
  const both = await Promise.all([client.send(request), client.send(request)])
  const [first, second] = both.map((reply) => readTokens(client, reply).refresh_token)
  if (first === second) return ok('Two refreshes at once get the same successor: parallel shells are safe.')
  return fault(
    'Two refreshes at once got two successors, one of which will count as stolen.',
    'Report this: something between here and the server answers twice.',
  )
}

/** By the newest token or the one before it: either ends the session. */
async function endSession(context: Context, client: Client, { token, noted }: ThrowAway): Promise<void> {
  try {
    await client.send({ method: 'POST', path: paths.logout, bearer: token })
    const strikeOut = await noted
    strikeOut()
  } catch (error) {
    context.terminal.warn(
      message('The throw-away session "auth doctor" could not be ended; see `auth sessions`: {why}', {
        why: toCliError(error).said,
      }),
    )
  }
}

/** A limit that does its work is no fault of anything, least of all when it was this very examination that filled it. */
function refusedByLimit(error: unknown): undefined {
  if (toCliError(error).code !== 'too_many_requests') throw error
}

interface ThrowAway {
  /** Its first refresh token. */
  token: string
  /** Strikes out the note of it, once that is written. */
  noted: Promise<() => void>
}

async function openSession(context: Context, client: Client, leaving: AbortSignal): Promise<ThrowAway> {
  const headers = { [deviceHeader]: 'auth doctor' }
  const form = { client_id: cliClientId, scope: 'openid' }
  const asked = await client.send({ method: 'POST', path: oauthPaths.deviceAuthorization, form, headers })
  const { device_code, user_code } = readDeviceAuthorization(client, asked)
  const json = { user_code, approve: true }
  await protectedCall(context, { method: 'POST', path: paths.device, json })
  // There is no session before the next answer, so nobody who is leaving has to end one.
  leaving.throwIfAborted()
  const grant = { grant_type: deviceCodeGrant, device_code, ...form }
  const reply = await client.send({ method: 'POST', path: oauthPaths.token, form: grant })
  const { refresh_token: token } = readTokens(client, reply)
  return { token, noted: note(context, client, token) }
}

/** One that cannot be noted is examined all the same: only a kill -9 would leave it. */
async function note(context: Context, client: Client, bearer: string): Promise<() => void> {
  try {
    const reply = await client.send({ method: 'GET', path: paths.session, bearer })
    return noteSession(context, readSessionState(client, reply).id)
  } catch {
    return () => undefined
  }
}
