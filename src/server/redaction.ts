/** The one place where secrets are taken out of what gets logged. */

const removed = '[redacted]'

const secretNames =
  /^(authorization|proxyauthorization|cookie|setcookie|secret\w*|.*secret(key)?|.*passw(or)?d|passphrase|passwordhash|storedhash|.*token|jwt|dpop|mac|salt|code|(verification|user|device|authorization|onetime)code|codeverifier|.*privatekey|.*privatejwk\w*)$/i

/** Secrets that are recognised wherever they stand: in messages, URLs and stack traces. */
const secretShapes: ReadonlyArray<[shape: RegExp, replacement: string]> = [
  [/\b((?:Bearer|Basic|DPoP)\s+)[\w.~+/=-]+/gi, `$1${removed}`],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)\S+@/gi, `$1${removed}@`],
  [/([?&#](?:code|password|secret|\w*token|user_code|device_code)=)[^&\s"'#]+/gi, `$1${removed}`],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, removed],
  [/\bv\d+\.[\w-]{8,}(?:\.[\w-]+)+/g, removed],
  [/\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}/g, removed],
]

/** A copy of plain JSON data without its secrets, at any depth. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redact)
  if (typeof value !== 'object' || value === null) return value
  // `code` is a one-time code everywhere but in an error, where it says what failed (ECONNREFUSED).
  const isError = 'stack' in value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isSecretName(name) && !(isError && name === 'code') ? hide(inner) : redact(inner),
    ]),
  )
}

function redactText(text: string): string {
  return secretShapes.reduce((rest, [shape, replacement]) => rest.replace(shape, replacement), text)
}

function isSecretName(name: string): boolean {
  return secretNames.test(name.replace(/[-_.\s]/g, ''))
}

/** That something was absent is no secret, and often the very thing looked for. */
function hide(value: unknown): unknown {
  return value === null || value === undefined ? value : removed
}
