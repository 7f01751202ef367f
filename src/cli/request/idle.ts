import type { ClientRequest, IncomingMessage } from 'node:http'
import { parseDuration } from '../duration.ts'

/** Between two looks at a connection, in ms. */
const step = 200

/**
 * Whole seconds, or a duration as the other flags take it; 0 is never, which is also the default: events may be hours
 * apart (curl has no such limit by itself either, and --speed-time for who wants one).
 */
export function readIdleTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  return parseDuration(/^\d+$/.test(text) ? `${text}s` : text, '--idle-timeout') || undefined
}

/**
 * Ends a request with that error once nothing has moved on its connection for so long, in neither direction: the server says
 * nothing, before its answer or in the middle of it, and takes nothing. A comment that keeps a stream of events
 * alive does count; so does what has come and waits for us, while nobody reads what we write.
 */
export function endWhenIdle(sent: ClientRequest, limit: number, error: Error): void {
  let answer: IncomingMessage | undefined
  let moved = 0
  let since = performance.now()
  sent.once('response', (given) => {
    answer = given
  })
  const timer = setInterval(() => {
    const { bytesRead = 0, bytesWritten = 0 } = sent.socket ?? {}
    const isIdle = bytesRead + bytesWritten === moved && !answer?.readableLength
    moved = bytesRead + bytesWritten
    if (!isIdle) since = performance.now()
    else if (performance.now() - since >= limit) (answer ?? sent).destroy(error)
  }, step)
  sent.once('close', () => clearInterval(timer))
}
