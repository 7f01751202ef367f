import { join } from 'node:path'
import { logIn, registerAccount } from '../account.ts'
import { startAuthd } from '../authd.ts'
import type { UpdatesQuestion } from '../baselines/updates.ts'
import { Helper } from '../helper.ts'
import { startLoad } from '../load/load.ts'
import { measureRounds, perSecond, type Result } from '../result.ts'
import type { Stage } from '../stage.ts'

const connections = 32
const durationMs = 1_500
const aim = 0.5

/** How near a refresh, which is one durable write, comes to the durable writes that the disk can do. */
export async function benchRefresh(stage: Stage): Promise<Result[]> {
  const load = startLoad(stage)
  const updates = new Helper<UpdatesQuestion, number>(
    stage,
    'server',
    new URL('../baselines/updates.ts', import.meta.url),
  )
  const file = join(stage.folder, 'updates.db')
  const authd = await startAuthd(stage, { AUTHD_BCRYPT_COST: '4' })
  const logins = await logIn(authd, await registerAccount(authd), connections)
  let tokens = logins.map(({ refresh_token }) => refresh_token)
  const refresh = async () => {
    const report = await load.ask({ kind: 'refresh', url: authd.url, tokens, durationMs })
    tokens = report.tokens
    return report.ratePerSecond
  }
  const { figure, baseline, ratio } = await measureRounds(5, async () => ({
    figure: await refresh(),
    baseline: await updates.ask({ file, durationMs }),
  }))
  return [
    {
      what: `refresh with rotation, ${connections} connections, SQLite synchronous=FULL`,
      figure: perSecond(figure),
      baseline: `raw one-row UPDATE transactions, one at a time: ${perSecond(baseline)}`,
      ratio: ratio.toFixed(2),
      aim: `≥ ${aim}`,
      isMet: ratio >= aim,
    },
  ]
}
