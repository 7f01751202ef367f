import type { Talk } from './closed-loop.ts'
import { getRequest } from './plan.ts'

/** One session that always uses its newest refresh token. */
export class RefreshChain implements Talk {
  #token: string

  constructor(token: string) {
    this.#token = token
  }

  get token(): string {
    return this.#token
  }

  next(): string {
    return getRequest('/auth/update_token', this.#token)
  }

  take(body: string): void {
    const [, token] = /"refresh_token":"([^"]+)"/.exec(body) ?? []
    if (!token || token === this.#token) throw new Error('a refresh brought no new token')
    this.#token = token
  }
}
