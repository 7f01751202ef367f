import { unescape as percentDecode } from 'node:querystring'
import { createTransport } from 'nodemailer'
import { isLoopback } from '../../protocol/loopback.ts'
import type { Letter } from './letter.ts'
import { judgeFailure, type SendOutcome } from './send-outcome.ts'

export interface OutgoingLetter extends Letter {
  id: string
  to: string
}

export interface SmtpTransport {
  /** Never throws. */
  send(letter: OutgoingLetter): Promise<SendOutcome>
  /** Breaks off what is being sent. */
  close(): void
}

export interface SmtpTimeouts {
  connection: number
  greeting: number
  /** Silence within an open connection. */
  socket: number
  /** The whole of one sending; shorter than the lease of a letter. */
  total: number
}

const defaultTimeouts: SmtpTimeouts = { connection: 10_000, greeting: 10_000, socket: 30_000, total: 120_000 }

/** Sends by the server that an `smtp://` or `smtps://` URL names; `from` is an address or `Name <address>`. */
export function createSmtpTransport(url: string, from: string, timeouts = defaultTimeouts): SmtpTransport {
  const mailer = createTransport({
    url: withoutTranscript(url),
    connectionTimeout: timeouts.connection,
    dnsTimeout: timeouts.connection,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.socket,
    requireTLS: mustEncrypt(url),
  })
  const password = percentDecode(new URL(url).password)
  const closing = new AbortController()
  return {
    send: async (letter) => {
      if (!isPlainAddress(letter.to))
        return { kind: 'refused', reason: 'the address cannot stand in a mail header' }
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(timeouts.total)])
      try {
        await mailer.sendMail({ ...message(letter, from), signal })
        return { kind: 'sent' }
      } catch (error) {
        return judgeFailure(error, [password, ...letter.text.split('\n')])
      }
    },
    close: () => {
      closing.abort()
      mailer.close()
    },
  }
}

function message({ id, to, subject, text, html }: OutgoingLetter, from: string) {
  return {
    from,
    to: { name: '', address: to }, // as text it would be parsed as a list of recipients
    subject: subject.replace(/\p{Cc}+/gu, ' '),
    text,
    html,
    messageId: messageId(id, from),
    headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834 §5: no out-of-office answers
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** The same at each attempt: a letter that arrives twice after a crash is recognised as one (RFC 5322 §3.6.4). */
function messageId(id: string, from: string): string {
  const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'authd.invalid'
  return `<${id}@${domain}>`
}

/** Addresses are validated when they come in; this is the last door before a header. */
function isPlainAddress(address: string): boolean {
  return /^[^\s\p{C}<>()[\]\\,;:"@]+@[^\s\p{C}<>()[\]\\,;:"@]+$/u.test(address)
}

/** Nodemailer can log whole dialogues by a query parameter; ours would show codes. */
function withoutTranscript(url: string): string {
  const parsed = new URL(url)
  for (const name of ['logger', 'debug', 'transactionLog']) parsed.searchParams.delete(name)
  return parsed.href
}

/**
 * Whoever sits between could strike STARTTLS from the server's greeting and read password and codes (RFC 3207 §6). So a
 * login at another host needs TLS, unless the URL itself says `?requireTLS=false`.
 */
function mustEncrypt(url: string): boolean {
  const { username, hostname } = new URL(url)
  return username !== '' && !isLoopback(hostname)
}
