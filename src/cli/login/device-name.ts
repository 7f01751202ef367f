import { hostname } from 'node:os'
import { deviceHeader } from '../../protocol/endpoints.ts'

/** Names this machine in lists of sessions. A header holds visible ASCII only (RFC 9110 §5.5). */
export function deviceHeaders(): Record<string, string> {
  return {
    [deviceHeader]: hostname()
      .replaceAll(/[^\x20-\x7e]/g, '?')
      .slice(0, 64),
  }
}
