import { apiClientId, cliClientId, deviceHeader } from '../../protocol/endpoints.ts'
import type { NewSession } from '../grants/session.ts'
import type { RequestContext } from './router.ts'

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

function printable(text: string | undefined): string | undefined {
  return text?.replace(/[^\x20-\x7e\u00a0-\uffff]/g, '').slice(0, 64) || undefined
}
