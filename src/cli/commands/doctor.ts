import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { type Finding, faultOf, ok, skipped, worst } from '../doctor/finding.ts'
import { checkLock, checkStorage, takeLock } from '../doctor/local-checks.ts'
import { reportFindings } from '../doctor/report.ts'
import {
  checkClock,
  checkMail,
  checkProxies,
  checkServer,
  checkTrust,
  checkVersions,
  withoutLogin,
} from '../doctor/server-checks.ts'
import { checkRefreshes } from '../doctor/session-check.ts'
import { type ExitCode, exitCodes, usageError } from '../errors.ts'
import { accessToken, environmentToken } from '../session.ts'

export interface DoctorOptions {
  /** For the processes that it starts itself. */
  part?: string
  name?: string
}

type Found = Omit<Finding, 'check'>

/**
 * Examines everything between here and the server, and says of each part how it stands. It asks nothing: a yes to an
 * unknown server would be a decision, and an examination makes none.
 */
export async function doctor(context: Context, { part, name = '' }: DoctorOptions): Promise<ExitCode> {
  if (part !== undefined) return runPart(context, part, name)
  const findings: Finding[] = []
  const silent = context.inBackground()
  await silent.speak()
  const examine = async (check: string, words: string, run: (context: Context) => Promise<Found>) => {
    const work = run(silent).catch(faultOf)
    const finding = { check, ...(await context.terminal.whileWaiting(words, work)) }
    findings.push(finding)
    return finding.verdict !== 'fault'
  }
  await examine('storage', 'Trying where logins are kept', checkStorage)
  await examine('lock', 'Trying the lock', checkLock)
  const isThere = await examine('server', 'Asking the server', checkServer)
  const refusal = isThere ? undefined : findings.at(-1)
  const askServer = (run: (context: Context) => Promise<Found>) =>
    refusal === undefined ? run : async () => notAsked(refusal)
  const trust = refusal?.exitCode === exitCodes.untrusted ? async () => distrusted(refusal) : undefined
  await examine('trust', 'Asking the server', trust ?? askServer(checkTrust))
  await examine('clock', 'Asking the server', askServer(checkClock))
  await examine('service', 'Asking the server', askServer(checkMail))
  const isIn = await examine('login', 'Trying the login', askServer(checkLogin))
  const askAsMember = (run: (context: Context) => Promise<Found>) =>
    askServer(isIn ? run : async () => withoutLogin())
  await examine('proxies', 'Asking the server', askAsMember(checkProxies))
  await examine('versions', 'Asking the server', askAsMember(checkVersions))
  await examine('refreshes', 'Trying two refreshes at once', askAsMember(withSession(checkRefreshes)))
  await reportFindings(context, findings)
  return worst(findings)
}

function notAsked({ exitCode }: Finding): Found {
  return skipped(
    exitCode === exitCodes.untrusted
      ? 'The server is not trusted, so this was not tried.'
      : 'The server does not answer, so this was not tried.',
  )
}

/** Somebody did answer: the handshake told what is wrong, and the line above has the keys and what to do. */
function distrusted({ code }: Finding): Found {
  const said =
    code === 'server_changed'
      ? 'Another key answered than the one that is trusted.'
      : 'The server is not trusted, as said above.'
  return { verdict: 'fault', said, exitCode: exitCodes.untrusted }
}

async function checkLogin(context: Context): Promise<Found> {
  const { source } = await accessToken(context)
  if (source === 'AUTH_TOKEN') return ok('The token in AUTH_TOKEN is used as it is.')
  return ok(message('{account} is logged in.', { account: context.target.profile?.account ?? '' }))
}

function withSession(run: (context: Context) => Promise<Found>) {
  return async (context: Context): Promise<Found> =>
    environmentToken(context.env) === undefined
      ? run(context)
      : skipped('AUTH_TOKEN is set: a token alone cannot be renewed.')
}

async function runPart(context: Context, part: string, name: string): Promise<ExitCode> {
  if (part === 'keychain') {
    const { probeKeyring } = await import('../storage/keychain.ts')
    const trouble = await probeKeyring(context.env)
    if (trouble) throw trouble
  } else if (part === 'lock') await takeLock(context, name)
  else throw usageError(message('There is no part "{part}".', { part }))
  return exitCodes.done
}
