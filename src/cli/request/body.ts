import type { Readable } from 'node:stream'
import { message } from '../../protocol/messages.ts'
import { usageError } from '../errors.ts'
import { formBody } from './form.ts'
import { type Source, sourceAt, sourceOf } from './source.ts'

/** What is sent. `open` makes it anew, so that it can be sent twice, where it can be. */
export interface Body {
  open(): Readable
  /** Bytes; undefined where nobody knows yet. */
  length: number | undefined
  type: string | undefined
  /** False for what was piped in: what was read is gone. */
  repeatable: boolean
}

export interface BodyOptions {
  data?: string[]
  dataBinary?: string
  form?: string[]
}

/** What -d may read; it is put together in memory. Bytes. */
const largestData = 64 * 1024 * 1024

/** The body that the flags ask for. Throws a usage error where they ask for two. */
export async function makeBody({ data, dataBinary, form }: BodyOptions): Promise<Body | undefined> {
  const given = [data, dataBinary, form].filter((each) => each !== undefined)
  if (given.length > 1)
    throw usageError('-d, --data-binary and -F are three kinds of body.', 'Use one of them.')
  if (form) return formBody(form)
  if (dataBinary !== undefined) return bodyFrom(sourceNamed(dataBinary), undefined)
  return data && textBody(data)
}

/** Several are joined as the fields of a form (as curl does); one that looks like JSON is sent as JSON. */
async function textBody(data: readonly string[]): Promise<Body> {
  const parts: Buffer[] = []
  for (const text of data) parts.push(Buffer.from(parts.length > 0 ? '&' : ''), await readData(text))
  const bytes = Buffer.concat(parts)
  const isJson = /^\s*[[{]/.test(bytes.subarray(0, 1024).toString('latin1'))
  return bodyFrom(sourceOf(bytes), isJson ? 'application/json' : 'application/x-www-form-urlencoded')
}

/** `@FILE` without its line ends, `@-` for standard input; read piece by piece, so that Ctrl-C is heard meanwhile. */
async function readData(text: string): Promise<Buffer> {
  if (!text.startsWith('@')) return Buffer.from(text)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of sourceNamed(text).open() as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestData)
      throw usageError(
        message('-d {text} is larger than 64 MiB.', { text }),
        'Stream it: --data-binary @FILE.',
      )
    chunks.push(chunk)
  }
  return Buffer.from(Buffer.concat(chunks).filter((byte) => byte !== 10 && byte !== 13))
}

function sourceNamed(text: string): Source {
  return text.startsWith('@') ? sourceAt(text.slice(1)) : sourceOf(Buffer.from(text))
}

function bodyFrom({ open, size }: Source, type: string | undefined): Body {
  return { open, length: size, type, repeatable: size !== undefined }
}
