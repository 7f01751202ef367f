import { type Logger, pino, stdTimeFunctions } from 'pino'
import type { LogLevel } from './config/settings.ts'
import { redact } from './redaction.ts'

/** `log.info({ session: id }, 'session ended')`: fields first, then a sentence that never holds a value. */
export type Log = Logger

export interface LogOptions {
  level: LogLevel
  /** Whether people read along: short lines instead of JSON. */
  isTty: boolean
  /** Takes whole lines; standard error by default. */
  stream?: { write(line: string): unknown }
}

/** Each line is written before the call returns, so that a crash loses none. Secrets are taken out of every line. */
export function createLog({ level, isTty, stream = standardError() }: LogOptions): Log {
  const format = isTty ? formatForPeople : (entry: Entry) => JSON.stringify(entry)
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // Here, after all else, nothing can slip past: child loggers, serialisers and messages all end up in the line.
    { write: (line: string) => void stream.write(`${format(redact(JSON.parse(line)) as Entry)}\n`) },
  )
}

type Entry = Record<string, unknown>

function standardError() {
  const destination = pino.destination({ dest: 2, sync: true })
  // Nobody reading the log any more (a closed pipe) must not end the server.
  destination.on('error', () => {})
  return destination
}

/** `12:03:04.250 WARN  message  field=value`, and the stack of an error below it. */
function formatForPeople({ level, time, msg, err, ...fields }: Entry): string {
  const words = Object.entries(fields).map(([name, value]) => `${name}=${show(value)}`)
  const head = [
    String(time).slice(11, 23),
    String(level).toUpperCase().padEnd(5),
    printable(String(msg ?? '')),
  ]
  const stack = isEntry(err) ? `\n${printable(String(err.stack ?? err.message ?? ''))}` : ''
  return printable([...head, ...words].join(' ').replaceAll('\n', ' ')) + stack.replaceAll('\n', '\n  ')
}

function show(value: unknown): string {
  return typeof value === 'string' && /^[\w@.:/-]+$/.test(value) ? value : JSON.stringify(value)
}

/** Text from outside must not move the cursor of whoever reads along. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null
}
