import { paths } from '../../protocol/endpoints.ts'
import { oauthPaths } from '../../protocol/oauth.ts'

/** How `/openapi.json` and the API reference sort the routes, in the order in which people are told about them. */
export const apiGroups: ReadonlyArray<{ name: string; description: string; places: readonly string[] }> = [
  {
    name: 'Accounts',
    description: 'Registering by a code that goes to the address, and what people do with their own account.',
    places: ['/auth/'],
  },
  {
    name: 'Sessions and tokens',
    description:
      'A login starts a session; its access token is short-lived, and its refresh token brings the next one.',
    places: [
      paths.login,
      paths.logout,
      paths.updateToken,
      paths.validateAccessToken,
      paths.session,
      paths.device,
    ],
  },
  {
    name: 'Personal tokens',
    description: 'For scripts and CI. A personal token cannot change a password or make another token.',
    places: [paths.tokens],
  },
  {
    name: 'Administration',
    description: 'Takes a superuser whose token has the scope `admin`. Every change is in the audit log.',
    places: ['/admin/'],
  },
  {
    name: 'OAuth 2.0',
    description:
      'For programs that know the standards. Errors are `{error, error_description}` (RFC 6749 §5.2).',
    places: [...Object.values(oauthPaths), '/.well-known/'],
  },
  {
    name: 'For proxies and machines',
    description: 'Whether a request may pass, whether the server is well, and what it can do.',
    places: [paths.forward, paths.connection, paths.health, paths.ready, paths.openapi, paths.metrics],
  },
]

/** The group with the longest place that the path begins with. */
export function groupOf(path: string): string | undefined {
  const matches = apiGroups.flatMap(({ name, places }) =>
    places.filter((place) => path.startsWith(place)).map((place) => ({ name, length: place.length })),
  )
  return matches.sort((a, b) => b.length - a.length)[0]?.name
}
