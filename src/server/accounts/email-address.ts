import { domainToASCII } from 'node:url'

const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const writtenDomain = /^[\p{L}\p{M}\p{N}.-]+$/u
const asciiDomain =
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** Trimming and composing are quadratic in the worst case, so nothing longer than any address gets there. */
const longestInput = 1_024

/**
 * One address in the form in which it is stored and compared: NFC, lower case, the domain in ASCII (RFC 5890). Undefined
 * for anything that is not one plain address. Quoted local parts, address literals and every control character are
 * refused, so nothing that comes out of here can break a mail header.
 */
export function normalizeEmail(text: string): string | undefined {
  if (text.length > longestInput) return undefined
  const address = text
    .replace(/^ +| +$/g, '')
    .toLowerCase() // first: it can take letters apart that NFC puts together
    .normalize('NFC')
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const domain = address.slice(at + 1)
  if (at < 1 || !localPart.test(local) || !writtenDomain.test(domain)) return undefined
  const ascii = domainToASCII(domain)
  const normalized = `${local}@${ascii}`
  // RFC 5321 §4.5.3.1: 64 octets before the sign, 254 for the whole of what fits into a path.
  const fits = Buffer.byteLength(local) <= 64 && Buffer.byteLength(normalized) <= 254
  return fits && asciiDomain.test(ascii) ? normalized : undefined
}
