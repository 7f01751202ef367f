/** The host of a URL without the brackets that stand around IPv6 there. */
export function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
