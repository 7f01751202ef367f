import { isLoopback } from '../../protocol/loopback.ts'
import { type ConfigValues, type SettingName, settings } from './settings.ts'

/**
 * Settings that are good one by one and cannot stand together, a sentence each. One whose own text was bad is missing from `values` and
 * is left out here. `shown` has their texts.
 */
export function findContradictions(
  values: Partial<ConfigValues>,
  shown: Readonly<Record<SettingName, string>>,
): string[] {
  const { accessTokenTtl, refreshTokenTtl, sessionTtl, refreshGrace, smtpUrl } = values
  const withText = (name: SettingName) => `${settings[name].variable} (${shown[name]})`
  const faults: string[] = []
  if (exceeds(refreshTokenTtl, sessionTtl)) {
    faults.push(`${withText('refreshTokenTtl')} must not be longer than ${withText('sessionTtl')}.`)
  }
  if (exceeds(accessTokenTtl, refreshTokenTtl)) {
    faults.push(`${withText('accessTokenTtl')} must not be longer than ${withText('refreshTokenTtl')}.`)
  }
  if (
    refreshGrace === refreshTokenTtl ? refreshGrace !== undefined : exceeds(refreshGrace, refreshTokenTtl)
  ) {
    faults.push(`${withText('refreshGrace')} must be shorter than ${withText('refreshTokenTtl')}.`)
  }
  // An address that is present but bad has a fault of its own.
  if (smtpUrl !== undefined && 'mailFrom' in values && values.mailFrom === undefined) {
    faults.push(
      `${settings.smtpUrl.variable} needs ${settings.mailFrom.variable}, the sender of the letters.`,
    )
  }
  if (values.lan && values.issuer !== undefined && !values.issuer.startsWith('https:')) {
    faults.push(
      `${withText('issuer')} must be https with ${settings.lan.variable}: nothing else is spoken there.`,
    )
  }
  // Where an account is there before its address is proved, a login tells who has one.
  if (values.hideAccounts && values.requireVerifiedEmail === false) {
    faults.push(`${withText('hideAccounts')} hides nothing with ${withText('requireVerifiedEmail')}.`)
  }
  return faults
}

/** What is allowed and yet worth a word at each start. */
export function findWarnings(values: ConfigValues): string[] {
  const warnings: string[] = []
  if (values.bcryptCost < 10) {
    warnings.push(
      `${settings.bcryptCost.variable} below 10 is for tests: stolen hashes would be guessed quickly`,
    )
  }
  if (!values.rateLimits) {
    warnings.push(
      `${settings.rateLimits.variable} is off: passwords and codes can be guessed without a limit`,
    )
  }
  if (!values.issuer && !values.lan && /^(0\.0\.0\.0|::)$/.test(values.listen.host)) {
    warnings.push(
      `${settings.issuer.variable} is not set: tokens name an address that only this machine can reach`,
    )
  }
  if (values.issuer && isPlainHttp(values.issuer)) {
    warnings.push(`${settings.issuer.variable} is plain http: the auth client speaks that to loopback only`)
  }
  if (!values.databaseUrl.startsWith('sqlite:') && !values.secretKey) {
    warnings.push(
      `${settings.secretKey.variable} is not set: several nodes on one database need the same key`,
    )
  }
  return warnings
}

function exceeds(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && a > b
}

function isPlainHttp(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer)
  return protocol === 'http:' && !isLoopback(hostname)
}
