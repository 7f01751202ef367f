import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** Ends TLS as a proxy in front of the server does, and passes everything on. */
export interface TlsFront {
  /** https://localhost:PORT, by a certificate that is its own authority. */
  url: string
  close(): Promise<void>
}

/** Where all its clients seem to come from (RFC 5737): a client on loopback could not be told from the proxy. */
export const clientAddress = '192.0.2.7'

/** Why no front can be opened here; undefined where one can. */
export function whyNoTls(): string | undefined {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'openssl is not installed here'
  }
}

/** `target` is an origin without TLS. */
export async function openTlsFront(target: string): Promise<TlsFront> {
  certificate ??= makeCertificate()
  const front = createServer({ key: certificate, cert: certificate }, (incoming, outgoing) => {
    const { connection: _, ...headers } = incoming.headers
    const forwarded = { 'x-forwarded-for': clientAddress, 'x-forwarded-proto': 'https' }
    const init = { method: incoming.method, headers: { ...headers, ...forwarded }, agent: false as const }
    const passed = request(new URL(incoming.url ?? '/', target), init, (answer) => {
      const { connection: _, ...rest } = answer.headers
      outgoing.writeHead(answer.statusCode ?? 502, rest)
      answer.pipe(outgoing)
    })
    passed.on('error', () => outgoing.destroy())
    incoming.pipe(passed)
  })
  await once(front.listen(0, '127.0.0.1'), 'listening')
  const close = async () => {
    const closed = once(front, 'close')
    front.close()
    front.closeAllConnections()
    await closed
  }
  return { url: `https://localhost:${(front.address() as AddressInfo).port}`, close }
}

let certificate: string | undefined

/** Key and certificate, one after the other as PEM. */
function makeCertificate(): string {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  const output = ['-keyout', '-', '-out', '-']
  return execFileSync('openssl', ['req', '-x509', ...curve, ...subject, ...output], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}
