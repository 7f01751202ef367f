import http from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exchange } from '../../../src/cli/http/exchange.ts'
import { type StandIn, startStandIn } from '../../support/stand-in.ts'

describe('exchange', () => {
  let server: StandIn
  beforeEach(async () => {
    server = await startStandIn({ '*': () => ({ body: {} }) })
  })
  afterEach(() => server.stop())

  const ask = async () =>
    (await exchange({ url: new URL(`${server.url}/x`), method: 'GET', headers: {} })).status

  test('Node’s own agent, which may lead to HTTP_PROXY (NODE_USE_ENV_PROXY=1), is never used', async () => {
    const usual = http.globalAgent
    let used = 0
    class Refusing extends http.Agent {
      override createConnection(): never {
        used += 1
        throw new Error('the global agent was used')
      }
    }
    http.globalAgent = new Refusing()
    try {
      expect([await ask(), used]).toEqual([200, 0])
    } finally {
      http.globalAgent = usual
    }
  })

  test('fifteen requests on one connection leave no listeners behind (MaxListenersExceededWarning)', async () => {
    const warnings: string[] = []
    const note = ({ name }: Error) => void warnings.push(name)
    process.on('warning', note)
    const ports = new Set<unknown>()
    server.routes['*'] = (_, response) => {
      ports.add(response.socket?.remotePort)
      return { body: {} }
    }
    for (let page = 0; page < 15; page += 1) expect(await ask()).toBe(200)
    await new Promise(setImmediate)
    process.off('warning', note)
    expect([warnings, ports.size]).toEqual([[], 1])
  })
})
