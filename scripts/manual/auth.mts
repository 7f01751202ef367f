import type { Page } from './page.mts'

/** What auth(1) says beyond the help. */
export const authPage: Omit<Page, 'version' | 'date'> = {
  section: 1,
  description: [
    '`auth` is the client of a Latchkey server, authd(8). It logs a person in once and keeps the login, so that every script and program on the machine can act as that person: `auth token` prints a token that is good now and renews it where need be.',
    'The answer goes to standard output and nothing else does; everything said to a person goes to standard error. Nothing is asked unless standard input and standard error are terminals, and for every question there is a flag or a line of standard input that answers it. Secrets are never taken as flags, since everybody can read those in the process list.',
    'The login is kept in the keychain of the operating system or, where a person chooses so, in a file of mode 0600. A failure never costs it: only the word of the server that the login is over ends it.',
  ],
  environment: {
    NO_COLOR: 'set to anything: no colour',
    HTTPS_PROXY: 'a proxy for https; `NO_PROXY` lists the hosts that are reached without it',
    XDG_CONFIG_HOME: 'where the files below are, if it is an absolute path',
    'LC_ALL, LC_MESSAGES, LANG':
      'the language of what is said: English, or Korean in a Korean locale of UTF-8',
  },
  files: {
    '~/.config/latchkey/config.json': 'profiles: names, servers and choices, never a secret',
    '~/.config/latchkey/tokens/': 'access tokens that are good for minutes, in files of mode 0600',
    '~/.config/latchkey/credentials/': 'logins that were stored with `--storage file`, in files of mode 0600',
    '~/.config/latchkey/trust/': 'servers that were trusted by their fingerprint',
    '~/.config/latchkey/doctor/': 'which throw-away sessions of `auth doctor` are open: their ids',
    '~/.config/latchkey/journal.jsonl': 'what happened to the logins of late, for `auth why`',
  },
  seeAlso: ['authd(8)', 'git-credential(1)', 'gitcredentials(7)'],
}
