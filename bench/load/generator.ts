import { answerQuestions } from '../helper.ts'
import { keepAwake, repeat, runClosedLoop } from './closed-loop.ts'
import { runOpenLoop } from './open-loop.ts'
import type { LoadReport, Plan, SteadyPlan } from './plan.ts'
import { RefreshChain } from './refresh-chain.ts'

/** The load generator: a process of its own, so that it takes nothing from the server's core. */
answerQuestions(async (plan: Plan): Promise<LoadReport> => {
  const report = { ratePerSecond: 0, latenciesMs: [], tokens: [] }
  switch (plan.kind) {
    case 'repeat':
      if (plan.keepAwake) keepAwake(performance.now() + plan.durationMs)
      return { ...report, ratePerSecond: await repeatAll(plan.url, plan.requests, plan.durationMs) }
    case 'refresh': {
      const chains = plan.tokens.map((token) => new RefreshChain(token))
      const ratePerSecond = await runClosedLoop(plan.url, chains, plan.durationMs)
      return { ...report, ratePerSecond, tokens: chains.map((chain) => chain.token) }
    }
    case 'steady':
      return { ...report, latenciesMs: await runSteady(plan) }
  }
})

function repeatAll(url: string, requests: readonly string[], durationMs: number): Promise<number> {
  return runClosedLoop(url, requests.map(repeat), durationMs)
}

async function runSteady(plan: SteadyPlan): Promise<number[]> {
  const [latenciesMs] = await Promise.all([
    runOpenLoop(plan),
    repeatAll(plan.url, plan.beside, plan.durationMs),
  ])
  return latenciesMs
}
