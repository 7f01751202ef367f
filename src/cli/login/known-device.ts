import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { knownDeviceHeader } from '../../protocol/endpoints.ts'
import type { Reply } from '../client.ts'
import type { Context } from '../context.ts'
import { readText, writeAtomically } from '../files.ts'
import type { Terminal } from '../terminal.ts'

/**
 * `devices/<digest of the server>`: what a login there gave, for the next one to show that it comes from the same machine.
 * A logout leaves it, since it is for the login after that. It opens nothing, and a login works without it.
 */

export function knownDeviceHeaders({ folder, target, terminal }: Context): Record<string, string> {
  const proof = attempt(terminal, () => readText(pathOf(folder, target.server))?.trim()) ?? ''
  return { [knownDeviceHeader]: isProof(proof) ? proof : 'new' }
}

export function keepKnownDevice({ folder, target, terminal }: Context, { headers }: Reply): void {
  const proof = headers[knownDeviceHeader.toLowerCase()]
  if (typeof proof !== 'string' || !isProof(proof)) return
  attempt(terminal, () => writeAtomically(pathOf(folder, target.server), `${proof}\n`))
}

/** No login may fail for the sake of the next one. */
function attempt<T>(terminal: Terminal, act: () => T): T | undefined {
  try {
    return act()
  } catch (error) {
    terminal.trace((error as Error).message)
    return undefined
  }
}

function isProof(text: string): boolean {
  return /^d1\.[\w.-]{1,1000}$/.test(text)
}

function pathOf(folder: string, server: string): string {
  return join(folder, 'devices', createHash('sha256').update(server).digest('hex').slice(0, 24))
}
