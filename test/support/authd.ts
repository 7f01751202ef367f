import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseRefreshToken } from '../../src/server/grants/refresh-token.ts'

const authdProgram = join(import.meta.dirname, '../../bin/authd.js')

/** A real `authd serve`, also for scripts that run outside the test runner. */
export interface Authd {
  url: string
  /** From its spawn to the line that says where it listens, in ms. */
  startedIn: number
  /** Sends a signal and waits for the end; nothing where it has ended already. */
  kill(signal: NodeJS.Signals): Promise<void>
}

/** Starts one on a free port; rejects where it ends first. */
export async function startAuthd(dataDir: string, env: NodeJS.ProcessEnv = {}): Promise<Authd> {
  const begun = performance.now()
  const child = spawn(process.execPath, [authdProgram], {
    env: {
      PATH: process.env.PATH,
      AUTHD_DATA_DIR: dataDir,
      AUTHD_LISTEN: '127.0.0.1:0',
      AUTHD_BCRYPT_COST: '4',
      AUTHD_RATE_LIMITS: 'off',
      AUTHD_LOG_LEVEL: 'error',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text
  })
  const url = await readUrl(child).catch(() => undefined)
  if (url === undefined) throw new Error(`authd ended before it listened: ${errors}`)
  return {
    url,
    startedIn: performance.now() - begun,
    kill: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    },
  }
}

async function readUrl(child: ChildProcess): Promise<string> {
  let said = ''
  for await (const text of child.stdout ?? []) {
    said += text
    const [, url] = /^authd listening on (\S+)\n/.exec(said) ?? []
    if (url) return url
  }
  throw new Error('it ended')
}

export interface RefreshAnswer {
  status: number
  retryAfter: string | null
  refresh_token: string
  generation: number | undefined
}

/** Trades a refresh token at `/auth/update_token`; rejects where no whole answer came. */
export async function refreshOver(url: string, bearer: string): Promise<RefreshAnswer> {
  const response = await fetch(`${url}/auth/update_token`, { headers: { authorization: `Bearer ${bearer}` } })
  const body = (await response.json()) as { refresh_token?: string }
  const refresh_token = body.refresh_token ?? ''
  const retryAfter = response.headers.get('retry-after')
  return {
    status: response.status,
    retryAfter,
    refresh_token,
    generation: parseRefreshToken(refresh_token)?.generation,
  }
}
