import { showPin } from '../protocol/join-string.ts'
import type { Context } from './context.ts'
import { readPinned } from './pinned.ts'

/** How a server is trusted: by a pin, by --ca, by the usual authorities, or because it is on this very machine. */
export interface Trust {
  kind: 'pin' | 'ca-file' | 'system' | 'this-machine'
  /** `sha256:…`; null but for a pin. */
  fingerprint: string | null
  /** When it was accepted, RFC 3339. */
  since: string | null
}

export function trustOf({ target, flags, folder }: Context): Trust {
  const plain = (kind: Trust['kind']): Trust => ({ kind, fingerprint: null, since: null })
  if (target.server.startsWith('http:')) return plain('this-machine')
  if (flags.ca !== undefined) return plain('ca-file')
  const pinned = readPinned(folder, target.server)
  if (pinned === undefined) return plain('system')
  return { kind: 'pin', fingerprint: showPin(pinned.pin), since: pinned.since }
}

export function describeTrust({ kind, fingerprint, since }: Trust): string {
  if (kind === 'pin') return `${fingerprint} (pinned ${since?.slice(0, 10)})`
  if (kind === 'ca-file') return 'the authority in --ca'
  return kind === 'system' ? 'the usual authorities' : 'plain http on this machine'
}
