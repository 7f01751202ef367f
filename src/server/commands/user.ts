import { type Account, findAccountByEmail, presentAccount } from '../accounts/account.ts'
import {
  addAccount,
  demoteAccount,
  disableAccount,
  enableAccount,
  promoteAccount,
  startResetFor,
} from '../accounts/administration.ts'
import { normalizeEmail } from '../accounts/email-address.ts'
import { deleteAccount } from '../accounts/removal.ts'
import { normalizeUsername } from '../accounts/username.ts'
import { type Host, type HostOptions, withHost } from '../host.ts'
import { HostError, UsageError } from '../host-error.ts'
import { confirm, printJson, printTable, say } from './output.ts'

/** `authd user …`: break-glass administration straight on the store, audited as done by the host. */

const host = { address: 'host' }

export async function listUsers(options: HostOptions): Promise<void> {
  const { accounts, store } = await withHost(options, async ({ db, config }) => ({
    accounts: await db.selectFrom('accounts').selectAll().orderBy('email').execute(),
    store: config.shown.databaseUrl,
  }))
  if (options.json) return printJson(accounts.map(presentAccount))
  const rows = accounts.map((account) => [account.email, account.username ?? '', describeState(account)])
  printTable(['EMAIL', 'NAME', 'STATE'], rows, `There are no accounts in ${store} yet.`)
}

export async function showUser(email: string, options: HostOptions): Promise<void> {
  printAccount(await withHost(options, (opened) => requireAccount(opened, email)), options)
}

export async function addUser(
  text: string,
  options: HostOptions & { username?: string; superuser?: boolean },
): Promise<void> {
  const email = normalizeEmail(text)
  if (!email)
    throw new UsageError(`${JSON.stringify(text)} is no e-mail address`, 'give one such as ann@example.com')
  const username = options.username === undefined ? undefined : normalizeUsername(options.username)
  if (options.username !== undefined && !username) {
    throw new UsageError(
      'this user name cannot be used',
      "use letters, digits, spaces and . _ ' - and at most 64 of them",
    )
  }
  const add = async (opened: Host) => {
    const fresh = { email, username, superuser: options.superuser === true, language: 'en' as const }
    const added = await addAccount(opened, fresh, host, Date.now())
    if (!added)
      throw new HostError(
        `the address ${email} or the name is taken; nothing was added`,
        'authd user list shows who has it',
      )
    return { account: added, sends: opened.config.smtpUrl !== undefined }
  }
  const { account, sends } = await withHost(options, add, { mayBeFirst: true })
  printAccount(account, options)
  sayHowToSetPassword(email, sends)
}

export type UserChange = 'promote' | 'demote' | 'enable' | 'disable'

const changes = {
  promote: promoteAccount,
  demote: demoteAccount,
  enable: enableAccount,
  disable: disableAccount,
}

export async function changeUser(change: UserChange, email: string, options: HostOptions): Promise<void> {
  const account = await withHost(options, async (opened) => {
    const { id } = await requireAccount(opened, email)
    return changes[change](opened.db, id, host, Date.now())
  })
  if (account === 'last') throw lastSuperuser()
  if (!account)
    throw new HostError(
      `the account ${email} was deleted meanwhile`,
      'authd user list shows all that are there',
    )
  printAccount(account, options)
}

export async function deleteUser(text: string, options: HostOptions & { yes?: boolean }): Promise<void> {
  const { result, account } = await withHost(options, async (opened) => {
    const account = await requireAccount(opened, text)
    if (!options.yes) await requireConsent(`Delete ${account.email} and all its sessions?`)
    return { account, result: await deleteAccount(opened.db, account, host, Date.now()) }
  })
  if (result === 'last') throw lastSuperuser()
  if (options.json) return printJson({ id: account.id, email: account.email, deleted: true })
  say(`${account.email} is deleted.`)
}

async function requireConsent(question: string): Promise<void> {
  const answer = await confirm(question)
  if (answer === undefined)
    throw new UsageError('nothing was deleted: there is no terminal to ask on', 'give --yes')
  if (!answer) throw new HostError('nothing was deleted', 'answer y, or give --yes')
}

export async function resetUserPassword(text: string, options: HostOptions): Promise<void> {
  const { email, sends } = await withHost(options, async (opened) => {
    const account = await requireAccount(opened, text)
    await startResetFor(opened, account, { ...host, language: 'en' }, Date.now())
    return { email: account.email, sends: opened.config.smtpUrl !== undefined }
  })
  if (options.json) printJson({ email, code_in: sends ? 'mail' : 'outbox' })
  sayHowToSetPassword(email, sends)
}

function sayHowToSetPassword(email: string, sends: boolean): void {
  const where = sends
    ? `The server mails a code for a new password to ${email} as long as it runs`
    : `A code for a new password is in the outbox (authd mail show --to ${email})`
  say(`${where}; it is good for 24 hours.`)
  say(`Its owner types: auth password reset --email ${email} --code CODE`)
}

async function requireAccount({ db }: Host, text: string): Promise<Account> {
  const account = await findAccountByEmail(db, normalizeEmail(text) ?? '')
  if (account) return account
  throw new HostError(
    `no account has the address ${JSON.stringify(text)}`,
    'authd user list shows all of them',
  )
}

function printAccount(account: Account, options: HostOptions): void {
  const shown = presentAccount(account)
  if (options.json) {
    printJson(shown)
    return
  }
  const rows = [
    ['email', shown.email],
    ['name', shown.username ?? ''],
    ['state', describeState(account)],
    ['id', shown.id],
    ['since', shown.created_at],
  ]
  printTable(rows[0] ?? [], rows.slice(1), '')
}

function describeState(account: Account): string {
  const words = [
    account.disabled_at === null ? 'active' : 'disabled',
    account.verified_at === null ? 'unverified' : 'verified',
    account.superuser_at === null ? undefined : 'superuser',
  ]
  return words.filter((word) => word !== undefined).join(', ')
}

function lastSuperuser(): HostError {
  return new HostError(
    'this is the last active superuser; nothing was changed',
    'promote another account first',
  )
}
