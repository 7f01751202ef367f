import { pagePaths } from '../../protocol/endpoints.ts'

const strangers: readonly string[] = [
  pagePaths.login,
  pagePaths.register,
  pagePaths.verify,
  pagePaths.forgot,
  pagePaths.docs,
]
const members: readonly string[] = [
  pagePaths.account,
  pagePaths.members,
  pagePaths.invites,
  pagePaths.device,
  pagePaths.docs,
]

/**
 * Where a person goes on after a login: one of the pages that need one, or else `otherwise`. What comes from outside is
 * read by the parser that browsers use, and only its path is ever followed (open redirects: CWE-601).
 */
export function safeReturn(text: string | undefined, otherwise: string): string {
  return pathAmong(members, text) ?? otherwise
}

/** The same with the pages for everybody. */
export function localPath(text: string | undefined, otherwise: string): string {
  return pathAmong([...members, ...strangers], text) ?? otherwise
}

function pathAmong(pages: readonly string[], text: string | undefined): string | undefined {
  if (text === undefined || !/^\/(?![/\\])/.test(text) || !URL.canParse(text, 'http://here.invalid'))
    return undefined
  const { pathname, search, origin } = new URL(text, 'http://here.invalid')
  const isPage = pages.some((page) => pathname === page || pathname.startsWith(`${page}/`))
  return isPage && origin === 'http://here.invalid' ? `${pathname}${search}` : undefined
}
