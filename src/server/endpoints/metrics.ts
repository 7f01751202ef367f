import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { countSessions } from '../grants/session-count.ts'
import { readOutboxState } from '../mail/outbox-state.ts'
import { byLabel, expositionType, type Family, single } from '../ops/metrics/exposition.ts'
import { isOwnMachine } from './client-address.ts'
import { keepFor } from './keep-for.ts'
import { createRouter, type Router } from './router.ts'
import { problemAnswers } from './schemas.ts'
import { requireSuperuser } from './superuser.ts'

const metricsRoute = createRoute({
  method: 'get',
  path: paths.metrics,
  summary: 'What the server has counted, for Prometheus',
  description:
    'Open to programs on the same machine that ask directly. Others, and all that come through a proxy, send the token of a superuser with the scope `admin`; a personal access token will do.',
  security: [{}, { bearer: [] }],
  responses: {
    200: {
      description: 'The text format of Prometheus.',
      content: { 'text/plain': { schema: z.string() } },
    },
    ...problemAnswers(
      'missing_token',
      'invalid_token',
      'token_expired',
      'session_ended',
      'insufficient_scope',
      'forbidden',
    ),
  },
})

export function metricsEndpoints(deps: Deps): Router {
  const router = createRouter()
  const readStore = keepFor(deps, () => readStoreGauges(deps))
  router.openAPIRegistry.registerPath(metricsRoute)
  router.get(paths.metrics, async (c) => {
    if (!isOwnMachine(c)) await requireSuperuser(deps, c)
    // A store that is down is what the others are looked at for.
    const stored = await readStore().catch(() => [])
    const text = deps.metrics.render([...hashGauges(deps), ...stored])
    return c.body(text, 200, { 'Content-Type': expositionType, 'Cache-Control': 'no-store' })
  })
  return router
}

function hashGauges({ hasher }: Deps): Family[] {
  const { running, waiting } = hasher.load()
  return [
    single('latchkey_hash_jobs_running', 'gauge', 'Passwords that are worked on now.', running),
    single('latchkey_hash_jobs_waiting', 'gauge', 'Passwords that wait for a thread.', waiting),
  ]
}

async function readStoreGauges({ db, now }: Deps): Promise<Family[]> {
  const { waiting, delayed, failed } = await readOutboxState(db, now())
  const letters = { name: 'latchkey_outbox_letters', type: 'gauge', help: 'Letters in the outbox.' } as const
  return [
    byLabel(letters, 'state', Object.entries({ waiting, delayed, failed })),
    single('latchkey_sessions', 'gauge', 'Sessions that stand.', await countSessions(db, now())),
  ]
}
