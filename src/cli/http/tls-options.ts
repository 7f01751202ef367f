import type { ConnectionOptions } from 'node:tls'
import { bare } from './host.ts'
import { openTunnel, proxyFor } from './proxy.ts'

/** Whom a connection believes: an authority in PEM, alone or beside the usual ones. */
export interface Authority {
  pem: string
  /** True for a pinned one: nobody else may vouch for that server. */
  alone: boolean
}

/**
 * Said in every connection that something is sent over, since Node's default is a variable: with
 * NODE_TLS_REJECT_UNAUTHORIZED=0, left over from other work, a stranger's server got the password and the token past the pin.
 */
const verified = { rejectUnauthorized: true } as const

/** Which authorities TLS accepts; without an authority those that Node knows, NODE_EXTRA_CA_CERTS among them. */
export async function authorityOptions(
  authority: Authority | undefined,
): Promise<{ ca?: string[]; rejectUnauthorized: true }> {
  if (authority === undefined) return verified
  if (authority.alone) return { ...verified, ca: [authority.pem] }
  const { rootCertificates } = await import('node:tls')
  return { ...verified, ca: [...rootCertificates, authority.pem] }
}

/** For `tls.connect`: the way to a server, through a proxy where one is set. */
export async function connectionOptions(url: URL, env: NodeJS.ProcessEnv): Promise<ConnectionOptions> {
  const { isIP } = await import('node:net')
  const host = bare(url.hostname)
  const proxy = await proxyFor(url, env)
  return {
    host,
    port: Number(url.port || 443),
    // RFC 6066 §3 allows names only.
    ...(isIP(host) === 0 && { servername: host }),
    ...(/\.local$/i.test(host) && { lookup: (await import('../trust/local-name.ts')).lookUpLocal }),
    ...(proxy && { socket: await openTunnel(proxy, url) }),
  }
}
