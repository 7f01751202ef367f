import type { Command } from 'commander'
import { type SettingName, settingNames, settings } from '../config/settings.ts'
import { hostOptions } from './options.ts'

/** The commands about the server itself: serve, fingerprint, migrate, config. */

export function addServe(program: Command, options: { isDefault: boolean }): void {
  const serve = program
    .command('serve', options)
    .description('run the server in the foreground; what `authd` alone does too')
    .addHelpText(
      'before',
      `Examples:
  authd serve
  authd serve --listen 0.0.0.0:8420 --issuer https://auth.example.org
  authd serve --lan                      for every machine of the house; see \`authd fingerprint\`
  authd serve --data-dir /srv/authd --env-file /etc/authd.env
`,
    )
    .addHelpText(
      'after',
      `
Each flag is a variable too: --session-ttl is AUTHD_SESSION_TTL. Durations are like 90s, 15m, 12h, 30d.
Not as flags, since everybody can read those in the process list:
  AUTHD_SMTP_URL       smtp://USER:PASSWORD@HOST:PORT; without one, letters stay in the outbox
  AUTHD_DATABASE_URL   sqlite:FILE or postgres://…; a file in the data directory by default
  AUTHD_SECRET_KEY     openssl rand -hex 32; made in the data directory by default`,
    )
  serve.option('--lan', 'for a house: TLS by an authority of its own on all addresses, and mDNS')
  for (const name of settingNames) {
    const flag = serveFlags[name]
    if (flag)
      serve.option(
        `--${kebab(name)} ${flag[0]}`,
        `${flag[1]} (default: ${settings[name].shownDefault('<data-dir>')})`,
      )
  }
  serve.action(async (_options: object, command: Command) => {
    const { serve: run } = await import('../commands/serve.ts')
    await run(hostOptions(command))
  })
}

/** Value and meaning. What holds a secret has no flag. */
const serveFlags: Partial<Record<SettingName, readonly [value: string, meaning: string]>> = {
  listen: ['<host:port>', 'where to listen; port 0 picks a free one'],
  issuer: ['<url>', 'the public base URL, in every token and letter; set it behind a proxy'],
  accessTokenTtl: ['<duration>', 'life of an access token'],
  refreshTokenTtl: ['<duration>', 'a session that nobody uses ends after this'],
  sessionTtl: ['<duration>', 'a session ends after this in any case'],
  refreshGrace: ['<duration>', 'how long a used refresh token gets its successor again'],
  verificationCodeTtl: ['<duration>', 'life of a mailed code'],
  requireVerifiedEmail: ['<true|false>', 'whether a login needs a verified address'],
  registration: ['<who>', 'who may register: open, invite or closed'],
  hideAccounts: ['<true|false>', 'whether registering a taken address answers as if it were free'],
  passwordMinLength: ['<number>', 'fewest characters of a password'],
  bcryptCost: ['<number>', 'work per password, as a power of two'],
  mailFrom: ['<address>', 'sender of the letters'],
  trustedProxies: ['<list>', 'proxies whose X-Forwarded-For is believed: addresses, CIDR blocks'],
  rateLimits: ['<on|off>', 'off is for load tests'],
  backupEvery: ['<duration>', 'how often the server writes a backup, or off'],
  backupKeep: ['<number>', 'how many of these backups stay'],
  backupDir: ['<dir>', 'where they are written'],
  logLevel: ['<level>', 'trace, debug, info, warn, error, fatal or silent'],
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

export function addFingerprint(program: Command): void {
  program
    .command('fingerprint')
    .description('print the TLS pin of this server, and the string by which others join it')
    .addHelpText('before', 'Examples:\n  authd fingerprint\n  authd fingerprint --invite K7MPQ2XD\n')
    .option('--invite <code>', 'put an invitation into the string')
    .action(async (options: { invite?: string }, command: Command) => {
      const { fingerprint } = await import('../commands/fingerprint.ts')
      await fingerprint({ ...hostOptions(command), ...options })
    })
}

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date; on SQLite `serve` does it by itself')
    .addHelpText('before', 'Examples:\n  authd migrate --dry-run\n  authd migrate\n')
    .option('--dry-run', 'say what would be done, and do nothing')
    .action(async (options: { dryRun?: boolean }, command: Command) => {
      const { migrateStore } = await import('../commands/migrate.ts')
      await migrateStore({ ...hostOptions(command), ...options })
    })
}

export function addConfig(program: Command): void {
  program
    .command('config')
    .description('show every setting, its value with secrets masked, and where it came from')
    .addHelpText('before', 'Examples:\n  authd config\n  authd config --data-dir /srv/authd --json\n')
    .action(async (_options: object, command: Command) => {
      const { showConfig } = await import('../commands/config.ts')
      showConfig(hostOptions(command))
    })
}
