import { runKillLoop } from '../test/support/kill-loop.ts'

/**
 * `npx tsx bench/kill-loop.ts [rounds]`, after a build: kills a real server with SIGKILL at random moments under load, 100
 * times, and checks after each start that nothing it had acknowledged is lost. Ends with 1 where something is.
 */
async function main(rounds: number): Promise<void> {
  const report = await runKillLoop(rounds)
  console.log(JSON.stringify(report, undefined, 2))
  const isSlow = report.slowestStart > 2_000
  if (isSlow) console.error('a start took longer than 2 s')
  if (report.faults.length > 0 || isSlow) process.exitCode = 1
}

void main(Number(process.argv[2] ?? 100))
