import type { DeviceAuthorization } from '../../protocol/oauth.ts'
import type { Client, Reply } from '../client.ts'
import { hasStrings, isVisibleAscii, isWebAddress } from './shapes.ts'

/** Seconds: as often as anybody may ask, and as seldom as anybody would wait. */
const [shortestInterval, usualInterval, longestInterval] = [1, 5, 60]

/**
 * The codes of a login that another device decides. The addresses are shown and perhaps opened, so they have to be web
 * addresses and nothing else; a missing interval means 5 s (RFC 8628 §3.2).
 */
export function readDeviceAuthorization(client: Client, { body }: Reply): DeviceAuthorization {
  if (!hasStrings(body, 'device_code', 'user_code', 'verification_uri')) throw client.notAuthd()
  const { verification_uri, verification_uri_complete = verification_uri, interval = usualInterval } = body
  const good =
    [verification_uri, verification_uri_complete].every(isWebAddress) &&
    isVisibleAscii(body.device_code, 4096) &&
    /^[A-Za-z0-9-]{1,64}$/.test(String(body.user_code)) &&
    [body.expires_in, interval].every(Number.isFinite)
  if (!good) throw client.notAuthd()
  const pace = Math.min(Math.max(Number(interval), shortestInterval), longestInterval)
  return { ...body, verification_uri_complete, interval: pace } as unknown as DeviceAuthorization
}
