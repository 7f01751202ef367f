import { type ErrorCode, ProtocolError } from '../protocol/errors.ts'
import { type Message, message, say } from '../protocol/messages.ts'

/** What the program leaves to its caller; the numbers are part of what is promised: `auth --help`. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  loginNeeded: 4,
  offline: 5,
  storage: 6,
  refused: 7,
  untrusted: 8,
  /** What env(1) says of a program that cannot be run, and of one that is not there. */
  notRunnable: 126,
  notFound: 127,
  interrupted: 130,
} as const

/** English text, or a message where a value is in it. */
export type Said = Message | string

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/**
 * An error a person can act on: what was wrong, what to do next, and the exit code that says the same. `message` and
 * `hint` are English; `said` and `saidHint` are the same for other languages.
 */
export class CliError extends Error {
  /** Stable; programs that read `--json` decide by it. */
  readonly code: string
  readonly exitCode: ExitCode
  readonly hint: string | undefined
  readonly said: Message
  readonly saidHint: Message | undefined

  constructor(exitCode: ExitCode, code: string, words: Said, hint?: Said, cause?: unknown) {
    super(say(words, undefined), { cause })
    this.name = 'CliError'
    this.code = code
    this.exitCode = exitCode
    this.said = asMessage(words)
    this.saidHint = hint === undefined ? undefined : asMessage(hint)
    this.hint = hint === undefined ? undefined : say(hint, undefined)
  }
}

function asMessage(said: Said): Message {
  return typeof said === 'string' ? message(said) : said
}

/** The command line itself is wrong, or lacks what only a prompt could have supplied. */
export function usageError(words: Said, hint?: Said): CliError {
  return new CliError(exitCodes.usage, 'usage', words, hint)
}

/** Nobody is logged in here, or the login is over; `code` says which of them. */
export function loginNeeded(
  words: Said,
  code = 'login_required',
  hint: Said = 'Run `auth login`.',
): CliError {
  return new CliError(exitCodes.loginNeeded, code, words, hint)
}

/** The person pressed Ctrl-C or closed the input; `hint` says how to go on where something has begun already. */
export function interrupted(hint?: Said): CliError {
  return new CliError(exitCodes.interrupted, 'interrupted', 'Interrupted.', hint)
}

/** The hint where the server or the way to it is at fault. */
export const loginKept = 'Your login is kept; try again later.'

const hints: Partial<Record<ErrorCode, string>> = {
  email_taken: 'Log in with `auth login`, or set a new password with `auth password reset`.',
  invalid_verification_code:
    'Look at the newest letter, or have the code sent again: `auth verify --resend`.',
  registration_ambiguous:
    'Verify where you registered, or register again: `auth register` replaces nothing that is verified.',
  registration_closed: 'Ask the operator of the server for an account.',
  invite_required: 'Ask the operator of the server for one and give its code: `auth register --invite CODE`.',
  invalid_invite: 'With a new code: `auth register --invite CODE`.',
  invalid_credentials: 'Check the address and the password; `auth password reset` sets a new one.',
  wrong_password: 'Forgotten? `auth password reset` sets a new one.',
  email_not_verified: 'Enter the code: `auth verify --email ADDRESS`; with --resend a new one is sent.',
  account_disabled: 'Ask the operator of the server to enable the account.',
  missing_token: 'Run `auth login`.',
  invalid_token: 'Run `auth login`.',
  token_expired: 'Run `auth login`.',
  session_ended: 'Run `auth login`.',
  last_superuser: 'Promote another account first.',
  server_error: loginKept,
  store_unavailable: loginKept,
}

/** The exit code of an error the server named. A refused password is `failed`: logging in is what was just tried. */
function exitCodeOf(error: ProtocolError): ExitCode {
  if (error.code === 'invalid_credentials' || error.code === 'invalid_verification_code')
    return exitCodes.failed
  if (error.status === 401) return exitCodes.loginNeeded
  if (error.status === 403) return exitCodes.refused
  if (error.status === 429 || error.status >= 500) return exitCodes.offline
  return exitCodes.failed
}

/** Where the same refusal needs another next step than it does mostly. */
const hintsOfCommands: Record<string, Partial<Record<ErrorCode, string>>> = {
  'password reset': {
    invalid_verification_code:
      'Look at the newest letter, or have a new code sent: `auth password reset` without --code.',
  },
  'email change': {
    invalid_verification_code:
      'Look at the newest letter, or have a new code sent: `auth email change --email ADDRESS`.',
    email_taken: 'Give another address: `auth email change --email ADDRESS`.',
  },
  'users add': { email_taken: 'See `auth users list --search ADDRESS`.' },
}

function fromProtocol(error: ProtocolError, command: string): CliError {
  const wait =
    error.retryAfter === undefined
      ? undefined
      : message('Try again in {seconds} s.', { seconds: error.retryAfter })
  const fallback = error.status === 429 || error.status >= 500 ? loginKept : undefined
  const hint = wait ?? hintsOfCommands[command]?.[error.code] ?? hints[error.code] ?? fallback
  return new CliError(exitCodeOf(error), error.code, error.said, hint, error)
}

const systemWords: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
}

/** Why the system would not: in words where we have them, else its own. */
export function systemWord(error: unknown): string {
  const { code, message: words } = error as NodeJS.ErrnoException
  return systemWords[code ?? ''] ?? code ?? words
}

function fromSystem(error: NodeJS.ErrnoException): CliError | undefined {
  const words = systemWords[error.code ?? '']
  // A file that is missing is no state of the machine: whoever reads one says what it means.
  if (words === undefined || error.code === 'ENOENT') return undefined
  const file = error.path ?? message('A file')
  const what = message('{file} cannot be used: {why}.', { file, why: message(words) })
  return new CliError(
    exitCodes.failed,
    'file_error',
    what,
    'Nothing was lost; repair it and try again.',
    error,
  )
}

/** Any thrown value as the one error `main.ts` prints; `command` is the one that met it. */
export function toCliError(error: unknown, command = ''): CliError {
  if (error instanceof CliError) return error
  if (error instanceof ProtocolError) return fromProtocol(error, command)
  const known = error instanceof Error ? fromSystem(error) : undefined
  if (known !== undefined) return known
  const why = error instanceof Error ? error.message : String(error)
  const hint = 'This is a fault of auth itself; --verbose shows where it happened.'
  return new CliError(
    exitCodes.failed,
    'internal',
    message('Something unexpected happened: {why}', { why }),
    hint,
    error,
  )
}
