import { ExchangeError } from '../http/exchange-error.ts'
import type { ServerTrust } from './server-trust.ts'

/** More handshakes than this settle nothing. */
const mostHandshakes = 3

/** Where the handshake failed nothing has been said yet, so it can be tried again once trust is settled. */
export async function untilTrusted<T>(trust: ServerTrust | undefined, attempt: () => Promise<T>): Promise<T> {
  for (let handshakes = 1; ; handshakes += 1) {
    try {
      return await attempt()
    } catch (error) {
      const refused = error instanceof ExchangeError && error.reason === 'untrusted'
      if (!refused || handshakes === mostHandshakes || !(await trust?.settle(error))) throw error
    }
  }
}
