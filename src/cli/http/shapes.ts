/** What a value of the wire is made of, for the checks of whole answers. */

export function hasStrings(value: unknown, ...names: string[]): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  return names.every((name) => typeof (value as Record<string, unknown>)[name] === 'string')
}

export function hasStringsOrNull(value: Record<string, unknown>, ...names: string[]): boolean {
  return names.every((name) => value[name] === null || typeof value[name] === 'string')
}

export function hasFlags(value: Record<string, unknown>, ...names: string[]): boolean {
  return names.every((name) => typeof value[name] === 'boolean')
}

export function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

/** Visible ASCII, of which tokens and codes are made (RFC 6750 §2.1): nothing else may reach a header, a file or a line. */
export function isVisibleAscii(value: unknown, most = Number.POSITIVE_INFINITY): value is string {
  return typeof value === 'string' && value.length <= most && /^[\x21-\x7e]+$/.test(value)
}

/**
 * No address and no user name has a control character or more than 320 signs. Ours stand in lines: one with a line end made
 * `auth helper git` tell git of another host.
 */
export function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[^\p{Cc}\p{Zl}\p{Zp}]{1,320}$/u.test(value)
}

export function isWebAddress(value: unknown): boolean {
  return isVisibleAscii(value, 2_056) && /^https?:\/\/./.test(value) && URL.canParse(value)
}
