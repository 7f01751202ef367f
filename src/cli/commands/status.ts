import { paths, type TokenValidity } from '../../protocol/endpoints.ts'
import type { Context } from '../context.ts'
import { describeDuration } from '../duration.ts'
import { type CliError, type ExitCode, exitCodes, toCliError } from '../errors.ts'
import { isAccount, isValidity, readBody } from '../http/answers.ts'
import type { Translate } from '../language.ts'
import { warnOfVariable } from '../profile/note.ts'
import { describeSkew } from '../session/skew.ts'
import { isEnded, readCache } from '../session/token-cache.ts'
import { accessToken, type Bearer, environmentToken, protectedCall, requireLogin } from '../session.ts'
import { keptChoice, loginStore } from '../storage/storage.ts'
import { padTo } from '../terminal/width.ts'
import { describeTrust, type Trust, trustOf } from '../trust/report.ts'

type State = 'valid' | 'expired' | 'login-required' | 'offline' | 'storage-unreadable'

interface Status {
  server: string
  profile: string
  account: string | null
  state: State
  storage: { kind: string; why: string }
  token: { expires_at: string | null; source: string | null }
  session_id: string | null
  trust: Trust
}

/** Says how the login stands, asking the server; the exit code says the same. Other errors are thrown as ever. */
export async function status(context: Context): Promise<ExitCode> {
  const { terminal, target, env } = context
  const given = environmentToken(env) !== undefined
  const checked = await check(context, given)
  const { skew } = await context.client()
  const report: Status = {
    server: target.server,
    profile: target.name,
    account: checked.account ?? (given ? null : (target.profile?.account ?? null)),
    state: checked.trouble === undefined ? 'valid' : stateOf(checked.trouble),
    storage: given ? { kind: 'none', why: 'AUTH_TOKEN is set' } : keptChoice(target.profile, env),
    token: tokenOf(context, checked),
    session_id: checked.validity?.session_id ?? (given ? null : (target.profile?.session_id ?? null)),
    trust: trustOf(context),
  }
  terminal.answer(block(report, target.because, terminal.t), report)
  if (target.overrides && terminal.json) warnOfVariable(context)
  if (checked.trouble) terminal.tell(whatToDo(checked.trouble, terminal.t))
  if (skew !== undefined) terminal.tell(describeSkew(skew, terminal.t))
  return checked.trouble?.exitCode ?? exitCodes.done
}

interface Checked {
  trouble?: CliError
  bearer?: Bearer
  validity?: TokenValidity
  /** Only asked for with AUTH_TOKEN: nobody here knows whose it is. */
  account?: string
}

/** One real call tells all: a token that can be renewed is renewed, as any other command would. */
async function check(context: Context, given: boolean): Promise<Checked> {
  let bearer: Bearer | undefined
  try {
    if (!given) await secretIsThere(context)
    bearer = await accessToken(context)
    const client = await context.client()
    const reply = await protectedCall(context, { method: 'GET', path: paths.validateAccessToken })
    const validity = readBody(client, reply, isValidity)
    if (!given) return { bearer, validity }
    const { email } = readBody(
      client,
      await protectedCall(context, { method: 'GET', path: paths.me }),
      isAccount,
    )
    return { bearer, validity, account: email }
  } catch (error) {
    const trouble = toCliError(error)
    if (!isReported(trouble)) throw error
    return { trouble, ...(bearer && { bearer }) }
  }
}

function isReported({ code, exitCode }: CliError): boolean {
  const told: number[] = [exitCodes.loginNeeded, exitCodes.offline, exitCodes.storage]
  return told.includes(exitCode) || code === 'plain_http'
}

/** A cached token still works for minutes after its keychain has gone; better known before it runs out. */
async function secretIsThere(context: Context): Promise<void> {
  const { profile, credential } = requireLogin(context)
  const store = await loginStore(profile, context.folder, context.env)
  await store.read(credential)
}

function stateOf({ code, exitCode }: CliError): State {
  if (exitCode === exitCodes.offline || code === 'plain_http') return 'offline'
  if (exitCode === exitCodes.storage) return 'storage-unreadable'
  return code === 'token_expired' ? 'expired' : 'login-required'
}

function tokenOf(context: Context, { bearer, validity }: Checked): Status['token'] {
  if (environmentToken(context.env) !== undefined)
    return { expires_at: validity?.expires_at ?? null, source: 'AUTH_TOKEN' }
  const { credential } = context.target.profile ?? {}
  const cached = credential === undefined ? undefined : readCache(context.folder, credential)
  if (cached === undefined || isEnded(cached)) return { expires_at: null, source: null }
  return { expires_at: new Date(cached.expires_at).toISOString(), source: bearer?.source ?? 'cache' }
}

function whatToDo({ said, saidHint }: CliError, t: Translate): string {
  return [said, saidHint]
    .flatMap((each) => each ?? [])
    .map((each) => t(each))
    .join('\n')
}

function block(report: Status, because: string | undefined, t: Translate): string {
  const { profile, account, state, storage, token, session_id: session } = report
  const left = token.expires_at === null ? '' : lifetime(Date.parse(token.expires_at) - Date.now(), t)
  const rows = [
    [
      t('server'),
      because === undefined
        ? report.server
        : t('{server} ({variable} is set)', { server: report.server, variable: because }),
    ],
    [t('trust'), describeTrust(report.trust, t)],
    [t('profile'), profile],
    [t('account'), account ?? '-'],
    [t('state'), state],
    [t('storage'), `${storage.kind} (${t(storage.why)})`],
    [t('token'), token.source === null ? '-' : `${left}${token.source}`],
    [t('session'), session ?? '-'],
  ] as const
  return rows.map(([label, value]) => `${padTo(label, 9)}${value}`).join('\n')
}

function lifetime(left: number, t: Translate): string {
  return left > 0 ? t('good for {left}, from ', { left: describeDuration(left, t) }) : t('run out, from ')
}
