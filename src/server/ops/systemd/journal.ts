import { spawnSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import type { UnitPlan } from './service-unit.ts'
import { unitName } from './unit-file.ts'

/** What a server said when it did not start. */
export interface LastWords {
  message: string
  hint: string | undefined
}

/** How often the journal is asked for words that are still on their way to it, 200 ms apart. */
const tries = 10

/** The last error that the service wrote, since a time in ms; undefined where the journal has none, or is not for this user. */
export async function readLastWords(kind: UnitPlan['kind'], since: number): Promise<LastWords | undefined> {
  for (let left = tries; ; left -= 1) {
    const words = findLastWords(readJournal(kind, since))
    if (words || left === 1) return words
    await pause(200)
  }
}

function readJournal(kind: UnitPlan['kind'], since: number): string {
  const scope = kind === 'user' ? ['--user'] : []
  const args = [...scope, '--unit', unitName, `--since=@${Math.floor(since / 1000)}`, '--output=cat']
  const { stdout } = spawnSync('journalctl', [...args, '--no-pager', '--lines=200'], {
    encoding: 'utf8',
    timeout: 10_000,
  })
  return stdout ?? ''
}

/** As `main.ts` writes them; settings have a line for each fault. */
function findLastWords(text: string): LastWords | undefined {
  const [last] = text
    .split(/^authd: error: /m)
    .slice(1)
    .reverse()
  if (last === undefined) return undefined
  const [, faults = '', hint] = /^(.*(?:\n {2}- .*)*)(?:\nauthd: hint: (.*))?/.exec(last) ?? []
  return { message: faults, hint }
}
