import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startAuthd } from '../authd.ts'
import { cliEnvironment, logInCli } from '../cli.ts'
import { inMs, measureRounds, type Result, type Summary } from '../result.ts'
import type { Stage } from '../stage.ts'

const runs = 31
const aimMs = 15

/** What each call of `auth` costs a person or a script, on top of node itself. */
export async function benchStartUp(stage: Stage): Promise<Result[]> {
  const env = cliEnvironment(stage)
  await logInCli(await startAuthd(stage, { AUTHD_BCRYPT_COST: '4' }), env)
  const auth = fileURLToPath(new URL('../../bin/auth.js', import.meta.url))
  const compare = (args: string[]) =>
    measureRounds(runs, async () => ({
      figure: timeNode([auth, ...args], env),
      baseline: timeNode(['-e', '0'], env),
    }))
  return [
    describe('auth token, cached, whole process', await compare(['token'])),
    describe('auth --help, whole process', await compare(['--help'])),
  ]
}

/** Milliseconds from the start of a process to its end. */
function timeNode(args: string[], env: NodeJS.ProcessEnv): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { env, cwd: env.HOME })
  const elapsedMs = performance.now() - start
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`)
  return elapsedMs
}

function describe(what: string, { figure, baseline, ratio, difference }: Summary): Result {
  return {
    what,
    figure: inMs(figure),
    baseline: `bare \`node -e 0\`: ${inMs(baseline)}`,
    ratio: `${ratio.toFixed(2)} (+${inMs(difference)})`,
    aim: `≤ ${aimMs} ms over`,
    isMet: difference <= aimMs,
  }
}
