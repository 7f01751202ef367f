import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { runChild } from '../exec/child.ts'
import { checkVariable, childEnvironment } from '../exec/child-environment.ts'
import { openTokenFile } from '../exec/token-file.ts'
import { TokenMask } from '../exec/token-mask.ts'
import { keepRenewing } from '../exec/token-renewal.ts'
import { rememberTokens } from '../session/known-tokens.ts'
import { readValidity } from '../session/validity.ts'
import { accessToken, type Bearer } from '../session.ts'

export interface ExecOptions {
  env?: string
  tokenFile?: boolean
  mask?: boolean
  minValidity?: string
}

/** Runs a program with an access token in its environment, or in a file that stays fresh, and leaves with its exit code. */
export async function exec(context: Context, words: string[], options: ExecOptions): Promise<number> {
  if (words[0] === undefined || words[0] === '')
    throw usageError('Say which program is to be run.', 'Name it: `auth exec -- ./deploy.sh --all`.')
  const name = checkVariable(options.env ?? (options.tokenFile ? 'AUTH_TOKEN_FILE' : 'AUTH_TOKEN'))
  const bearer = await accessToken(context, readValidity(options.minValidity))
  if (options.tokenFile) return runWithFile(context, words, { name, bearer, mask: options.mask })
  return run(context, words, { name, value: bearer.token, bearer, mask: options.mask })
}

interface Job {
  name: string
  bearer: Bearer
  mask: boolean | undefined
}

async function runWithFile(context: Context, words: string[], job: Job): Promise<number> {
  const file = openTokenFile(context.env, job.bearer.token)
  const renewal = keepRenewing(context, job.bearer, ({ token }) => file.write(token))
  try {
    return await run(context, words, { ...job, value: file.path })
  } finally {
    await renewal.stop()
    file.remove()
  }
}

async function run(
  context: Context,
  [program = '', ...args]: string[],
  { name, value, bearer, mask }: Job & { value: string },
): Promise<number> {
  const command = { program, args, env: childEnvironment(context, bearer, name, value) }
  // From there on the child decides what an interruption means.
  const handOver = (): void => context.interruptions.handOver(() => undefined)
  const isTerminal = [process.stdin, process.stdout, process.stderr].every(({ isTTY }) => isTTY)
  const tokens = mask ? rememberTokens(context, bearer) : undefined
  if (tokens === undefined || !isTerminal) {
    handOver()
    return runChild(command, tokens && (() => new TokenMask(tokens)))
  }
  const { loadPseudoTerminals, runOnTerminal } = await import('../exec/pseudo-terminal.ts')
  const library = await loadPseudoTerminals()
  handOver()
  return runOnTerminal(library, command, new TokenMask(tokens))
}
