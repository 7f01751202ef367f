import { randomBytes } from 'node:crypto'
import type { Secret } from '../secret.ts'

/**
 * What a device keeps after a login, beyond the session: `d1.<device>.<MAC>…`, one MAC for each account that logged in
 * there. It proves that, opens nothing, and is no row (docs/decisions/rate-limits.md).
 */

const shape = /^d1\.([\w-]{22})((?:\.[\w-]{43}){1,8})$/
/** A family shares a browser; of more than these the oldest is forgotten. */
const mostAccounts = 8
const purpose = 'known device'

/** The device's id, where this account has logged in on it. Nobody's account costs the same. */
export function recognizeDevice(
  secret: Secret,
  token: string,
  accountId: string | undefined,
): string | undefined {
  const { device, macs } = parse(token)
  if (device === undefined) return undefined
  const genuine = macs.filter((mac) => secret.matches(purpose, macMessage(device, accountId ?? ''), mac))
  return genuine.length > 0 ? device : undefined
}

/** What the device is to keep from now on; `token` is what it kept before. */
export function rememberDevice(secret: Secret, token: string | undefined, accountId: string): string {
  const { device = randomBytes(16).toString('base64url'), macs } = parse(token ?? '')
  const message = macMessage(device, accountId)
  const others = macs.filter((mac) => !secret.matches(purpose, message, mac))
  return ['d1', device, secret.digest(purpose, message), ...others.slice(0, mostAccounts - 1)].join('.')
}

function parse(token: string): { device: string | undefined; macs: string[] } {
  const [, device, macs = ''] = shape.exec(token) ?? []
  return { device, macs: macs.split('.').slice(1) }
}

function macMessage(device: string, accountId: string): string {
  return JSON.stringify([device, accountId])
}
