import { randomBytes } from 'node:crypto'
import type { BlockList } from 'node:net'
import { isTrustedPeer } from './client-address.ts'
import type { RequestContext } from './router.ts'

const sane = /^[\w.:-]{8,128}$/

/**
 * Gives each request the id that its log lines carry: the proxy's `X-Request-Id`, where that proxy is trusted, else one of
 * our own. A stranger's would let him write another request's name into the log.
 */
export function createRequestIds(trustedProxies: BlockList): (c: RequestContext) => string {
  const process = randomBytes(6).toString('hex')
  let count = 0
  return (c) => {
    if (isTrustedPeer(c, trustedProxies)) {
      const given = c.req.header('x-request-id')
      if (given !== undefined && sane.test(given)) return given
    }
    count += 1
    return `${process}-${count}`
  }
}
