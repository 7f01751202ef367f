import { type Message, message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { type Finding, faultOf, ok, skipped, type Verdict, worst } from '../doctor/finding.ts'
import { checkLock, checkStorage, takeLock } from '../doctor/local-checks.ts'
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
import { wrap } from '../terminal/wrap.ts'

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
  const askServer = (run: (context: Context) => Promise<Found>) => (isThere ? run : notAsked)
  await examine('trust', 'Asking the server', askServer(checkTrust))
  await examine('clock', 'Asking the server', askServer(checkClock))
  await examine('service', 'Asking the server', askServer(checkMail))
  const isIn = await examine('login', 'Trying the login', askServer(checkLogin))
  const askAsMember = (run: (context: Context) => Promise<Found>) =>
    askServer(isIn ? run : async () => withoutLogin())
  await examine('proxies', 'Asking the server', askAsMember(checkProxies))
  await examine('versions', 'Asking the server', askAsMember(checkVersions))
  await examine('refreshes', 'Trying two refreshes at once', askAsMember(withSession(checkRefreshes)))
  await report(context, findings)
  return worst(findings)
}

async function notAsked(): Promise<Found> {
  return skipped('The server does not answer, so this was not tried.')
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
    const { probeKeyring } = await import('../credentials.ts')
    const trouble = await probeKeyring(context.env)
    if (trouble) throw trouble
  } else if (part === 'lock') await takeLock(context, name)
  else throw usageError(message('There is no part "{part}".', { part }))
  return exitCodes.done
}

const marks: Record<Verdict, string> = { ok: 'ok', warning: 'warning', fault: 'FAULT', skipped: '-' }

async function report({ terminal }: Context, findings: readonly Finding[]): Promise<void> {
  const { t } = terminal
  const say = (said: Message | string | undefined) => (said === undefined ? null : t(said))
  const values = findings.map(({ check, verdict, said, remedy }) => ({
    check,
    verdict,
    detail: say(said),
    remedy: say(remedy),
  }))
  const lines = findings.flatMap(({ check, verdict, said, remedy }) => {
    const head = `${check.padEnd(11)}${t(marks[verdict]).padEnd(9)}`
    return [
      ...wrap(t(said), head, terminal.width),
      ...(remedy ? wrap(t(remedy), ' '.repeat(20), terminal.width) : []),
    ]
  })
  terminal.answer(lines.join('\n'), { findings: values })
}
