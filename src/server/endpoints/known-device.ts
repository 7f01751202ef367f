import { z } from '@hono/zod-openapi'
import { knownDeviceHeader } from '../../protocol/endpoints.ts'
import { rememberDevice } from '../accounts/known-device.ts'
import type { Deps } from '../deps.ts'
import type { RequestContext } from './router.ts'

/** For `/openapi.json`; read by hand, since whatever it holds must not stop a login. */
export const knownDeviceHeaders = z.object({
  [knownDeviceHeader]: z
    .string()
    .optional()
    .describe(
      'What an earlier login on this device gave, or `new`: lets the owner in while strangers guess.',
    ),
})

/** For who has just proved to own the account, and asked for it. */
export function answerKnownDevice({ secret }: Deps, c: RequestContext, accountId: string): void {
  const device = c.req.header(knownDeviceHeader)
  if (device !== undefined) c.header(knownDeviceHeader, rememberDevice(secret, device, accountId))
}
