const shape = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ._'’-]{0,62}[\p{L}\p{M}\p{N}.])?$/u

/** A user name as shown and as compared: `Ann`, `ANN` and `Ａｎｎ` are the same name. */
export interface Username {
  username: string
  key: string
}

/** Composing is quadratic in the worst case, so nothing longer than any name gets there. */
const longestInput = 1_024

/**
 * 1 to 64 letters, digits, spaces and ` . _ ' - ` of any script; undefined for anything else. There is no `@` in it, so a
 * login is an address or a name, never both.
 */
export function normalizeUsername(text: string): Username | undefined {
  if (text.length > longestInput) return undefined
  const username = text.trim().normalize('NFC')
  if (!shape.test(username)) return undefined
  return { username, key: foldUsername(username) }
}

/** As names are compared. */
export function foldUsername(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFKC')
}
