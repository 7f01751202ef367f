import type { Store } from '../../../db/connect.ts'
import type { Account } from './account.ts'
import { describeUse, findInviteOf, type InviteUse, roleOf } from './invite.ts'

/** An account whose address is proved, and what its invitation gave it thereby. */
export interface Proof {
  account: Account
  invited: InviteUse | undefined
}

/**
 * A code came back that went to this address. Wherever one does (verification, password reset, change of address), this
 * is the one place where an account that was opened before any proof becomes the superuser that its invitation names. An
 * invitation for another address gives nothing, nor does any to a disabled account. `account` is held by the caller.
 */
export async function proveAddress(tx: Store, account: Account, email: string, now: number): Promise<Proof> {
  const isFirst = account.verified_at === null
  const invite = isFirst && account.disabled_at === null ? await findInviteOf(tx, account.id) : undefined
  const isFor = invite !== undefined && (invite.email === null || invite.email === email)
  const isGranted = isFor && roleOf(invite) === 'superuser' && account.superuser_at === null
  const isSame = email === account.email
  const proved = await tx
    .updateTable('accounts')
    .set({
      email,
      verified_at: isSame ? (account.verified_at ?? now) : now,
      superuser_at: isGranted ? now : account.superuser_at,
    })
    .where('id', '=', account.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return { account: proved, invited: isGranted ? describeUse('account.promoted', invite) : undefined }
}
