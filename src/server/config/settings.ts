import { BlockList } from 'node:net'
import {
  type ListenAddress,
  readIssuer,
  readListen,
  readMailFrom,
  readSmtpUrl,
  readTrustedProxies,
} from './address-readers.ts'
import { maskKeys, maskUrl } from './mask.ts'
import {
  duration,
  oneOf,
  orOff,
  readDatabaseUrl,
  readDirectory,
  readSecretKeys,
  wholeNumber,
} from './readers.ts'
import type { Reader } from './reading.ts'

export interface Setting<T> {
  readonly variable: string
  readonly read: Reader<T>
  /** What stands where nothing was set, for people to read. */
  readonly shownDefault: (defaultDataDir: string) => string
  readonly fallback: (dataDir: string) => T
  /** Present where the text holds a secret: what may be shown of it. */
  readonly mask?: (text: string) => string
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
export type RegistrationMode = 'open' | 'invite' | 'closed'

const trueOrFalse = oneOf({ true: true, false: false })
const onOrOff = oneOf({ on: true, off: false })
const registrationModes = { open: 'open', invite: 'invite', closed: 'closed' } as const
const logLevels = {
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
  fatal: 'fatal',
  silent: 'silent',
} as const

/** Every setting there is, by the name of its field in Config; its flag is the same name in kebab case. */
export const settings = {
  /** Absolute path of the directory for the database, keys and backups. */
  dataDir: withDefault('AUTHD_DATA_DIR', (dataDir) => dataDir, readDirectory),
  listen: withDefault<ListenAddress>('AUTHD_LISTEN', '127.0.0.1:8420', readListen),
  /** Speak TLS by an authority of its own, and announce by mDNS; then `listen` is all addresses if nothing was set. */
  lan: withDefault('AUTHD_LAN', 'false', trueOrFalse),
  /** `sqlite:<absolute file>` or `postgres://…`. */
  databaseUrl: {
    ...withDefault('AUTHD_DATABASE_URL', (dataDir) => `sqlite:${dataDir}/authd.db`, readDatabaseUrl),
    mask: maskUrl,
  },
  /** Without a slash at its end. */
  issuer: optional('AUTHD_ISSUER', 'the listening URL', readIssuer),
  /** 32 bytes each, newest first. Undefined: the file `secret.key` (see secret-key.ts). */
  secretKey: {
    ...optional('AUTHD_SECRET_KEY', 'secret.key in the data directory', readSecretKeys),
    mask: maskKeys,
  },
  /** Milliseconds. */
  accessTokenTtl: withDefault('AUTHD_ACCESS_TOKEN_TTL', '15m', duration('1s', '24h')),
  /** Milliseconds; the idle end of a session. */
  refreshTokenTtl: withDefault('AUTHD_REFRESH_TOKEN_TTL', '30d', duration('1s', '3650d')),
  /** Milliseconds; the absolute end of a session. */
  sessionTtl: withDefault('AUTHD_SESSION_TTL', '180d', duration('1s', '3650d')),
  /** Milliseconds in which a rotated refresh token still gets its successor. */
  refreshGrace: withDefault('AUTHD_REFRESH_GRACE', '60s', duration('0s', '1h')),
  /** Milliseconds. */
  verificationCodeTtl: withDefault('AUTHD_VERIFICATION_CODE_TTL', '10m', duration('1s', '24h')),
  requireVerifiedEmail: withDefault('AUTHD_REQUIRE_VERIFIED_EMAIL', 'true', trueOrFalse),
  registration: withDefault<RegistrationMode>('AUTHD_REGISTRATION', 'open', oneOf(registrationModes)),
  /** True: registering a taken address answers like any other, and its owner gets a mail. */
  hideAccounts: withDefault('AUTHD_HIDE_ACCOUNTS', 'false', trueOrFalse),
  /** Characters (code points). */
  passwordMinLength: withDefault('AUTHD_PASSWORD_MIN_LENGTH', '12', wholeNumber(8, 64)),
  /** Rounds of bcrypt as the power of two. */
  bcryptCost: withDefault('AUTHD_BCRYPT_COST', '12', wholeNumber(4, 16)),
  /** Undefined: letters stay in the outbox. */
  smtpUrl: { ...optional('AUTHD_SMTP_URL', 'none (letters stay in the outbox)', readSmtpUrl), mask: maskUrl },
  mailFrom: optional('AUTHD_MAIL_FROM', 'none', readMailFrom),
  /** Peers whose X-Forwarded-For is read; holds none by default. */
  trustedProxies: {
    ...withDefault<BlockList>('AUTHD_TRUSTED_PROXIES', 'none', readTrustedProxies),
    fallback: () => new BlockList(),
  },
  rateLimits: withDefault('AUTHD_RATE_LIMITS', 'on', onOrOff),
  /** Milliseconds between two backups, 0 for none; undefined: a day on SQLite, none on PostgreSQL. */
  backupEvery: optional('AUTHD_BACKUP_EVERY', '24h (PostgreSQL: off)', orOff(duration('15m', '365d'))),
  /** How many of its own backups the schedule keeps. */
  backupKeep: withDefault('AUTHD_BACKUP_KEEP', '7', wholeNumber(1, 1_000)),
  /** Absolute path of the folder that the schedule writes into. */
  backupDir: withDefault('AUTHD_BACKUP_DIR', (dataDir) => `${dataDir}/backups`, readDirectory),
  logLevel: withDefault<LogLevel>('AUTHD_LOG_LEVEL', 'info', oneOf(logLevels)),
} satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof settings

/** What was read, before anything is derived from it; times are in milliseconds. */
export type ConfigValues = {
  readonly [Name in SettingName]: (typeof settings)[Name] extends Setting<infer T> ? T : never
}

/** In the order of the table above. */
export const settingNames = Object.keys(settings) as SettingName[]

function withDefault<T>(
  variable: string,
  text: string | ((dataDir: string) => string),
  read: Reader<T>,
): Setting<T> {
  const shownDefault = typeof text === 'string' ? () => text : text
  const fallback = (dataDir: string) => {
    const reading = read(shownDefault(dataDir), dataDir)
    if ('fault' in reading) throw new Error(`the default of ${variable} ${reading.fault}`)
    return reading.value
  }
  return { variable, read, shownDefault, fallback }
}

function optional<T>(variable: string, standsFor: string, read: Reader<T>): Setting<T | undefined> {
  return { variable, read, shownDefault: () => standsFor, fallback: () => undefined }
}
