import { z } from '@hono/zod-openapi'
import { apiClientId, cliClientId, deviceHeader } from '../../protocol/endpoints.ts'
import type { NewSession } from '../grants/session.ts'
import type { RequestContext } from './router.ts'

/** For `/openapi.json`; read by hand, since whatever it holds must not stop a login. */
export const deviceHeaders = z.object({
  [deviceHeader]: z
    .string()
    .optional()
    .describe('What the device is called in lists of sessions; at most 64 characters are kept.'),
})

/** What lists of sessions will show: the client's own name for its device, or else its program. */
export function describeDevice(c: RequestContext): Pick<NewSession, 'clientId' | 'label' | 'address'> {
  const program = c.req.header('user-agent')
  const label = printable(c.req.header(deviceHeader) ?? program)
  return {
    clientId: program?.startsWith(`${cliClientId}/`) ? cliClientId : apiClientId,
    label,
    address: c.get('address'),
  }
}

/** The same for a browser: which one, on what, as far as it says so. */
export function describeBrowser(c: RequestContext): string | undefined {
  const text = c.req.header('user-agent') ?? ''
  const browser = findName(text, {
    Firefox: /firefox\//i,
    Edge: /edg\//i,
    Opera: /opr\//i,
    Chrome: /chrom/i,
    Safari: /safari\//i,
  })
  const system = findName(text, {
    Android: /android/i,
    iPhone: /iphone/i,
    iPad: /ipad/i,
    Windows: /windows/i,
    macOS: /mac os/i,
    ChromeOS: /cros /i,
    Linux: /linux/i,
  })
  return [browser ?? printable(text)?.slice(0, 32), system].filter(Boolean).join(', ') || undefined
}

/** The first whose pattern fits: browsers name their ancestors too. */
function findName(text: string, patterns: Record<string, RegExp>): string | undefined {
  return Object.entries(patterns).find(([, pattern]) => pattern.test(text))?.[0]
}

function printable(text: string | undefined): string | undefined {
  return text?.replace(/[^\x20-\x7e\u00a0-\uffff]/g, '').slice(0, 64) || undefined
}
