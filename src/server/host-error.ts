/**
 * A fault of the host that a person must mend: settings, files, permissions, ports. `main.ts` prints the message after
 * `authd: error:` and the hint after `authd: hint:`: whole sentences, the first of what was wrong and what was kept, the
 * other of what to do next. Neither ever holds a secret.
 */
export class HostError extends Error {
  /** None where there is nothing to do. */
  readonly hint: string | undefined

  constructor(message: string, hint?: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'HostError'
    this.hint = hint
  }
}

/** Something wrong with the command line; exit code 2. */
export class UsageError extends HostError {}

/** Every fault of the settings at once, so that nobody mends them one start at a time. */
export class ConfigError extends HostError {
  /** One sentence each; begins with the variable, or with the file and line where there is none. */
  readonly faults: readonly string[]
  /** Whether flags alone are to blame. */
  readonly isUsage: boolean

  constructor(faults: readonly string[], isUsage = false) {
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`
    const lines = faults.map((fault) => `  - ${fault}`).join('\n')
    super(
      `The settings have ${count}; nothing was changed:\n${lines}`,
      'Correct the environment, the env file or the flags named above; what is not set takes its default.',
    )
    this.name = 'ConfigError'
    this.faults = faults
    this.isUsage = isUsage
  }
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'it does not exist',
  EEXIST: 'something else is in its place',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open',
  ELOOP: 'its symbolic links go in circles',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the disk failed',
}

/** The failure of a file operation as a part of a sentence, such as `permission denied`. */
export function fileFailure(error: unknown): string {
  const code = errorCode(error)
  return (code && reasons[code]) ?? (error instanceof Error ? error.message : String(error))
}

/** `ENOENT` and its like; undefined where the error has none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
