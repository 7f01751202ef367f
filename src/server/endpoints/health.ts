import { createRoute, z } from '@hono/zod-openapi'
import { StoreError } from '../../../db/store-error.ts'
import { isReadOnly } from '../../../db/writable.ts'
import { paths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { algorithms } from '../key-material.ts'
import { listKeys } from '../keys.ts'
import { type OutboxState, readOutboxState } from '../mail/outbox-state.ts'
import { backupInterval } from '../ops/backup/backup-schedule.ts'
import { findBackupWarning } from '../ops/backup/backup-times.ts'
import { retryAfter } from './answer-headers.ts'
import { keepFor } from './keep-for.ts'
import { createRouter, type Router } from './router.ts'
import { jsonAnswer, problemAnswers } from './schemas.ts'

const verdict = z.object({
  ok: z.boolean(),
  reasons: z.array(z.string()).describe('Why requests cannot be served.'),
  warnings: z.array(z.string()).describe('What does not work as it should, while requests are served.'),
})

const healthRoute = createRoute({
  method: 'get',
  path: paths.health,
  summary: 'Whether the process answers',
  responses: { 200: jsonAnswer(z.object({ ok: z.literal(true) }), 'It does.') },
})

const readyRoute = createRoute({
  method: 'get',
  path: paths.ready,
  summary: 'Whether requests can be served',
  responses: {
    200: jsonAnswer(verdict, 'They can.'),
    503: jsonAnswer(verdict, 'They cannot, for these reasons.', retryAfter),
    ...problemAnswers('server_error'),
  },
})

export function healthEndpoints(deps: Deps): Router {
  const router = createRouter()
  const readWarnings = keepFor(deps, () => findWarnings(deps))
  router.openapi(healthRoute, (c) => c.json({ ok: true as const }, 200))
  router.openapi(readyRoute, async (c) => {
    const { reasons, warnings } = await examine(deps, readWarnings)
    const ok = reasons.length === 0
    if (!ok) c.header('Retry-After', '1')
    return c.json({ ok, reasons, warnings }, ok ? 200 : 503)
  })
  return router
}

/**
 * Mail that fails and an old backup are warnings: what can be served is served, and a balancer must not take every node
 * out for them (authelia#1118).
 */
async function examine(
  deps: Deps,
  readWarnings: () => Promise<string[]>,
): Promise<{ reasons: string[]; warnings: string[] }> {
  try {
    return { reasons: await findReasons(deps), warnings: await readWarnings() }
  } catch (error) {
    if (error instanceof StoreError) return { reasons: ['the store does not answer'], warnings: [] }
    throw error
  }
}

async function findReasons({ db, config }: Deps): Promise<string[]> {
  const kinds = new Set((await listKeys(db)).map(({ algorithm }) => algorithm))
  const missing = algorithms.filter((algorithm) => !kinds.has(algorithm))
  const readOnly = await isReadOnly(db, config.databaseUrl)
  return [
    ...(readOnly ? ['the store takes no writes'] : []),
    ...missing.map((algorithm) => `there is no ${algorithm} signing key`),
  ]
}

async function findWarnings({ db, config, now }: Deps): Promise<string[]> {
  const backup = await findBackupWarning(db, backupInterval(config), now())
  return [...describeMail(await readOutboxState(db, now())), ...(backup === undefined ? [] : [backup])]
}

function describeMail({ delayed, delayedSince, failed }: OutboxState): string[] {
  const warnings: string[] = []
  if (delayedSince !== undefined) {
    const since = new Date(delayedSince).toISOString()
    warnings.push(`mail is not getting out: ${letters(delayed)} delayed, the oldest since ${since}`)
  }
  if (failed > 0)
    warnings.push(`mail was given up: ${letters(failed)} in the last 7 days; see "authd mail list"`)
  return warnings
}

function letters(count: number): string {
  return count === 1 ? '1 letter' : `${count} letters`
}
