import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connectStore } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { startAuthd } from './authd.ts'
import { addLoadAccount, Load, type LoadReport } from './load.ts'

/** What a kill loop did, and everything that should not have happened. */
export interface KillReport extends LoadReport {
  rounds: number
  /** Milliseconds. */
  slowestStart: number
  medianStart: number
  faults: string[]
}

/**
 * Kills a real server again and again at random moments under load, and checks after each start what it had promised. No
 * round begins later than `within` (ms).
 */
export async function runKillLoop(most: number, within = Infinity): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-kill-'))
  const databaseUrl = `sqlite:${join(folder, 'authd.db')}`
  const load = new Load()
  const starts: number[] = []
  const start = async () => {
    const authd = await startAuthd(folder)
    starts.push(authd.startedIn)
    load.url = authd.url
    return authd
  }
  try {
    await prepareStore(databaseUrl)
    const end = Date.now() + within
    let rounds = 0
    for (; rounds < most && Date.now() < end; rounds++) {
      const authd = await start()
      try {
        await load.check(databaseUrl, `round ${rounds}`)
        await load.start()
        // From the first round on there is something of each kind to lose, however slow the machine.
        if (rounds === 0) await load.acknowledged()
        await pause(50 + Math.random() * 350)
      } finally {
        await authd.kill('SIGKILL').catch(() => {})
        await load.stop()
      }
    }
    const last = await start()
    await load.check(databaseUrl, `round ${rounds}`)
    await last.kill('SIGTERM')
    return { rounds, ...load.report, ...summarize(starts), faults: load.faults }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
}

async function prepareStore(databaseUrl: string): Promise<void> {
  const db = await connectStore(databaseUrl)
  await migrate(db).finally(() => db.destroy())
  await addLoadAccount(databaseUrl)
}

function summarize(starts: readonly number[]): { slowestStart: number; medianStart: number } {
  const sorted = starts.toSorted((a, b) => a - b)
  return {
    slowestStart: Math.round(sorted.at(-1) ?? 0),
    medianStart: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
  }
}
