import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { paths } from '../../protocol/endpoints.ts'
import { isCode } from '../client.ts'
import type { Context } from '../context.ts'
import { readText, removeFile, writeAtomically } from '../files.ts'
import { protectedCall } from '../session.ts'

/** No examination takes so long, so what is older belonged to a killed one. Milliseconds. */
const longest = 2 * 60_000

/**
 * Notes a throw-away session, by its id and never by its token, so that a later examination can end it if this one is
 * killed. Returns what strikes it out. A disk that takes no note is no reason not to examine.
 */
export function noteSession({ folder, target }: Context, id: string): () => void {
  const path = join(noteFolder(folder), encodeURIComponent(id))
  try {
    writeAtomically(path, target.server)
  } catch {
    return () => undefined
  }
  return () => void attempt(() => removeFile(path))
}

/** Ends at this server what killed examinations of this machine left there; nobody else's, whatever their name. */
export async function endLeftSessions(context: Context): Promise<void> {
  const folder = noteFolder(context.folder)
  const names = attempt(() => readdirSync(folder)) ?? []
  for (const name of names) {
    const path = join(folder, name)
    const isLeft = attempt(() => Date.now() - statSync(path).mtimeMs > longest && readText(path))
    if (isLeft !== context.target.server) continue
    const isOver = await protectedCall(context, { method: 'DELETE', path: `${paths.sessions}/${name}` }).then(
      () => true,
      (error) => isCode(error, 'not_found', 'invalid_request'),
    )
    // Of one that could not be asked for the note stays, for the next time.
    if (isOver) attempt(() => removeFile(path))
  }
}

function noteFolder(folder: string): string {
  return join(folder, 'doctor')
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
