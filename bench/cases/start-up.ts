import { fileURLToPath } from 'node:url'
import { startAuthd } from '../authd.ts'
import { cliEnvironment, logInCli } from '../cli.ts'
import { inMs, measureRounds, type Result, type Summary } from '../result.ts'
import type { Stage } from '../stage.ts'
import { timeNode, weighNode } from '../whole-process.ts'

const timedRuns = 31
const weighedRuns = 7
const mostMemory = 1.3

const auth = fileURLToPath(new URL('../../bin/auth.js', import.meta.url))
const bare = { what: 'bare `node -e 0`', args: ['-e', '0'] }

/** The request of `auth whoami`, by a program that is nothing else. */
const request = {
  what: '`node -e` with the same request',
  args: [
    '-e',
    `require('node:http').get(process.env.BENCH_URL, { headers: { authorization: process.env.BENCH_BEARER } }, (answer) =>
      answer.resume().once('end', () => process.exit(answer.statusCode === 200 ? 0 : 1)))`,
  ],
}

interface Call {
  words: string
  baseline: typeof bare
  /** On top of the baseline. */
  mostMs: number
}

const calls: readonly Call[] = [
  { words: 'token', baseline: bare, mostMs: 10 },
  { words: '--help', baseline: bare, mostMs: 12 },
  { words: 'whoami', baseline: request, mostMs: 25 },
]

/** What each call of `auth` costs a person or a script, on top of node itself. */
export async function benchStartUp(stage: Stage): Promise<Result[]> {
  const env = cliEnvironment(stage)
  const authd = await startAuthd(stage, { AUTHD_BCRYPT_COST: '4' })
  const token = await logInCli(authd, env)
  const all = { ...env, BENCH_URL: `${authd.url}/auth/me`, BENCH_BEARER: `Bearer ${token}` }
  const results: Result[] = []
  for (const call of calls) {
    const compare = (runs: number, measure: typeof timeNode) =>
      measureRounds(runs, async () => ({
        figure: await measure([auth, call.words], all),
        baseline: await measure(call.baseline.args, all),
      }))
    results.push(describeTime(call, await compare(timedRuns, timeNode)))
    results.push(describeMemory(call, await compare(weighedRuns, weighNode)))
  }
  return results
}

function describeTime({ words, baseline, mostMs }: Call, summary: Summary): Result {
  return {
    what: `auth ${words}, whole process`,
    figure: inMs(summary.figure),
    baseline: `${baseline.what}: ${inMs(summary.baseline)}`,
    ratio: `${summary.ratio.toFixed(2)} (+${inMs(summary.difference)})`,
    aim: `≤ ${mostMs} ms over`,
    isMet: summary.difference <= mostMs,
  }
}

function describeMemory({ words, baseline }: Call, summary: Summary): Result {
  return {
    what: `auth ${words}, peak memory`,
    figure: inMib(summary.figure),
    baseline: `${baseline.what}: ${inMib(summary.baseline)}`,
    ratio: summary.ratio.toFixed(2),
    aim: `≤ ${mostMemory}`,
    isMet: summary.ratio <= mostMemory,
  }
}

function inMib(amount: number): string {
  return `${amount.toFixed(1)} MiB`
}
