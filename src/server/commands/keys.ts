import { describeSecond } from '../../protocol/second.ts'
import { type HostOptions, withHost, withStore } from '../host.ts'
import { listKeys, publicationLead, rotateKeys } from '../keys.ts'
import { printJson, printTable, say } from './output.ts'

/** `authd keys list`: the signing keys, newest first. */
export async function listSigningKeys(options: HostOptions): Promise<void> {
  const keys = await withStore(options, ({ db }) => listKeys(db))
  const shown = keys.map((key) => ({
    ...key,
    created_at: time(key.created_at),
    activates_at: time(key.activates_at),
  }))
  if (options.json) return printJson(shown)
  const rows = shown.map((key) => [
    key.id,
    key.algorithm,
    describeSecond(key.created_at),
    describeSecond(key.activates_at),
  ])
  printTable(
    ['ID', 'ALGORITHM', 'MADE', 'SIGNS FROM'],
    rows,
    'There are no keys yet; the first start of the server makes one.',
  )
}

/** `authd keys rotate`: new keys, published at once by every running node and signing when everybody can know them. */
export async function rotateSigningKeys(options: HostOptions): Promise<void> {
  const ids = await withHost(options, ({ db, secret, now }) => rotateKeys(db, secret, now()))
  if (options.json) {
    printJson(ids)
    return
  }
  say(
    `Made new keys; they sign in ${publicationLead / 60_000} minutes, and the old ones verify for as long as their tokens live.`,
  )
  process.stdout.write(`${ids.join('\n')}\n`)
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
