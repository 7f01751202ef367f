import { settingNames, settings } from '../../src/server/config/settings.ts'
import type { Page } from './page.mts'

const meanings: Partial<Record<string, string>> = {
  dataDir: 'where the database, the keys and the backups are',
  databaseUrl: '`sqlite:`FILE or `postgres://`HOST/NAME',
  secretKey: '32 bytes in hex (`openssl rand -hex 32`); several with commas between, the newest first',
  smtpUrl: 'the mail server, such as `smtp://`USER:PASSWORD@HOST:PORT',
}

/** All settings are variables; those that hold no secret are flags of `serve` too, and explained there. */
const environment = Object.fromEntries(
  settingNames.map((name) => {
    const { variable, shownDefault } = settings[name]
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    const meaning = meanings[name] ?? `as \`authd serve ${flag}\``
    const fallback = name === 'dataDir' ? 'see FILES' : shownDefault('<data-dir>')
    return [variable, `${meaning}. Default: ${fallback}`]
  }),
)

/** What authd(8) says beyond the help. */
export const authdPage: Omit<Page, 'version' | 'date'> = {
  section: 8,
  description: [
    '`authd` is an identity server for a house, a lab or an office: accounts, logins, sessions and tokens by OAuth 2.0 and an API of its own, in one process with SQLite, or several with PostgreSQL. Without a command it serves.',
    'When it is ready it prints one line to standard output, `authd listening on` URL; its log goes to standard error, as JSON lines where that is no terminal. SIGTERM and SIGINT let the requests that are under way end; a second signal stops at once. `authd service install` has systemd run it.',
    'Where no mail server is set, letters stay in the outbox, and `authd mail show` prints the codes in them. The commands about users, mail and keys work straight on the store, while the server runs or not.',
  ],
  environment,
  files: {
    '<data-dir>': '`$XDG_DATA_HOME/authd`, or `~/.local/share/authd`; of mode 0700',
    '<data-dir>/authd.db': 'the store, where it is SQLite',
    '<data-dir>/authd.env': 'settings as NAME=value lines',
    '<data-dir>/secret.key':
      'opens what is sealed in the store; not in any backup, so keep a copy of it elsewhere',
    '<data-dir>/backups/': 'the backups that the server makes by itself',
    '<data-dir>/ca.crt, ca.key, tls.pem': 'the authority of its own and its certificate, with `--lan`',
  },
  seeAlso: ['auth(1)', 'systemd.service(5)'],
}
