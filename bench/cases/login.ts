import { registerAccount } from '../account.ts'
import { startAuthd } from '../authd.ts'
import type { HashQuestion } from '../baselines/hash.ts'
import { Helper } from '../helper.ts'
import { startLoad } from '../load/load.ts'
import { jsonRequest } from '../load/plan.ts'
import { serverCores } from '../machine.ts'
import { measureRounds, perSecond, type Result } from '../result.ts'
import type { Stage } from '../stage.ts'

const connections = 8
const cost = 12
const aim = 0.9

/** How much of the server's time goes into what a login is about, one hash. */
export async function benchLogin(stage: Stage): Promise<Result[]> {
  const load = startLoad(stage)
  const hash = new Helper<HashQuestion, number>(
    stage,
    'server',
    new URL('../baselines/hash.ts', import.meta.url),
  )
  const authd = await startAuthd(stage, { AUTHD_BCRYPT_COST: String(cost) })
  const login = jsonRequest('/auth/login', await registerAccount(authd))
  const requests = Array(connections).fill(login)
  const plan = { kind: 'repeat', url: authd.url, requests, durationMs: 2_500, keepAwake: false } as const
  const { figure, baseline, ratio } = await measureRounds(4, async () => ({
    figure: (await load.ask(plan)).ratePerSecond,
    baseline: (serverCores * 1000) / (await hash.ask({ cost, count: 9 })),
  }))
  return [
    {
      what: `login, ${connections} connections, bcrypt cost ${cost}`,
      figure: perSecond(figure),
      baseline: `cores (${serverCores}) ÷ time of one hash: ${perSecond(baseline)}`,
      ratio: ratio.toFixed(2),
      aim: `≥ ${aim}`,
      isMet: ratio >= aim,
    },
  ]
}
