import { createReadStream, readFileSync, statSync } from 'node:fs'
import { Readable } from 'node:stream'
import { message } from '../../protocol/messages.ts'
import { usageError } from '../errors.ts'
import { formBody } from './form.ts'

/** What is sent. `open` makes it anew, so that it can be sent twice, where it can be. */
export interface Body {
  open(): Readable
  /** Bytes; undefined where nobody knows yet. */
  length: number | undefined
  type: string | undefined
  /** False for standard input: what was read is gone. */
  repeatable: boolean
}

export interface BodyOptions {
  data?: string[]
  dataBinary?: string
  form?: string[]
}

/** The body that the flags ask for. Throws a usage error where they ask for two. */
export function makeBody({ data, dataBinary, form }: BodyOptions): Body | undefined {
  const given = [data, dataBinary, form].filter((each) => each !== undefined)
  if (given.length > 1)
    throw usageError('-d, --data-binary and -F are three kinds of body.', 'Use one of them.')
  if (form) return formBody(form)
  if (dataBinary !== undefined) return bodyOf(dataBinary)
  return data && textBody(data)
}

/** Several are joined as the fields of a form (as curl does); one that looks like JSON is sent as JSON. */
function textBody(data: readonly string[]): Body {
  const text = data.map(readData).join('&')
  const type = /^\s*[[{]/.test(text) ? 'application/json' : 'application/x-www-form-urlencoded'
  const bytes = Buffer.from(text)
  return { open: () => Readable.from([bytes]), length: bytes.length, type, repeatable: true }
}

/** `@FILE` without its line ends, `@-` for standard input. */
function readData(text: string): string {
  if (!text.startsWith('@')) return text
  const source = text === '@-' ? 0 : text.slice(1)
  return attempt(text, () => readFileSync(source, 'utf8')).replaceAll(/[\r\n]/g, '')
}

/** As it is: streamed from a file or from standard input, however large it is. */
function bodyOf(text: string): Body {
  if (text === '@-')
    return { open: () => process.stdin, length: undefined, type: undefined, repeatable: false }
  if (!text.startsWith('@')) {
    const bytes = Buffer.from(text)
    return { open: () => Readable.from([bytes]), length: bytes.length, type: undefined, repeatable: true }
  }
  const path = text.slice(1)
  return { open: () => createReadStream(path), length: sizeOf(path), type: undefined, repeatable: true }
}

/** Throws a usage error where there is no file. */
export function sizeOf(path: string): number {
  const stats = attempt(path, () => statSync(path))
  if (stats.isFile()) return stats.size
  throw usageError(message('{path} is no file.', { path }), 'Nothing was sent.')
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    throw usageError(message('{path} cannot be read: {why}.', { path, why }), 'Nothing was sent.')
  }
}
