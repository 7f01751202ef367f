import { BlockList } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { onTestFinished, TestRunner } from 'vitest'
import { createApp } from '../../src/server/app.ts'
import type { Config } from '../../src/server/config.ts'
import { openHttpServer } from '../../src/server/http-server.ts'
import { startTestApp, type TestApp } from './app.ts'
import type { OpenStore, TestStore } from './stores.ts'
import { openTlsFront } from './tls-front.ts'

/**
 * The test app on a port of this machine, for programs that need one. Its clock stands still too, but at the time of its
 * start: browsers count the life of a cookie by their own.
 */
export interface LiveApp extends TestApp {
  /** The origin that it answers at, which is its issuer. */
  url: string
  /** Closes its store as well. */
  close(): Promise<void>
}

export interface LiveOptions {
  /**
   * Behind a proxy on 127.0.0.1 that ends TLS; see `whyNoTls` for where that cannot be had. What `request` asks comes from
   * the proxy itself, a client without an address, unless it says `from`.
   */
  tls?: boolean
  config?: Partial<Config>
}

/** Started inside a test it is closed when that test ends; started in `beforeAll`, call `close()`. */
export async function startLiveApp(openStore: OpenStore, options: LiveOptions = {}): Promise<LiveApp> {
  const server = await openHttpServer({ host: '127.0.0.1', port: 0 })
  const front = options.tls ? await openTlsFront(server.url) : undefined
  const url = front?.url ?? server.url
  let store: TestStore | undefined
  const close = async () => {
    await front?.close()
    await server.close()
    await store?.close()
  }
  if (TestRunner.getCurrentTest()) onTestFinished(close)
  const keepStore: OpenStore = async (how) => {
    store = await openStore(how)
    return store
  }
  const trustedProxies = new BlockList()
  if (front) trustedProxies.addAddress('127.0.0.1')
  const app = await startTestApp(keepStore, { issuer: url, trustedProxies, ...options.config })
  app.clock.now = Date.now()
  server.answer(getRequestListener(createApp(app.deps).fetch, { hostname: 'localhost' }))
  return { ...app, url, close }
}
