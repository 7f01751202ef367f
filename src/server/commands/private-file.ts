import { existsSync, rmSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { fileFailure, HostError } from '../host-error.ts'

/**
 * Writes a file that nobody else may read (0600), whole or not at all: beside its place, and moved there when it is on
 * the disk. Throws HostError where it is there already, unless `force`, and where it cannot be written.
 */
export async function writePrivateFile(
  path: string,
  texts: () => AsyncGenerator<string>,
  { force, signal }: { force: boolean; signal: AbortSignal },
): Promise<void> {
  if (!force && existsSync(path))
    throw new HostError(
      `${path} is there already; nothing was written.`,
      'Give another name, or `--force` to replace it.',
    )
  const draft = `${path}.${process.pid}.part`
  const file = await open(draft, 'wx', 0o600).catch((error: unknown) => {
    throw unwritable(path, error)
  })
  try {
    for await (const text of texts()) {
      signal.throwIfAborted()
      await file.appendFile(text).catch((error: unknown) => {
        throw unwritable(path, error)
      })
    }
    await file.sync()
    await file.close()
    await rename(draft, path)
  } catch (error) {
    await file.close().catch(() => {})
    rmSync(draft, { force: true })
    throw error
  }
}

function unwritable(path: string, error: unknown): HostError {
  const hint = 'Check that its folder is there, that this user may write to it, and that the disk has space.'
  return new HostError(`${path} cannot be written: ${fileFailure(error)}; no file was changed.`, hint, {
    cause: error,
  })
}
