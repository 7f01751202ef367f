import { X509Certificate } from 'node:crypto'
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import { pinOf } from '../../protocol/join-string.ts'
import { message } from '../../protocol/messages.ts'
import { ExchangeError, explainFailure } from '../http/exchange-error.ts'
import { connectionOptions } from '../http/tls-options.ts'

/** What a server shows of itself in a handshake. */
export interface Chain {
  leaf: X509Certificate
  /** The certificate that signs itself and, step by step, really signed the leaf; undefined where there is none. */
  authority: (Seen & { certificate: X509Certificate }) | undefined
}

export interface Seen {
  pin: string
  /** PEM. */
  pem: string
}

/** Milliseconds until the handshake has to be over. */
const patience = 5_000
/** Certificates; nobody's chain is longer. */
const longest = 8

/**
 * Shakes hands, looks, and hangs up: nothing is sent behind the handshake, which proves that the other side has the
 * leaf's key. Whether that is to be believed is for the caller. Rejects with an ExchangeError.
 */
export async function readChain(server: string, env: NodeJS.ProcessEnv): Promise<Chain> {
  const way = await connectionOptions(new URL(server), env)
  return new Promise((resolve, reject) => {
    // The one connection that is not verified: what it shows is what is to be judged.
    const socket = connect({ ...way, rejectUnauthorized: false }, () => {
      const certificates = collect(socket)
      socket.destroy()
      const [leaf] = certificates
      if (leaf) resolve({ leaf, authority: findAuthority(certificates) })
      else reject(new ExchangeError('unreachable', 'it shows no certificate'))
    })
    const late = new ExchangeError(
      'too-slow',
      message('no handshake within {seconds} s', { seconds: patience / 1_000 }),
    )
    const timer = setTimeout(() => socket.destroy(late), patience)
    socket.on('error', (error) => reject(explainFailure(error)))
    socket.on('close', () => clearTimeout(timer))
  })
}

function collect(socket: TLSSocket): X509Certificate[] {
  const certificates: X509Certificate[] = []
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  while (next?.raw !== undefined && certificates.length < longest) {
    certificates.push(new X509Certificate(next.raw))
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate
  }
  return certificates
}

/** Each certificate has to be signed by the next: an authority that is merely sent along proves nothing. */
function findAuthority(certificates: X509Certificate[]): Chain['authority'] {
  const top = certificates.findIndex((each, index) => {
    const next = certificates[index + 1] ?? each
    return next === each || !isSignedBy(each, next)
  })
  const certificate = certificates[top]
  if (certificate === undefined || !isSignedBy(certificate, certificate)) return undefined
  if (top > 0 && !certificate.ca) return undefined
  return { certificate, pin: pinOf(certificate), pem: certificate.toString() }
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}
