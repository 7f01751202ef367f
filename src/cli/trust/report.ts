import { showPin } from '../../protocol/join-string.ts'
import type { Context } from '../context.ts'
import type { Translate } from '../language.ts'
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

export function describeTrust({ kind, fingerprint, since }: Trust, t: Translate): string {
  const values = { fingerprint: fingerprint ?? '', day: since?.slice(0, 10) ?? '' }
  if (kind === 'pin') return t('{fingerprint} (pinned {day})', values)
  if (kind === 'ca-file') return t('the authority in --ca')
  return kind === 'system' ? t('the usual authorities') : t('plain http on this machine')
}
