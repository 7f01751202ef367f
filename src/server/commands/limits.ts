import { describeSecond } from '../../protocol/second.ts'
import { limitNames, listCounters, presentCounter, releaseCounters } from '../accounts/limit-list.ts'
import { type HostOptions, withStore } from '../host.ts'
import { HostError, UsageError } from '../host-error.ts'
import { printJson, printTable, say } from './output.ts'
import { counted, formatCount } from './progress.ts'

/** `authd limits …`: what the rate limits count, for who has locked himself out. */

const mostListed = 1_000

export async function listLimits(options: HostOptions & { search?: string }): Promise<void> {
  const query = { q: options.search, after: undefined, limit: mostListed }
  const limits = await withStore(options, async ({ db, now }) => {
    const at = now()
    return (await listCounters(db, query, at)).map((counter) => presentCounter(counter, at))
  })
  if (limits.length === mostListed)
    say(`There may be more than these ${formatCount(mostListed)}: \`--search TEXT\` finds one.`)
  if (options.json) return printJson(limits)
  const rows = limits.map((limit) => [
    limit.name,
    limit.account ?? '-',
    limit.address ?? '-',
    `${limit.used}/${limit.burst}`,
    limit.refused_until === null ? '-' : describeSecond(limit.refused_until),
    describeSecond(limit.forgotten_at),
  ])
  const nothing = `Nothing is counted ${options.search === undefined ? 'at the moment' : 'of that'}.`
  printTable(['LIMIT', 'ACCOUNT', 'ADDRESS', 'USED', 'REFUSED UNTIL', 'FORGOTTEN'], rows, nothing)
}

export async function releaseLimits(who: string, options: HostOptions & { name?: string }): Promise<void> {
  const { name } = options
  if (name !== undefined && !limitNames.includes(name))
    throw new UsageError(
      `There is no limit ${JSON.stringify(name)}; nothing was released.`,
      `Use one of ${limitNames.join(', ')}.`,
    )
  const released = await withStore(options, ({ db, now }) =>
    releaseCounters(db, { who, name }, { address: 'host' }, now()),
  )
  if (released === 0)
    throw new HostError(
      `Nothing is counted of ${JSON.stringify(who)}; nobody is kept out by it.`,
      'See `authd limits list`.',
    )
  if (options.json) return printJson({ released })
  say(`Released ${counted(released, 'counter')} of ${who}.`)
}
