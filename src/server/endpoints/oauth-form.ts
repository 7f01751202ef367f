import { type GrantType, OAuthError } from '../../protocol/oauth.ts'
import type { Deps } from '../deps.ts'
import { authenticateClient, type Client, findClient } from '../grants/client.ts'
import { rateLimits } from '../rate-limit.ts'
import { noteAttempt } from './attempts.ts'
import { limitTries } from './limits.ts'
import type { RequestContext } from './router.ts'

/** The parameters of a request to an OAuth endpoint: each at most once, empty ones as if left out (RFC 6749 §3.2). */
export type OAuthForm = ReadonlyMap<string, string>

/** Form-encoded only; a repeated parameter is refused, since two readers might take different ones. */
export async function readOAuthForm(c: RequestContext): Promise<OAuthForm> {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) {
    throw new OAuthError('invalid_request', 'Send a form: "Content-Type: application/x-www-form-urlencoded".')
  }
  const form = new Map<string, string>()
  const seen = new Set<string>()
  for (const [name, value] of new URLSearchParams(await c.req.text())) {
    if (seen.has(name))
      throw new OAuthError('invalid_request', `The parameter "${printable(name)}" is repeated.`)
    seen.add(name)
    if (value !== '') form.set(name, value)
  }
  return form
}

export function requireParameter(form: OAuthForm, name: string): string {
  const value = form.get(name)
  if (value === undefined) throw new OAuthError('invalid_request', `The parameter "${name}" is missing.`)
  return value
}

/**
 * Who asks (RFC 6749 §2.3): by `client_secret_basic` or `client_secret_post`, never both; a public client by its id
 * alone. Throws `invalid_client`, the same for an unknown client and a wrong secret.
 */
export async function requireClient(deps: Deps, c: RequestContext, form: OAuthForm): Promise<Client> {
  const { id, clientSecret } = readClientCredentials(c, form)
  const client = await authenticate(deps, id, clientSecret)
  if (client) return client
  // Only wrong ones count: secrets are 256 random bits, so the limit is against noise, and must lock no right client out.
  await limitTries(deps, c, [[rateLimits.clientAddress, c.get('address')]])
  // Only an id that is registered: any other may be whatever was typed.
  const clientId = (await findClient(deps.db, id))?.id
  const reason = clientId === undefined ? 'unknown client' : 'wrong secret'
  await noteAttempt(deps, c, { event: 'client.failed', clientId, reason })
  throw wrongClient()
}

async function authenticate(
  { db, secret }: Deps,
  id: string,
  clientSecret: string | undefined,
): Promise<Client | undefined> {
  if (clientSecret) return authenticateClient(db, secret, id, clientSecret)
  const client = await findClient(db, id)
  return client?.isPublic ? client : undefined
}

interface ClientCredentials {
  id: string
  clientSecret: string | undefined
}

function readClientCredentials(c: RequestContext, form: OAuthForm): ClientCredentials {
  const basic = readBasic(c)
  const posted = form.get('client_secret')
  if (basic && posted !== undefined) {
    throw new OAuthError('invalid_request', 'The client authenticates in two ways at once; use one.')
  }
  const id = basic?.id ?? requireParameter(form, 'client_id')
  if (basic && form.has('client_id') && form.get('client_id') !== basic.id) {
    throw new OAuthError('invalid_request', 'The header and the form name different clients.')
  }
  return { id, clientSecret: basic?.clientSecret ?? posted }
}

export function requireConfidential(client: Client): void {
  if (client.isPublic) throw new OAuthError('invalid_client', 'This takes a client with a secret.')
}

export function requireGrant(client: Client, grant: GrantType): void {
  if (client.grants.includes(grant)) return
  throw new OAuthError('unauthorized_client', 'This client is not registered for this grant.')
}

/** Id and secret are form-encoded inside the header (RFC 6749 §2.3.1). */
function readBasic(c: RequestContext): { id: string; clientSecret: string } | undefined {
  const header = c.req.header('authorization')
  if (header === undefined) return undefined
  const [, encoded] = /^basic +([A-Za-z0-9+/=]+)$/i.exec(header.trim()) ?? []
  const [, id, clientSecret] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? []
  if (id === undefined || clientSecret === undefined) throw wrongClient()
  return { id: formDecode(id), clientSecret: formDecode(clientSecret) }
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw wrongClient()
  }
}

function wrongClient(): OAuthError {
  return new OAuthError('invalid_client', 'The client is unknown, or its secret is wrong.')
}

/** RFC 6749 §5.2 allows few characters in a description. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?').slice(0, 64)
}
