import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { onTestFinished, TestRunner } from 'vitest'

export type SmtpBehaviour =
  | 'accept'
  | 'refuse-recipient' // 550 on RCPT
  | 'refuse-data' // 554 after DATA, quoting a line of the message
  | 'temporary' // 451 after DATA
  | 'refuse-auth' // 535
  | 'slow' // accepts after `slowness`
  | 'hang' // connects, never greets
  | 'drop-after-data' // takes the message, then the connection breaks before the reply

export interface ReceivedMessage extends Email {
  envelope: { from: string; to: string[] }
  raw: string
}

export interface SmtpServer {
  /** With credentials, which any behaviour but `refuse-auth` takes. */
  url: string
  /** In the order of their arrival. */
  messages: ReceivedMessage[]
  /** How often somebody tried to log in. */
  readonly logins: number
  behave(behaviour: SmtpBehaviour): void
  /** Resolves with the messages once there are so many of them. */
  received(count: number): Promise<ReceivedMessage[]>
  /** From here on connections are refused, until `start()` on the same port. */
  stop(): Promise<void>
  start(): Promise<void>
}

export const smtpPassword = 'smtp-pass-7Qx'

/** How long a `slow` server thinks, in milliseconds. */
export const slowness = 150

/** A real SMTP server on a free loopback port; stopped when the test ends. */
export async function startSmtpServer(behaviour: SmtpBehaviour = 'accept'): Promise<SmtpServer> {
  const mailbox = new Mailbox(behaviour)
  let port = 0
  const start = async () => {
    port = await mailbox.listen(port)
  }
  await start()
  const stop = () => mailbox.close()
  if (TestRunner.getCurrentTest()) onTestFinished(stop)
  return {
    url: `smtp://authd:${smtpPassword}@127.0.0.1:${port}`,
    messages: mailbox.messages,
    get logins() {
      return mailbox.logins
    },
    behave: (next) => mailbox.behave(next),
    received: (count) => mailbox.received(count),
    stop,
    start,
  }
}

class Mailbox {
  readonly messages: ReceivedMessage[] = []
  logins = 0
  readonly #sockets = new Set<Socket>()
  readonly #waiting = new Set<() => void>()
  #behaviour: SmtpBehaviour
  #server: SMTPServer | undefined

  constructor(behaviour: SmtpBehaviour) {
    this.#behaviour = behaviour
  }

  behave(behaviour: SmtpBehaviour): void {
    this.#behaviour = behaviour
  }

  async listen(port: number): Promise<number> {
    const server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      onConnect: (_session, done) => void (this.#behaviour === 'hang' || done()),
      onAuth: (auth, _session, done) => {
        this.logins += 1
        const refused = this.#behaviour === 'refuse-auth' || auth.password !== smtpPassword
        return refused ? done(reply(535, 'authentication failed')) : done(null, { user: auth.username })
      },
      onRcptTo: (_address, _session, done) =>
        done(this.#behaviour === 'refuse-recipient' ? reply(550, '5.1.1 no such user here') : null),
      onData: (stream, session, done) => void this.#take(stream, session.envelope, done),
    })
    server.on('error', () => {}) // connections that tests break on purpose
    server.server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
    this.#server = server
    server.listen(port, '127.0.0.1')
    await once(server.server, 'listening')
    return (server.server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (!server) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    this.#breakConnections()
    await closed
  }

  async received(count: number): Promise<ReceivedMessage[]> {
    while (this.messages.length < count) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
    return this.messages
  }

  async #take(stream: SMTPServerDataStream, envelope: Envelope, done: (error?: Error | null) => void) {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks).toString('utf8')
    const message = await PostalMime.parse(raw)
    if (this.#behaviour === 'temporary') return done(reply(451, '4.3.0 try again later'))
    if (this.#behaviour === 'refuse-data') return done(reply(554, `5.7.1 spam: ${message.text}`))
    if (this.#behaviour === 'slow') await new Promise((resolve) => setTimeout(resolve, slowness))
    this.#keep({ ...message, envelope: addresses(envelope), raw })
    if (this.#behaviour === 'drop-after-data') return this.#breakConnections()
    return done()
  }

  #keep(message: ReceivedMessage): void {
    this.messages.push(message)
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }

  #breakConnections(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

interface Envelope {
  mailFrom: { address: string } | false
  rcptTo: Array<{ address: string }>
}

function addresses({ mailFrom, rcptTo }: Envelope): ReceivedMessage['envelope'] {
  return { from: mailFrom ? mailFrom.address : '', to: rcptTo.map((recipient) => recipient.address) }
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message.replace(/\s+/g, ' ')), { responseCode })
}
