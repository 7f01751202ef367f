import { type HostOptions, withHost } from '../host.ts'
import { listKeys } from '../keys.ts'
import { printJson, printTable } from './output.ts'

/** `authd keys list`: the signing keys, newest first; the first one signs. */
export async function listSigningKeys(options: HostOptions): Promise<void> {
  const keys = await withHost(options, ({ db }) => listKeys(db))
  const shown = keys.map((key) => ({ ...key, created_at: new Date(key.created_at).toISOString() }))
  if (options.json) return printJson(shown)
  const rows = shown.map((key) => [key.id, key.algorithm, key.created_at])
  printTable(
    ['ID', 'ALGORITHM', 'MADE'],
    rows,
    'There are no keys yet; the first start of the server makes one.',
  )
}
