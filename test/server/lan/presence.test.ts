import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { loadConfig } from '../../../src/server/config.ts'
import { openHttpServer } from '../../../src/server/http-server.ts'
import { openPresence } from '../../../src/server/lan/presence.ts'
import { createLog } from '../../../src/server/log.ts'
import { testStart } from '../../support/app.ts'
import { until } from '../../support/processes.ts'

const hour = 60 * 60_000
const day = 24 * hour

afterEach(() => vi.useRealTimers())

/** The presence of a server on the loopback, with a clock that stands still and looks that come when they are told to. */
async function startPresence() {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-presence-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const clock = { now: testStart }
  const told: string[] = []
  const write = (line: string) => told.push((JSON.parse(line) as { msg: string }).msg)
  const log = createLog({ level: 'info', isTty: false, stream: { write } })
  const env = { AUTHD_DATA_DIR: dataDir, AUTHD_LAN: 'true', AUTHD_LISTEN: '127.0.0.1:0' }
  const config = loadConfig({ env, flags: {} })
  const presence = await openPresence({ config, log, now: () => clock.now })
  const server = await openHttpServer(config.listen, presence.tls)
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  presence.appear(server, 'https://nas.local')
  onTestFinished(async () => {
    await presence.stop()
    await server.close()
  })
  return { dataDir, clock, told, look: () => vi.advanceTimersByTime(2_000) }
}

test('once a certificate that could not be renewed was told every two seconds: once an hour', async () => {
  const { dataDir, clock, told, look } = await startPresence()
  await until('it has appeared', () => told.length > 0)
  const trouble = () => told.filter((message) => message === 'the presence on the network has trouble').length
  rmSync(join(dataDir, 'tls.pem'))
  mkdirSync(join(dataDir, 'tls.pem'))
  clock.now += 300 * day
  for (let count = 0; count < 5; count++) look()
  await until('it is told', () => trouble() > 0)
  await presenceIsIdle()
  expect(trouble()).toBe(1)
  clock.now += hour
  for (let count = 0; count < 5; count++) look()
  await until('it is told again', () => trouble() > 1)
  await presenceIsIdle()
  expect(trouble()).toBe(2)
  rmSync(join(dataDir, 'tls.pem'), { recursive: true })
  look()
  await until('it is renewed', () => told.includes('the certificate was made anew'))
})

/** Each of its looks takes some milliseconds. */
const presenceIsIdle = () => new Promise((resolve) => setTimeout(resolve, 200))
