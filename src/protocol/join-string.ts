import { createHash, type X509Certificate } from 'node:crypto'
import { type Message, message } from './messages.ts'

/** What a person carries from a server to a client: where it is, and how to know that it is the right one. */
export interface JoinString {
  /** `https://host:port`, with the base path if there is one; no slash at the end. */
  server: string
  pin: string
  /** A code that `auth register` needs where the server takes invited people only. */
  invite?: string
}

/**
 * The pin: SHA-256 of a certificate's SubjectPublicKeyInfo, 43 letters of base64url (as RFC 7469 §2.4 pins). It names
 * the key, so a certificate that is made anew for the same key has the same pin.
 */
export function pinOf(certificate: Pick<X509Certificate, 'publicKey'>): string {
  const info = certificate.publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(info).digest('base64url')
}

/** Reads a pin as people copy it: base64url, base64 or hex, with or without `sha256:` or `sha256=` and colons. */
export function parsePin(text: string): string | undefined {
  const bare = text.trim().replace(/^sha256[:=/]/i, '')
  const hex = bare.replaceAll(/[: ]/g, '')
  if (/^[0-9a-f]{64}$/i.test(hex)) return Buffer.from(hex, 'hex').toString('base64url')
  const letters = bare.replaceAll('+', '-').replaceAll('/', '_').replace(/=$/, '')
  const bytes = Buffer.from(letters, 'base64url')
  // Written back it must be the same: base64 forgives letters that mean nothing.
  return bytes.length === 32 && bytes.toString('base64url') === letters ? letters : undefined
}

/** A pin as `sha256:` and its letters, which is how both programs show it. */
export function showPin(pin: string): string {
  return `sha256:${pin}`
}

/** `auth://host:port#sha256=…`: one word, safe in a shell but for the `&` before an invitation. */
export function formatJoinString({ server, pin, invite }: JoinString): string {
  const tail = invite === undefined ? '' : `&invite=${encodeURIComponent(invite)}`
  return `${server.replace(/^https:/, 'auth:')}#sha256=${pin}${tail}`
}

/** Whether a text can be the code of an invitation at all. */
export function isInvite(text: string): boolean {
  return /^\w[\w.~-]{0,127}$/.test(text)
}

/** Says in words what is wrong where it is no join string. What it does not know yet, it leaves alone. */
export function parseJoinString(text: string): JoinString | { fault: Message } {
  const [, place, fragment = ''] = /^auth:\/\/([^#\s]+)(?:#(\S*))?$/i.exec(text.trim()) ?? []
  const address = `https://${place}`
  if (place === undefined || !URL.canParse(address))
    return { fault: message('is not auth://HOST:PORT#sha256=PIN') }
  const url = new URL(address)
  if (url.username || url.password || url.search)
    return { fault: message('has more than a host, a port and a path') }
  const fields = new URLSearchParams(fragment)
  const pin = parsePin(fields.get('sha256') ?? '')
  if (pin === undefined) return { fault: message('has no whole pin: sha256= and 43 letters behind the #') }
  const invite = fields.get('invite')
  if (invite !== null && !isInvite(invite)) return { fault: message('has an invitation that is none') }
  const server = `${url.origin}${url.pathname}`.replace(/\/+$/, '')
  return { server, pin, ...(invite !== null && { invite }) }
}
