const hidden = '****'

/** The URL with its password, and whatever its query calls by such a name, hidden. */
export function maskUrl(text: string): string {
  if (!URL.canParse(text)) return text.startsWith('sqlite:') ? text : hidden
  const url = new URL(text)
  if (url.password) url.password = hidden
  for (const name of new Set(url.searchParams.keys())) {
    if (/pass|secret|token|key/i.test(name)) url.searchParams.set(name, hidden)
  }
  return url.href
}

export function maskKeys(text: string): string {
  const count = text.split(',').length
  return count === 1 ? hidden : `${hidden} (${count} keys)`
}
