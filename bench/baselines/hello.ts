import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { answerQuestions } from '../helper.ts'

/** What a benchmark has to know of a server. */
export interface Server {
  url: string
  pid: number
}

/** The least that the same HTTP stack can do: one route, one small JSON, nothing before or behind it. */
const app = new Hono().get('/', (c) => c.json({ hello: 'world' }))

const listening = new Promise<Server>((resolve) => {
  serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) =>
    resolve({ url: `http://127.0.0.1:${port}`, pid: process.pid }),
  )
})

answerQuestions((_where: 'where') => listening)
