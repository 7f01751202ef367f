import { settings } from './settings.ts'

const known = Object.values(settings).map((setting) => setting.variable)

/** What people call these settings elsewhere. */
const otherNames: Readonly<Record<string, string>> = {
  AUTHD_PORT: 'AUTHD_LISTEN',
  AUTHD_HOST: 'AUTHD_LISTEN',
  AUTHD_BIND: 'AUTHD_LISTEN',
  AUTHD_URL: 'AUTHD_ISSUER',
  AUTHD_BASE_URL: 'AUTHD_ISSUER',
  AUTHD_PUBLIC_URL: 'AUTHD_ISSUER',
  AUTHD_SECRET: 'AUTHD_SECRET_KEY',
  AUTHD_DB: 'AUTHD_DATABASE_URL',
}

/** Says of a name that no setting has which one may have been meant; undefined for the names of settings. */
export function unknownNameFault(name: string, place: string): string | undefined {
  if (known.includes(name)) return undefined
  const meant = Object.hasOwn(otherNames, name) ? otherNames[name] : nearest(name)
  return `${name.slice(0, 60)} (${place}) is no setting${meant ? `; did you mean ${meant}?` : '.'}`
}

/**
 * Kubernetes and Docker set such variables by themselves in every container beside a service called "authd"; a start
 * that stops at them could not be mended by the person who sees it.
 */
export function isServiceLink(name: string, value: string): boolean {
  if (name === 'AUTHD_PORT') return /^(tcp|udp|sctp):\/\//.test(value)
  return /^AUTHD_(SERVICE_(HOST|PORT)(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/.test(name)
}

/** The known name with the fewest edits; undefined where not even half of the name would stay. */
function nearest(name: string): string | undefined {
  if (name.length > 60) return undefined
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toUpperCase(), candidate) }))
    .sort((a, b) => a.distance - b.distance)
  const [best] = ranked
  if (!best) return undefined
  const longer = Math.max(name.length, best.candidate.length) - 'AUTHD_'.length
  return best.distance <= longer / 2 ? best.candidate : undefined
}

/** Levenshtein's distance. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
