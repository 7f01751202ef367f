import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ProtocolError } from '../../protocol/errors.ts'
import { message } from '../../protocol/messages.ts'
import { RememberingRouter } from './remembering-router.ts'

/** What every request carries. */
export interface Env {
  // Absent where tests call the app without a socket.
  Bindings: Partial<HttpBindings>
  Variables: {
    /** Epoch milliseconds, read once. */
    now: number
    /** The client's address, as far as it is known. */
    address: string | undefined
    /** In every log line about this request. */
    requestId: string
  }
}

export type RequestContext = Context<Env>
export type Router = OpenAPIHono<Env>

/** A router whose validation faults become one readable sentence. */
export function createRouter(): Router {
  return new OpenAPIHono<Env>({
    router: new RememberingRouter(),
    defaultHook: (result) => {
      if (result.success) return
      const [issue] = result.error.issues
      const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.')
      throw new ProtocolError(
        'invalid_request',
        field && issue
          ? message('Field "{field}": {fault}', { field, fault: message(issue.message) })
          : 'The body must be a JSON object.',
      )
    },
  })
}
