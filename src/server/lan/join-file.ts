import { join } from 'node:path'
import { readPrivateText, replacePrivateText } from '../private-file.ts'

/** Where the server was last seen, for `authd fingerprint`: port and issuer may come from flags of `serve` alone. */

/** `https://host:port`, as others reach it; undefined before the first start. */
export function readLastServer(dataDir: string): string | undefined {
  const text = readPrivateText(fileOf(dataDir))?.trim()
  return text && URL.canParse(text) ? text : undefined
}

export function keepLastServer(dataDir: string, server: string): void {
  if (readLastServer(dataDir) === server) return
  replacePrivateText(fileOf(dataDir), `${server}\n`)
}

function fileOf(dataDir: string): string {
  return join(dataDir, 'lan.url')
}
