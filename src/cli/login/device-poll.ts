import { setTimeout as sleep } from 'node:timers/promises'
import { cliClientId } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import { type DeviceAuthorization, deviceCodeGrant, oauthPaths } from '../../protocol/oauth.ts'
import { type Client, isCode } from '../client.ts'
import type { Context } from '../context.ts'
import { CliError, type ExitCode, exitCodes, toCliError } from '../errors.ts'
import { readTokens } from '../http/answers.ts'
import { keepKnownDevice, knownDeviceHeaders } from './known-device.ts'
import type { Grant } from './sign-in.ts'

/** RFC 8628 §3.5: each `slow_down` makes the interval longer by this, for good. Milliseconds. */
const slowDownStep = 5_000
/** However long the network is away, an answer is not waited for longer than this. Milliseconds. */
const longestPause = 60_000

/** Asks at once and then at the server's pace until somebody has said yes; throws a CliError for a no or the end of time. */
export async function pollForTokens(context: Context, authorization: DeviceAuthorization): Promise<Grant> {
  const client = await context.client()
  const end = performance.now() + authorization.expires_in * 1_000
  let interval = authorization.interval * 1_000
  let failures = 0
  for (;;) {
    const polled = await poll(context, client, authorization.device_code)
    if (polled.tokens) return polled.tokens
    if (polled.slowDown) interval += slowDownStep
    if (polled.trouble && failures === 0) say(context, polled.trouble)
    failures = polled.trouble ? failures + 1 : 0
    // Exponential back-off while the network is away (RFC 8628 §3.5), never faster than the server's pace.
    const slower = Math.min(interval * 2 ** failures, longestPause)
    const pause = Math.max(interval, slower, (polled.retryAfter ?? 0) * 1_000)
    // The server says itself when the time is up; this is for one that cannot be reached.
    if (performance.now() > end) throw final(new CliError(exitCodes.failed, 'expired_token', ''))
    await context.terminal.whileWaiting('Waiting for your yes', sleep(pause))
  }
}

interface Polled {
  tokens?: Grant
  slowDown?: boolean
  /** The server could not be asked; the device code is good all the same. */
  trouble?: CliError
  /** Seconds, as the server asked for (RFC 9110 §10.2.3). */
  retryAfter?: number | undefined
}

async function poll(context: Context, client: Client, deviceCode: string): Promise<Polled> {
  const form = { grant_type: deviceCodeGrant, device_code: deviceCode, client_id: cliClientId }
  const askedAt = Date.now()
  try {
    const headers = knownDeviceHeaders(context)
    const reply = await client.send({ method: 'POST', path: oauthPaths.token, form, headers })
    const tokens = readTokens(client, reply)
    keepKnownDevice(context, reply)
    return { tokens: { tokens, askedAt } }
  } catch (thrown) {
    const error = toCliError(thrown)
    if (error.code === 'authorization_pending') return {}
    if (error.code === 'slow_down') return { slowDown: true }
    // It was an authd when this began; what answers now is a proxy or a hotel's page, and goes away again.
    if (error.exitCode !== exitCodes.offline) throw final(error)
    return {
      trouble: error,
      retryAfter: isCode(thrown, 'too_many_requests', 'overloaded') ? thrown.retryAfter : undefined,
    }
  }
}

function final(error: CliError): CliError {
  const [exitCode, words, hint] = ends[error.code] ?? []
  return exitCode === undefined || words === undefined
    ? error
    : new CliError(exitCode, error.code, words, hint, error)
}

const again = 'Start again: `auth login --device`.'

const ends: Record<string, [ExitCode, string, string]> = {
  access_denied: [exitCodes.refused, 'The login was denied; nothing was changed.', again],
  expired_token: [exitCodes.failed, 'Nobody said yes in time; nothing was changed.', again],
  invalid_grant: [
    exitCodes.failed,
    'The server does not know this login any more; nothing was changed.',
    again,
  ],
}

function say({ terminal }: Context, trouble: CliError): void {
  terminal.tell(message('{trouble} Trying again until it answers.', { trouble: trouble.said }))
}
