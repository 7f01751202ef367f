import type { Result, Router } from 'hono/router'
import { TrieRouter } from 'hono/router/trie-router'

/**
 * Finds a path without a parameter once, and again by a look into a map: of the two routers that Hono tries, the fast one
 * takes no page beside a parameter (`/members/add` beside `/members/:id`), and the other searches anew at each request.
 * Only paths of our own are remembered; whatever anybody else types is not.
 */
export class RememberingRouter<T> implements Router<T> {
  readonly name = 'RememberingRouter'
  readonly #trie = new TrieRouter<T>()
  /** By path, then by method. */
  readonly #fixed = new Map<string, Map<string, Result<T>>>()

  add(method: string, path: string, handler: T): void {
    this.#trie.add(method, path, handler)
    if (!/[:*?{]/.test(path)) this.#fixed.set(path, new Map())
    // What was found before may lack this one.
    for (const known of this.#fixed.values()) known.clear()
  }

  match(method: string, path: string): Result<T> {
    const byMethod = this.#fixed.get(path)
    const known = byMethod?.get(method)
    if (known) return known
    const found = this.#trie.match(method, path)
    byMethod?.set(method, found)
    return found
  }
}
