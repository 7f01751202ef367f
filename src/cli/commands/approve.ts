import { type DeviceLoginEntry, paths } from '../../protocol/endpoints.ts'
import { type Message, message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { isDeviceLogin, readBody } from '../http/answers.ts'
import type { Translate } from '../language.ts'
import { environmentToken, protectedCall, requireBearer } from '../session.ts'
import { describeTime } from '../terminal/age.ts'
import { oneLine } from '../terminal/printable.ts'
import { padTo } from '../terminal/width.ts'

export interface ApproveOptions {
  yes?: boolean
  deny?: boolean
}

/** Says yes or no to the login of another device, after showing who asks. */
export async function approve(
  context: Context,
  given: string | undefined,
  options: ApproveOptions,
): Promise<void> {
  const { terminal } = context
  if (options.yes && options.deny)
    throw usageError('--yes and --deny contradict each other.', 'Use one of the two.')
  requireBearer(context)
  const userCode =
    given ??
    (await terminal.ask(
      { message: 'Code that the device shows', kind: 'text' },
      message('the code: `auth approve CODE`'),
    ))
  if (!options.yes && !options.deny) terminal.requireInput('Yes or no', message('--yes or --deny'))
  const query = new URLSearchParams({ user_code: userCode.trim() })
  const reply = await protectedCall(context, { method: 'GET', path: `${paths.device}?${query}` })
  const waiting = readBody(await context.client(), reply, isDeviceLogin)
  const approved = await decide(context, waiting, options)
  const json = { user_code: waiting.user_code, approve: approved }
  await protectedCall(context, { method: 'POST', path: paths.device, json })
  const device = nameOf(waiting)
  const words = approved
    ? message('Approved: {device} is let in.', { device })
    : message('Denied: {device} stays out.', { device })
  terminal.answer(words, { ...waiting, approved })
}

async function decide(
  { terminal, target, env }: Context,
  waiting: DeviceLoginEntry,
  options: ApproveOptions,
): Promise<boolean> {
  if (options.yes || options.deny) return options.yes === true
  terminal.show(describe(waiting, terminal.t), waiting)
  const stored = target.profile?.account ?? message('you')
  const who = environmentToken(env) === undefined ? stored : message('the account of AUTH_TOKEN')
  const question = message('Let it act as {who} at {server}?', { who, server: target.server })
  return terminal.confirm(question, '--yes', false)
}

/** A person who did not start this login is being tricked by somebody who did (RFC 8628 §5.4). */
function describe(waiting: DeviceLoginEntry, t: Translate): string {
  const now = Date.now()
  const rows = [
    [t('device'), waiting.label ?? t('gives no name')],
    [t('address'), waiting.address ?? t('unknown')],
    [t('program'), `${waiting.client_name} (${waiting.client_id})`],
    [t('may use'), waiting.scopes.join(', ')],
    [t('asked'), describeTime(waiting.created_at, now, t)],
    [t('runs out'), describeTime(waiting.expires_at, now, t)],
  ] as const
  const lines = rows.map(([label, value]) => `  ${padTo(label, 10)}${oneLine(value)}`)
  const advice = t(
    'Say yes only if it was you who started this just now: whoever did will be you from then on.',
  )
  return [t('A login waits for your word:'), '', ...lines, '', advice].join('\n')
}

function nameOf({ label, address }: DeviceLoginEntry): Message | string {
  const name = label ?? address
  return name === null ? message('the device') : oneLine(name)
}
