import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Several times what all tests together take up at once. Bytes. */
const room = 2 * 1024 ** 3

/**
 * Has the tests keep their homes and stores in memory where there is some for files: each commit and each secret is synced
 * to the disk (fsync), and with hundreds of stores that is a third of the time. No test of the suite takes the power away,
 * so none is any weaker for it. A TMPDIR that somebody set is left alone.
 */
export function setup(): (() => void) | undefined {
  const folder = process.env.TMPDIR === undefined ? makeFolder('/dev/shm') : undefined
  if (folder === undefined) return undefined
  process.env.TMPDIR = folder
  return () => {
    delete process.env.TMPDIR
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
}

/** Undefined where memory is short, as in most containers, or where no program may lie in it (noexec). */
function makeFolder(parent: string): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(parent)
    if (bavail * bsize < room) return undefined
    const folder = mkdtempSync(join(parent, 'latchkey-'))
    chmodSync(folder, 0o755) // PostgreSQL's own user goes through it
    try {
      const program = join(folder, 'program')
      writeFileSync(program, '', { mode: 0o700 })
      accessSync(program, constants.X_OK)
      rmSync(program)
      return folder
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
  } catch {
    return undefined
  }
}
