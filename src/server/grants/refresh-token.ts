import type { Store } from '../../../db/connect.ts'
import { prepareQuery, type Value } from '../../../db/prepared.ts'
import { narrowScope } from '../../protocol/scopes.ts'
import { recordAudit } from '../audit.ts'
import type { Secret } from '../secret.ts'
import { endSession } from './ending.ts'
import { findSession, isAccountActive, type Session } from './session.ts'
import { isStanding, stands } from './standing.ts'

/**
 * Refresh tokens are a counter under a key, not rows: `v1.<session id>.<generation>.<MAC>`. The session's row holds the
 * current generation; a refresh moves it by one conditional UPDATE (docs/decisions/refresh-tokens-as-counters.md).
 */
export interface RefreshToken {
  sessionId: string
  generation: number
  mac: string
}

const shape = /^v1\.([0-9a-f-]{36})\.(0|[1-9][0-9]{0,8})\.([A-Za-z0-9_-]{43})$/

/** Reads a token's parts without trusting them; undefined for anything of another shape. */
export function parseRefreshToken(text: string): RefreshToken | undefined {
  const [, sessionId, generation, mac] = shape.exec(text) ?? []
  if (!sessionId || !generation || !mac) return undefined
  return { sessionId, generation: Number(generation), mac }
}

export function mintRefreshToken(
  secret: Secret,
  session: Pick<Session, 'id' | 'salt'>,
  generation: number,
): string {
  const body = `v1.${session.id}.${generation}`
  return `${body}.${secret.digest('refresh token', macMessage(session.salt, body))}`
}

/** The session of a token that this server made, under any of its secret keys; it may have ended. */
export async function findRefreshSession(
  db: Store,
  secret: Secret,
  token: RefreshToken,
): Promise<Session | undefined> {
  const session = await findSession(db, token.sessionId)
  const body = `v1.${token.sessionId}.${token.generation}`
  const isGenuine = session && secret.matches('refresh token', macMessage(session.salt, body), token.mac)
  return isGenuine ? session : undefined
}

/** The salt makes the key of each session another one; JSON keeps the parts apart. */
function macMessage(salt: string, body: string): string {
  return JSON.stringify([salt, body])
}

export type Rotation =
  /** `replayed` where the token had been traded already, and the same successor was given again. */
  | { outcome: 'rotated'; session: Session; refreshToken: string; replayed: boolean }
  /** Not made by this server, or of a session that is gone. */
  | { outcome: 'unknown' }
  | { outcome: 'ended'; session: Session }
  /** More scope was asked for than the session has; nothing was changed. */
  | { outcome: 'too much' }
  /** An old token was used again; the session is ended with this (RFC 9700 §4.14.2). */
  | { outcome: 'reused'; session: Session }

/** Durations in ms: how long an unused session lives on, and how long the previous token still gets the same successor. */
export interface RotationPolicy {
  ttl: number
  grace: number
  /**
   * For a client that cannot tell that an answer was lost: the previous token is good beyond the window too, until the
   * session was seen in use since its rotation. Uses are noted once a minute, so those of its first minute are not seen.
   */
  untilUsed?: boolean
}

export interface RotationInput {
  token: string
  /** Whose it must be; another client's is none of theirs (RFC 6749 §6). */
  clientIds: readonly string[]
  /** The scope asked for; asking for too much must not use the token up. */
  wish?: string | undefined
  address: string | undefined
  policy: RotationPolicy
}

/**
 * Trades a refresh token for its successor. The current generation rotates; the one before it gets the same successor
 * again inside the grace window, so a lost reply, a crash or a hundred parallel shells end nothing. Anything older is
 * reuse. A genuine token newer than the row comes from a restored backup and is honoured.
 */
export async function rotateRefreshToken(
  db: Store,
  secret: Secret,
  input: RotationInput,
  now: number,
): Promise<Rotation> {
  const token = parseRefreshToken(input.token)
  const session = token && (await findRefreshSession(db, secret, token))
  if (!session) return { outcome: 'unknown' }
  // Another client's token is none of this client's business (RFC 6749 §5.2), and no reason to end anything.
  if (!input.clientIds.includes(session.client_id)) return { outcome: 'unknown' }
  if (!isStanding(session, now) || !(await isAccountActive(db, session.account_id)))
    return { outcome: 'ended', session }
  if (narrowScope(session.scope, input.wish) === undefined) return { outcome: 'too much' }

  const moved = await moveGeneration(db, session, token.generation, input.policy, now)
  if (moved) return rotated(secret, moved, token.generation + 1, false)

  // Somebody was faster, or the token is old: the row as it is now tells which.
  const latest = await findSession(db, session.id)
  if (!latest || !isStanding(latest, now)) return { outcome: 'ended', session: latest ?? session }
  const isPrevious = latest.generation === token.generation + 1
  if (isPrevious && isHonoured(latest, input.policy, now))
    return rotated(secret, latest, latest.generation, true)
  await endReusedSession(db, latest, input.address, now)
  return { outcome: 'reused', session: latest }
}

function isHonoured(session: Session, { grace, untilUsed }: RotationPolicy, now: number): boolean {
  if (now - session.rotated_at <= grace) return true
  return untilUsed === true && session.last_used_at <= session.rotated_at
}

function rotated(secret: Secret, session: Session, generation: number, replayed: boolean): Rotation {
  const refreshToken = mintRefreshToken(secret, session, generation)
  return { outcome: 'rotated', session, refreshToken, replayed }
}

async function moveGeneration(
  db: Store,
  session: Session,
  generation: number,
  policy: RotationPolicy,
  now: number,
): Promise<Session | undefined> {
  const expiresAt = Math.min(now + policy.ttl, session.ends_at)
  return updateGeneration(db, { id: session.id, generation, successor: generation + 1, now, expiresAt })
}

interface Move {
  id: string
  generation: number
  successor: number
  now: number
  expiresAt: number
}

const updateGeneration = prepareQuery((db, value: Value<Move>) =>
  db
    .updateTable('sessions')
    .set({
      generation: value('successor'),
      rotated_at: value('now'),
      last_used_at: value('now'),
      expires_at: value('expiresAt'),
    })
    .where('id', '=', value('id'))
    .where('generation', '<=', value('generation'))
    .where(stands(value('now')))
    .returningAll(),
)

async function endReusedSession(
  db: Store,
  session: Session,
  address: string | undefined,
  now: number,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const ended = await endSession(tx, session.id, { reason: 'reused', by: { address } }, now)
    if (!ended) return
    const detail = { session: session.id, device: session.label, loginAddress: session.address }
    await recordAudit(
      tx,
      { event: 'session.reused', subject: session.account_id, clientId: session.client_id, address, detail },
      now,
    )
  })
}
