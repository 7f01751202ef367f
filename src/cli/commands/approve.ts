import { type DeviceLoginEntry, paths } from '../../protocol/endpoints.ts'
import { describeTime } from '../age.ts'
import { readDeviceLogin } from '../answers.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { oneLine } from '../printable.ts'
import { environmentToken, protectedCall, requireLogin } from '../session.ts'

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
  if (environmentToken(context.env) === undefined) requireLogin(context)
  const userCode =
    given ??
    (await terminal.ask(
      { message: 'Code that the device shows', kind: 'text' },
      'the code: auth approve CODE',
    ))
  if (!options.yes && !options.deny) terminal.requireInput('Yes or no', '--yes or --deny')
  const query = new URLSearchParams({ user_code: userCode.trim() })
  const reply = await protectedCall(context, { method: 'GET', path: `${paths.device}?${query}` })
  const waiting = readDeviceLogin(await context.client(), reply)
  const approved = await decide(context, waiting, options)
  const json = { user_code: waiting.user_code, approve: approved }
  await protectedCall(context, { method: 'POST', path: paths.device, json })
  const words = approved ? `Approved: ${nameOf(waiting)} is let in.` : `Denied: ${nameOf(waiting)} stays out.`
  terminal.answer(words, { ...waiting, approved })
}

async function decide(
  { terminal, target, env }: Context,
  waiting: DeviceLoginEntry,
  options: ApproveOptions,
): Promise<boolean> {
  if (options.yes || options.deny) return options.yes === true
  terminal.show(describe(waiting), waiting)
  const who = environmentToken(env) === undefined ? target.profile?.account : 'the account of AUTH_TOKEN'
  return terminal.confirm(`Let it act as ${who ?? 'you'} at ${target.server}?`, '--yes', false)
}

/** A person who did not start this login is being tricked by somebody who did (RFC 8628 §5.4). */
function describe(waiting: DeviceLoginEntry): string {
  const now = Date.now()
  const rows = [
    ['device', waiting.label ?? 'gives no name'],
    ['address', waiting.address ?? 'unknown'],
    ['program', `${waiting.client_name} (${waiting.client_id})`],
    ['may use', waiting.scopes.join(', ')],
    ['asked', describeTime(waiting.created_at, now)],
    ['runs out', describeTime(waiting.expires_at, now)],
  ] as const
  const lines = rows.map(([label, value]) => `  ${label.padEnd(10)}${oneLine(value)}`)
  const advice = 'Say yes only if it was you who started this just now: whoever did will be you from then on.'
  return ['A login waits for your word:', '', ...lines, '', advice].join('\n')
}

function nameOf({ label, address }: DeviceLoginEntry): string {
  return oneLine(label ?? address ?? 'the device')
}
