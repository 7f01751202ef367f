/** What a token may be used for. Asked for and granted as space-separated lists (RFC 6749 §3.3). */

export const scopes = ['openid', 'email', 'profile', 'account', 'admin'] as const

/** openid, email, profile: claims (OpenID Connect Core §5.4); account: one's own account; admin: everybody's, for superusers. */
export type Scope = (typeof scopes)[number]

/** Everything; what a person's own login gets. */
export const fullScope = scopes.join(' ')

/** Reads a list; undefined where it holds an unknown scope or none. */
export function parseScope(text: string): Scope[] | undefined {
  const given = text.split(' ').filter((word) => word !== '')
  const known = scopes.filter((scope) => given.includes(scope))
  return given.length > 0 && given.every((word) => known.some((scope) => scope === word)) ? known : undefined
}

/** The part of `granted` that is asked for; undefined where more is asked for. Without a wish all of it. */
export function narrowScope(granted: string, wish: string | undefined): string | undefined {
  if (wish === undefined) return granted
  const wanted = parseScope(wish)
  return wanted?.every((scope) => hasScope(granted, scope)) ? wanted.join(' ') : undefined
}

export function hasScope(granted: string, scope: Scope): boolean {
  return ` ${granted} `.includes(` ${scope} `)
}
