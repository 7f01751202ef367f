import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserServer } from 'playwright-core'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers with the WebSocket address of the one Chromium of this run; undefined where there is no Chromium. */
    browserDoor: string | undefined
  }
}

const place = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** The Chromium of this machine; undefined where there is none. */
export function findChromium(): string | undefined {
  return existsSync(place) ? place : undefined
}

/**
 * One Chromium for all workers, started when the first of them asks: a run without browser tests does not pay for it, and
 * no worker leaves one behind. Returns the teardown.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const program = findChromium()
  if (program === undefined) {
    console.log(`No Chromium at ${place} (CHROMIUM names another): the tests in a browser are skipped.`)
    project.provide('browserDoor', undefined)
    return undefined
  }
  let launched: Promise<BrowserServer> | undefined
  const door = createServer(async (_, response) => {
    launched ??= launch(program)
    try {
      response.end((await launched).wsEndpoint())
    } catch (error) {
      response.writeHead(500).end(`Chromium does not start: ${error}`)
    }
  })
  await once(door.listen(0, '127.0.0.1'), 'listening')
  project.provide('browserDoor', `http://127.0.0.1:${(door.address() as AddressInfo).port}`)
  return async () => {
    door.close()
    door.closeAllConnections()
    const server = await launched?.catch(() => undefined)
    await server?.close()
  }
}

/** What Playwright does not say by itself. Names outside this machine are not even looked up. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-proxy-server',
  '--host-resolver-rules=MAP localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

async function launch(executablePath: string): Promise<BrowserServer> {
  const { chromium } = await import('playwright-core')
  return chromium.launchServer({
    executablePath,
    args: flags,
    chromiumSandbox: false, // root cannot have one
    host: '127.0.0.1',
    // A signal is for vitest, whose teardown ends more than this.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
  })
}
