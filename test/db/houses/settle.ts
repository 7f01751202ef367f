import { ann, bob, carol, type Dwelling, password, root } from './house.ts'
import { issuer, type Site } from './site.ts'

/** Has people do what the program knows, up to a migration, by the commands of its day. */
export async function settle(site: Site, migrations: readonly string[]): Promise<Dwelling> {
  site.authd('user', 'add', root, '--superuser')
  const reset = ['password', 'reset', '--email', root, '--code', site.codeOf(root), '--password-stdin']
  site.auth('office', reset, `${password}\n`)
  site.logIn('office', root)

  register(site, ann, '--username', 'Ann')
  verify(site, ann)
  register(site, carol)
  verify(site, carol)
  site.authd('user', 'disable', carol)
  register(site, bob)

  site.logIn('tablet', ann)
  const ended = site.refreshToken('tablet')
  site.auth('tablet', ['logout'])
  site.logIn('laptop', ann)

  const oauth = migrations.includes('0002_oauth') ? await useOauth(site) : {}
  const members = migrations.includes('0003_members') ? { invite: makeInvite(site) } : {}

  await site.ask('/auth/password/forgot', postJson({ email: ann }))
  const codes = { verification: site.codeOf(bob), reset: site.codeOf(ann) }

  // Last, so that the token before the current one is within its grace when the house is left.
  const used = site.refreshToken('laptop')
  site.auth('laptop', ['refresh'])
  const previous = site.refreshToken('laptop')
  site.auth('laptop', ['refresh'])
  const refresh = { used, previous, current: site.refreshToken('laptop'), ended }
  const access = site.auth('laptop', ['token']).trim()
  const me = JSON.parse(await site.ask('/auth/me', { headers: { authorization: `Bearer ${access}` } }))
  return { at: new Date().toISOString(), issuer, me, access, refresh, codes, ...oauth, ...members }
}

function register(site: Site, email: string, ...more: string[]): void {
  const args = ['register', '--email', email, '--password-stdin', '--no-verify', ...more]
  site.auth('laptop', args, `${password}\n`)
}

function verify(site: Site, email: string): void {
  site.auth('laptop', ['verify', '--email', email, '--code', site.codeOf(email)])
}

async function useOauth(site: Site): Promise<Pick<Dwelling, 'token' | 'client' | 'device'>> {
  const { token } = JSON.parse(site.auth('laptop', ['tokens', 'create', 'ci', '--json']))
  const add = ['clients', 'add', 'reports', '--grant', 'client_credentials', '--scope', 'account', '--json']
  const { client_id, client_secret } = JSON.parse(site.auth('office', add))
  const body = new URLSearchParams({ client_id: 'latchkey-cli' })
  const begun = await site.ask('/oauth2/device_authorization', { method: 'POST', body })
  const { device_code, user_code } = JSON.parse(begun)
  return { token, client: { client_id, client_secret }, device: { device_code, user_code } }
}

function makeInvite(site: Site): string {
  return JSON.parse(site.auth('office', ['invites', 'create', '--role', 'superuser', '--json'])).code
}

function postJson(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
