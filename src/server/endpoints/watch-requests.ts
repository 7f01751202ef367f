import type { MiddlewareHandler, Next } from 'hono'
import { routePath } from 'hono/route'
import { paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import type { Deps } from '../deps.ts'
import type { Env, RequestContext } from './router.ts'

/** How many requests are worked on at once. Far more than a machine can do: those beyond wait for something slow. */
const mostRequests = 1_000

interface RequestWatch {
  /** Around every request. In one function: each that is awaited costs the fastest answers 2 %. */
  watch(c: RequestContext, next: Next): Promise<void>
  /** Behind what reads the body: who dawdles with theirs takes no place from others (`http-server.ts` bounds those). */
  admit: MiddlewareHandler<Env>
}

/** What tells an operator about an overload must be answered in it. */
const exempt: readonly string[] = [paths.health, paths.ready, paths.metrics]

/**
 * Bounds the requests under way: beyond it they are refused at once by 503, and each that ends makes room. Counts every
 * request by the pattern of its route, and writes a line for it: at `info` where the server failed, else at `debug`.
 * Neither path nor query nor headers nor bodies are in it: they hold ids, codes and tokens.
 */
export function createRequestWatch(
  { log, metrics }: Pick<Deps, 'log' | 'metrics'>,
  most = mostRequests,
): RequestWatch {
  const tellsAll = log.isLevelEnabled('debug')
  let running = 0
  const isFull = (c: RequestContext) => running >= most && !exempt.includes(c.req.path)
  const note = (c: RequestContext, status: number, started: number) => {
    const ms = performance.now() - started
    const [{ method }, route] = [c.req, routeOf(c)]
    metrics.answered(method, route, status, ms / 1000)
    if (status < 500 && !tellsAll) return
    const line = { request_id: c.get('requestId'), method, route, status, ms: Math.round(ms) }
    log[status < 500 ? 'debug' : 'info']({ ...line, address: c.get('address') }, 'answered')
  }
  const refuse = (): ProtocolError => {
    metrics.overloaded()
    const detail = 'Too many requests are under way at this moment; try again shortly.'
    return new ProtocolError('overloaded', detail, { retryAfter: 1 })
  }
  return {
    watch: async (c, next) => {
      const started = performance.now()
      const places = hasBody(c) ? 0 : 1
      if (places === 1 && isFull(c)) {
        note(c, 503, started)
        throw refuse()
      }
      running += places
      try {
        await next()
      } finally {
        running -= places
      }
      note(c, c.res.status, started)
    },
    admit: async (c, next) => {
      if (isFull(c)) throw refuse()
      running += 1
      try {
        await next()
      } finally {
        running -= 1
      }
    },
  }
}

/** These go through `admit`. */
export const methodsWithBody: string[] = ['POST', 'PUT', 'PATCH', 'DELETE']

function hasBody(c: RequestContext): boolean {
  return methodsWithBody.includes(c.req.method)
}

/** Where nothing but middleware matched, the path is whatever anybody typed. */
function routeOf(c: RequestContext): string {
  const path = routePath(c)
  return path.endsWith('*') ? 'none' : path
}
