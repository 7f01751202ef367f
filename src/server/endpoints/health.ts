import { createRoute, z } from '@hono/zod-openapi'
import { StoreError } from '../../../db/store-error.ts'
import { paths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { listKeys } from '../keys.ts'
import { backupInterval } from '../ops/backup-schedule.ts'
import { findBackupWarning } from '../ops/backup-times.ts'
import { createRouter, type Router } from './router.ts'
import { jsonAnswer, problemAnswers } from './schemas.ts'

const verdict = z.object({
  ok: z.boolean(),
  reasons: z.array(z.string()),
  /** What somebody should look at, while requests are served all the same. */
  warnings: z.array(z.string()),
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
    503: jsonAnswer(verdict, 'They cannot, for these reasons.'),
    ...problemAnswers('server_error'),
  },
})

export function healthEndpoints(deps: Deps): Router {
  const router = createRouter()
  router.openapi(healthRoute, (c) => c.json({ ok: true as const }, 200))
  router.openapi(readyRoute, async (c) => {
    const { reasons, warnings } = await findTrouble(deps, c.get('now'))
    return c.json({ ok: reasons.length === 0, reasons, warnings }, reasons.length === 0 ? 200 : 503)
  })
  return router
}

/** An old backup is a warning: nobody is helped by a balancer that takes the server out for it. */
async function findTrouble({ db, config }: Deps, now: number) {
  try {
    await listKeys(db)
    const warning = await findBackupWarning(db, backupInterval(config), now)
    return { reasons: [], warnings: warning === undefined ? [] : [warning] }
  } catch (error) {
    if (error instanceof StoreError) return { reasons: ['the store does not answer'], warnings: [] }
    throw error
  }
}
