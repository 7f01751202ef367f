import { readText } from '../files.ts'

/** Where Debian, Fedora, SUSE and Alpine keep what their operator trusts; the first that is there counts. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/**
 * The authorities that the operator of this machine installed, PEM; undefined where they cannot be read. Node knows only
 * those that it brings along, and reading these at every call would cost 20 ms, so they are asked when a server failed.
 */
export async function readSystemAuthorities(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const files = env.SSL_CERT_FILE ? [env.SSL_CERT_FILE] : bundles
  const text = files.map(readIfAllowed).find((each) => each?.includes('-----BEGIN CERTIFICATE-----'))
  if (text !== undefined) return text
  // macOS and Windows have no file for it; Node can ask them since 22.15.
  const tls = await import('node:tls')
  const { getCACertificates } = tls as typeof tls & { getCACertificates?: (kind: 'system') => string[] }
  return getCACertificates?.('system').join('\n') || undefined
}

function readIfAllowed(path: string): string | undefined {
  try {
    return readText(path)
  } catch {
    return undefined
  }
}
