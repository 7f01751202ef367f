import { logIn, registerAccount } from '../account.ts'
import { startAuthd } from '../authd.ts'
import type { Server } from '../baselines/hello.ts'
import { Helper } from '../helper.ts'
import { startLoad } from '../load/load.ts'
import { getRequest } from '../load/plan.ts'
import { withBusyShare } from '../processor-time.ts'
import { measureRounds, perSecond, type Result } from '../result.ts'
import type { Stage } from '../stage.ts'

const connections = 32
const aim = 0.35

/** What everything of ours costs on top of the HTTP stack that we chose. */
export async function benchMe(stage: Stage): Promise<Result[]> {
  const load = startLoad(stage)
  const hello = await new Helper<'where', Server>(
    stage,
    'server',
    new URL('../baselines/hello.ts', import.meta.url),
  ).ask('where')
  const authd = await startAuthd(stage, { AUTHD_BCRYPT_COST: '4' })
  const tokens = await logIn(authd, await registerAccount(authd), connections)
  // Both servers are kept busy, so on an idle machine this is what they answer per second.
  const rate = async ({ url, pid }: Server, requests: string[]) => {
    const ask = () => load.ask({ kind: 'repeat', url, requests, durationMs: 1_500, keepAwake: true })
    const [{ ratePerSecond }, busyShare] = await withBusyShare(pid, ask)
    return ratePerSecond / busyShare
  }
  const { figure, baseline, ratio } = await measureRounds(5, async () => ({
    figure: await rate(
      authd,
      tokens.map(({ access_token }) => getRequest('/auth/me', access_token)),
    ),
    baseline: await rate(hello, Array(connections).fill(getRequest('/'))),
  }))
  return [
    {
      what: `GET /auth/me, ${connections} connections, per second of processor time`,
      figure: perSecond(figure),
      baseline: `bare Hono "hello": ${perSecond(baseline)}`,
      ratio: ratio.toFixed(2),
      aim: `≥ ${aim}`,
      isMet: ratio >= aim,
    },
  ]
}
