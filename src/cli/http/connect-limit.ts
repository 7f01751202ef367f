import { message } from '../../protocol/messages.ts'
import { ExchangeError } from './exchange-error.ts'

/** Milliseconds until a connection has to stand, be it to a server or through a proxy. */
export const connectLimit = 5_000

/** What is said where it does not. */
export function notConnected(): ExchangeError {
  return new ExchangeError(
    'too-slow',
    message('no connection within {seconds} s', { seconds: connectLimit / 1_000 }),
  )
}
