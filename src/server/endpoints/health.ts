import { createRoute, z } from '@hono/zod-openapi'
import { StoreError } from '../../../db/store-error.ts'
import { paths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { listKeys } from '../keys.ts'
import { createRouter, type Router } from './router.ts'
import { jsonAnswer, problemAnswers } from './schemas.ts'

const verdict = z.object({ ok: z.boolean(), reasons: z.array(z.string()) })

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
    const reasons = await findTrouble(deps)
    return c.json({ ok: reasons.length === 0, reasons }, reasons.length === 0 ? 200 : 503)
  })
  return router
}

async function findTrouble({ db }: Deps): Promise<string[]> {
  try {
    await listKeys(db)
    return []
  } catch (error) {
    if (error instanceof StoreError) return ['the store does not answer']
    throw error
  }
}
