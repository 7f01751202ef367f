import type { Store } from '../../db/connect.ts'
import type { AccessTokens } from './access-token.ts'
import type { Hasher } from './accounts/hashing/hasher.ts'
import type { Config } from './config.ts'
import type { KeyRing } from './keys.ts'
import type { Log } from './log.ts'
import type { Metrics } from './ops/metrics/metrics.ts'
import type { Secret } from './secret.ts'

/** Everything that a request may need, made once at the start. Tests make their own, with a clock that stands still. */
export interface Deps {
  /** Of this program. */
  version: string
  config: Config
  db: Store
  secret: Secret
  keys: KeyRing
  accessTokens: AccessTokens
  hasher: Hasher
  log: Log
  metrics: Metrics
  /** Says that the outbox has something new; called after the commit. */
  wakeMail: () => void
  /** Milliseconds; answers that must not tell by their time whom they know leave at a full tick (`even-time.ts`). */
  answerTick: number
  /** Epoch milliseconds; read once per request. */
  now: () => number
}
