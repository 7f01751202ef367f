import { describeSecond } from '../../protocol/second.ts'
import { type Account, findAccountByEmail, listAccounts, presentAccount } from '../accounts/account.ts'
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
import { type Host, type HostOptions, type OpenStore, withHost, withStore } from '../host.ts'
import { HostError, UsageError } from '../host-error.ts'
import { confirm, printJson, printTable, say } from './output.ts'

/** `authd user …`: break-glass administration straight on the store, audited as done by the host. */

const host = { address: 'host' }

export async function listUsers(options: HostOptions): Promise<void> {
  const { accounts, store } = await withStore(options, async ({ db, config }) => ({
    accounts: await listAccounts(db),
    store: config.shown.databaseUrl,
  }))
  if (options.json) return printJson(accounts.map(presentAccount))
  const rows = accounts.map((account) => [account.email, account.username ?? '-', describeStatus(account)])
  printTable(['EMAIL', 'NAME', 'STATUS'], rows, `There are no accounts in ${store} yet.`)
}

export async function showUser(email: string, options: HostOptions): Promise<void> {
  const account = await withStore(options, (opened) => requireAccount(opened, email))
  const shown = presentAccount(account)
  if (options.json) return printJson(shown)
  const rows = [
    ['id', shown.id],
    ['email', shown.email],
    ['name', shown.username ?? '-'],
    ['status', describeStatus(account)],
    ['added', describeSecond(shown.created_at)],
  ]
  printTable(rows[0] ?? [], rows.slice(1), '')
}

export async function addUser(
  text: string,
  options: HostOptions & { username?: string; superuser?: boolean },
): Promise<void> {
  const email = normalizeEmail(text)
  if (!email)
    throw new UsageError(
      `${JSON.stringify(text)} is no e-mail address; nothing was added.`,
      'Write one such as ann@example.org.',
    )
  const username = options.username === undefined ? undefined : normalizeUsername(options.username)
  if (options.username !== undefined && !username) {
    throw new UsageError(
      `${JSON.stringify(options.username)} cannot be a user name; nothing was added.`,
      "A user name has 1 to 64 letters, digits, spaces and . _ ' - and begins with a letter or digit.",
    )
  }
  const add = async (opened: Host) => {
    const fresh = { email, username, superuser: options.superuser === true, language: 'en' as const }
    const added = await addAccount(opened, fresh, host, opened.now())
    if (!added)
      throw new HostError(
        'An account with this address or this user name exists; nothing was added.',
        'See `authd user list`.',
      )
    return { account: added, sends: opened.config.smtpUrl !== undefined }
  }
  const { account, sends } = await withHost(options, add, { mayBeFirst: true })
  if (options.json) printJson(presentAccount(account))
  else {
    const what = options.superuser ? `${email} as a superuser` : email
    say(`Added ${what}; a code for the first password waits.`)
  }
  sayHowToSetPassword(email, sends)
}

export type UserChange = 'promote' | 'demote' | 'enable' | 'disable'

interface Change {
  make: typeof promoteAccount | typeof demoteAccount
  /** What is said once it is so, and where it was so before. */
  done: string
  already: string
  wasSo: (before: Account) => boolean
}

const changes: Record<UserChange, Change> = {
  promote: {
    make: promoteAccount,
    done: 'is a superuser now.',
    already: 'was a superuser already.',
    wasSo: (before) => before.superuser_at !== null,
  },
  demote: {
    make: demoteAccount,
    done: 'is a superuser no more.',
    already: 'was no superuser.',
    wasSo: (before) => before.superuser_at === null,
  },
  enable: {
    make: enableAccount,
    done: 'is enabled and can log in.',
    already: 'was enabled already.',
    wasSo: (before) => before.disabled_at === null,
  },
  disable: {
    make: disableAccount,
    done: 'is disabled; its sessions have ended.',
    already: 'was disabled already.',
    wasSo: (before) => before.disabled_at !== null,
  },
}

export async function changeUser(name: UserChange, text: string, options: HostOptions): Promise<void> {
  const { make, done, already, wasSo } = changes[name]
  const { before, account } = await withStore(options, async (opened) => {
    const before = await requireAccount(opened, text)
    return { before, account: await make(opened.db, before.id, host, opened.now()) }
  })
  if (account === 'last') throw lastSuperuser('changed')
  if (!account)
    throw new HostError(
      `The account ${before.email} was deleted meanwhile; nothing was changed.`,
      'See `authd user list`.',
    )
  if (options.json) return printJson(presentAccount(account))
  say(`${account.email} ${wasSo(before) ? already : done}`)
}

export async function deleteUser(text: string, options: HostOptions & { yes?: boolean }): Promise<void> {
  const { result, account } = await withStore(options, async (opened) => {
    const account = await requireAccount(opened, text)
    if (!options.yes)
      await requireConsent(`Delete the account ${account.email} and all its sessions for good?`)
    return { account, result: await deleteAccount(opened.db, account, host, opened.now()) }
  })
  if (result === 'last') throw lastSuperuser('deleted')
  if (options.json) return printJson({ id: account.id, email: account.email, deleted: true })
  say(`Deleted the account ${account.email}.`)
}

async function requireConsent(question: string): Promise<void> {
  const answer = await confirm(question)
  if (answer === undefined)
    throw new UsageError('Whether to delete it: not given, and there is nobody to ask.', 'Use `--yes`.')
  if (!answer) throw new HostError('Nothing was deleted.')
}

export async function resetUserPassword(text: string, options: HostOptions): Promise<void> {
  const { email, sends } = await withHost(options, async (opened) => {
    const account = await requireAccount(opened, text)
    await startResetFor(opened, account, { ...host, language: 'en' }, opened.now())
    return { email: account.email, sends: opened.config.smtpUrl !== undefined }
  })
  if (options.json) printJson({ email, code_in: sends ? 'mail' : 'outbox' })
  else say(`Made a code for a new password of ${email}; the old one is good until then.`)
  sayHowToSetPassword(email, sends)
}

function sayHowToSetPassword(email: string, sends: boolean): void {
  const where = sends
    ? `The server mails the code to ${email} while it runs`
    : `This server sends no mail: read the code with \`authd mail show --to ${email}\``
  say(`${where}; it is good for 24 hours.`)
  say(`Its owner sets a password with it: \`auth password reset --email ${email} --code CODE\``)
}

async function requireAccount({ db }: OpenStore, text: string): Promise<Account> {
  const account = await findAccountByEmail(db, normalizeEmail(text) ?? '')
  if (account) return account
  throw new HostError(`There is no account ${JSON.stringify(text)}.`, 'See `authd user list`.')
}

/** What is out of the ordinary, as `auth users` says it; `active` where nothing is. */
function describeStatus({ disabled_at, verified_at, superuser_at }: Account): string {
  const words = [
    disabled_at !== null && 'disabled',
    verified_at === null && 'unverified',
    superuser_at !== null && 'superuser',
  ]
  return words.filter((word) => word !== false).join(', ') || 'active'
}

function lastSuperuser(done: 'changed' | 'deleted'): HostError {
  return new HostError(
    `This is the last active superuser; nothing was ${done}.`,
    'Promote another account first.',
  )
}
