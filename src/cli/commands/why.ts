import { paths, type SessionState } from '../../protocol/endpoints.ts'
import { type Message, message } from '../../protocol/messages.ts'
import { describeSecond } from '../../protocol/second.ts'
import { isCode } from '../client.ts'
import type { Profile } from '../config.ts'
import type { Context } from '../context.ts'
import { toCliError } from '../errors.ts'
import { readSessionState } from '../http/answers.ts'
import { type JournalEntry, readJournal } from '../session/journal.ts'
import { describeSkew } from '../session/skew.ts'
import { isEnded, readCache } from '../session/token-cache.ts'
import { environmentToken, loginHint, requireKnownProfile } from '../session.ts'
import { loginStore } from '../storage/storage.ts'
import { describeTime } from '../terminal/age.ts'
import { formatTable } from '../terminal/table.ts'

/** What is known of a login, and who says so. */
interface Verdict {
  state: 'active' | 'ended' | 'logged-out' | 'unknown'
  /** The server's code for the end, such as `revoked`. */
  reason: string | null
  detail: Message | string
  source: 'server' | 'this machine'
}

interface Heard {
  verdict?: Verdict
  /** Why the server could not be asked. */
  unheard?: Message
}

const shownLines = 10

/** Says how the login came to stand as it does: the server's word, and what the commands of this machine did. */
export async function why(context: Context): Promise<void> {
  const { terminal, target, folder } = context
  const { profile } = target
  requireKnownProfile(context)
  const journal = linesOf(context)
  const heard = profile?.credential === undefined ? {} : await askServer(context, profile, profile.credential)
  const verdict = heard.verdict ?? conclude(context, journal)
  const { skew } = await context.client()
  const detail = terminal.t(verdict.detail)
  terminal.answer([detail, '', block(context, journal)].join('\n').trim(), {
    server: target.server,
    profile: target.name,
    account: profile?.account ?? null,
    session_id: profile?.session_id ?? null,
    ...verdict,
    detail,
    clock_skew_seconds: skew === undefined ? null : Math.round(skew / 1_000),
    journal: journal.map(({ credential: _, ...shown }) => shown),
  })
  if (heard.unheard)
    terminal.warn(
      message('The server could not be asked; this is what is known here. {why}', { why: heard.unheard }),
    )
  if (skew !== undefined) terminal.tell(describeSkew(skew, terminal.t))
  const marked = profile?.credential !== undefined && isEnded(readCache(folder, profile.credential))
  if (verdict.state === 'active' && marked)
    terminal.tell('Here it counts as ended; `auth refresh` brings it back.')
  if (verdict.state === 'ended' || verdict.state === 'logged-out') terminal.tell(loginHint(context))
  if (environmentToken(context.env) !== undefined)
    terminal.warn('AUTH_TOKEN is set and is used instead of this login.')
}

/** The refresh token itself asks, since it still opens this one answer when it opens nothing else; it is not used up. */
async function askServer(context: Context, profile: Profile, credential: string): Promise<Heard> {
  try {
    const store = await loginStore(profile, context.folder, context.env)
    const bearer = await store.read(credential)
    if (bearer === undefined) return {}
    const client = await context.client()
    const reply = await client.send({ method: 'GET', path: paths.session, bearer })
    return { verdict: fromServer(readSessionState(client, reply)) }
  } catch (error) {
    if (!isCode(error, 'invalid_token', 'session_ended')) return { unheard: toCliError(error).said }
    const detail = 'The server does not know the session any more: it or its account was removed there.'
    return { verdict: { state: 'ended', reason: error.code, detail, source: 'server' } }
  }
}

function fromServer({ active, reason, detail, label }: SessionState): Verdict {
  const stands =
    label === null
      ? 'The session stands; the server honours this login.'
      : message('The session of {label} stands; the server honours this login.', { label })
  return active
    ? { state: 'active', reason: null, detail: stands, source: 'server' }
    : { state: 'ended', reason, detail: detail ?? 'The session has ended.', source: 'server' }
}

/** What this machine knows by itself: the mark of an ended login, or else the last line of the journal. */
function conclude({ target, folder, terminal }: Context, journal: JournalEntry[]): Verdict {
  const { credential } = target.profile ?? {}
  const cached = credential === undefined ? undefined : readCache(folder, credential)
  const source = 'this machine'
  if (isEnded(cached)) return { state: 'ended', reason: cached.ended, detail: cached.detail, source }
  const last = journal.at(-1)
  if (credential !== undefined) {
    const detail =
      last === undefined
        ? 'Nothing here says that the login is over.'
        : message('Nothing here says that the login is over. It was used last {time}.', {
            time: describeTime(last.at, Date.now(), terminal.t),
          })
    return {
      state: 'unknown',
      reason: null,
      detail,
      source,
    }
  }
  if (last === undefined)
    return {
      state: 'logged-out',
      reason: null,
      detail: message('Nobody has logged in to {server} here.', { server: target.server }),
      source,
    }
  const detail = message('{account} was logged out on this machine by `auth {command}` at {time}.', {
    account: last.account ?? message('The account'),
    command: last.command,
    time: describeSecond(last.at),
  })
  return { state: 'logged-out', reason: 'logout', detail, source }
}

/** The journal of this login; of a login that was ended here, that of its account. */
function linesOf({ folder, target }: Context): JournalEntry[] {
  const all = readJournal(folder)
  const credential =
    target.profile?.credential ?? all.findLast(({ server }) => server === target.server)?.credential
  return all.filter((entry) => entry.credential === credential)
}

function block({ terminal }: Context, journal: JournalEntry[]): string {
  const { t } = terminal
  const lines = journal.slice(-shownLines)
  if (lines.length === 0) return ''
  const columns = [
    { title: t('WHEN'), cells: lines.map(({ at }) => describeSecond(at)) },
    { title: t('COMMAND'), cells: lines.map(({ command }) => command), weight: 2 },
    { title: t('RESULT'), cells: lines.map(({ result }) => t(result)), weight: 3 },
    { title: t('SESSION'), cells: lines.map(({ session_id }) => session_id?.slice(0, 8) ?? '-'), weight: 1 },
  ]
  return formatTable(columns, terminal.width)
}
