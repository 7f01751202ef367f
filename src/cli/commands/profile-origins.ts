import { message } from '../../protocol/messages.ts'
import { changeConfig } from '../config.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { parseOrigin } from '../profile/origins.ts'
import { requireProfile } from '../profile/profile.ts'

/** Lets tokens of the profile go to one more origin. */
export async function allowOrigin(context: Context, address: string): Promise<void> {
  const origin = parseOrigin(address, 'ORIGIN')
  const origins = await changeOrigins(context, (before) => [...new Set([...before, origin])].sort())
  const { name } = context.target
  context.terminal.answer(message('Tokens of profile "{name}" may be sent to {origin}.', { name, origin }), {
    name,
    origins,
  })
}

/** Sends tokens of the profile to one origin less. */
export async function disallowOrigin(context: Context, address: string): Promise<void> {
  const origin = parseOrigin(address, 'ORIGIN')
  const { profile, server } = context.target
  if (profile !== undefined && origin === new URL(server).origin)
    throw usageError(
      message('{origin} is the server of this login, so its tokens go there; nothing was changed.', {
        origin,
      }),
      'Log out of it with `auth logout`, or name another origin.',
    )
  const origins = await changeOrigins(context, (before) => before.filter((each) => each !== origin))
  const { name } = context.target
  context.terminal.answer(message('No token of profile "{name}" is sent to {origin}.', { name, origin }), {
    name,
    origins,
  })
}

async function changeOrigins(
  { folder, target: { name } }: Context,
  change: (before: string[]) => string[],
): Promise<string[]> {
  let origins: string[] = []
  await changeConfig(folder, (config) => {
    const profile = requireProfile(config, name)
    origins = change(profile.origins ?? [])
    return { ...config, profiles: { ...config.profiles, [name]: { ...profile, origins } } }
  })
  return origins
}
