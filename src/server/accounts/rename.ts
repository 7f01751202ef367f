import type { Store } from '../../../db/connect.ts'
import { recordAudit } from '../audit.ts'
import { type Account, setUsername } from './account.ts'
import type { Username } from './username.ts'

/** Gives an account another name at its owner's word; none takes it away. Undefined where the name is somebody else's. */
export async function renameAccount(
  db: Store,
  account: Account,
  { username, address }: { username: Username | undefined; address: string | undefined },
  now: number,
): Promise<Account | undefined> {
  const { id } = account
  return db.transaction().execute(async (tx) => {
    const renamed = await setUsername(tx, account, username)
    const isOther = renamed && renamed.username !== account.username
    const entry = { event: 'username.changed', actor: id, subject: id, address } as const
    if (isOther) await recordAudit(tx, entry, now)
    return renamed
  })
}
