import { logIn, registerAccount } from '../account.ts'
import { startAuthd } from '../authd.ts'
import { startLoad } from '../load/load.ts'
import { getRequest, jsonRequest } from '../load/plan.ts'
import { inMs, measureRounds, quantile, type Result } from '../result.ts'
import type { Stage } from '../stage.ts'

const requestsPerSecond = 100
const logins = 8
const aim = 5

/** Whether those who are logged in notice those who log in. */
export async function benchLatency(stage: Stage): Promise<Result[]> {
  const load = startLoad(stage)
  const authd = await startAuthd(stage)
  const account = await registerAccount(authd)
  const [tokens] = await logIn(authd, account, 1)
  const request = getRequest('/auth/me', tokens?.access_token)
  const p99 = async (beside: string[]) => {
    const plan = { url: authd.url, request, requestsPerSecond, durationMs: 4_000, beside }
    const { latenciesMs } = await load.ask({ kind: 'steady', ...plan })
    return quantile(latenciesMs, 0.99)
  }
  const { figure, baseline, ratio } = await measureRounds(5, async () => ({
    figure: await p99(Array(logins).fill(jsonRequest('/auth/login', account))),
    baseline: await p99([]),
  }))
  return [
    {
      what: `p99 of GET /auth/me at ${requestsPerSecond}/s while ${logins} connections log in`,
      figure: inMs(figure),
      baseline: `the same without logins: ${inMs(baseline)}`,
      ratio: ratio.toFixed(2),
      aim: `≤ ${aim}`,
      isMet: ratio <= aim,
    },
  ]
}
