import { isUtf8 } from 'node:buffer'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ProtocolError } from '../../protocol/errors.ts'
import type { Env } from './router.ts'

const maxSize = 64 * 1024

/** Refuses more than 64 KiB, announced or streamed. */
export const limitBody: MiddlewareHandler<Env> = bodyLimit({
  maxSize,
  onError: () => {
    throw new ProtocolError('body_too_large', 'The body is over 64 KiB.')
  },
})

/** JSON and forms are UTF-8 (RFC 8259 §8.1); decoding anything else would quietly change what was sent. */
export const requireUtf8: MiddlewareHandler<Env> = async (c, next) => {
  if (!isUtf8(new Uint8Array(await c.req.arrayBuffer()))) {
    throw new ProtocolError('invalid_request', 'The body is not valid UTF-8.')
  }
  await next()
}
