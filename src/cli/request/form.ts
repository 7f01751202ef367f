import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { message } from '../../protocol/messages.ts'
import { usageError } from '../errors.ts'
import { type Body, sizeOf } from './body.ts'

interface Part {
  head: Buffer
  content: { bytes: Buffer } | { path: string; size: number }
}

/** `name=value` and `name=@FILE` as multipart/form-data (RFC 7578); files are streamed. */
export function formBody(fields: readonly string[]): Body {
  const boundary = `latchkey-${randomBytes(16).toString('hex')}`
  const parts = fields.map((field) => readField(field, boundary))
  const end = Buffer.from(`--${boundary}--\r\n`)
  const length = parts.reduce((sum, part) => sum + sizeOfPart(part), end.length)
  const type = ['multipart/form-data', parameter('boundary', boundary)].join('; ')
  return { open: () => Readable.from(write(parts, end)), length, type, repeatable: true }
}

function readField(field: string, boundary: string): Part {
  const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(field) ?? []
  if (name === undefined)
    throw usageError(message('-F {field} is no field.', { field }), 'Write NAME=VALUE or NAME=@FILE.')
  const isFile = value.startsWith('@')
  const path = value.slice(1)
  const disposition = ['Content-Disposition: form-data', parameter('name', name)]
  const lines = isFile
    ? [[...disposition, parameter('filename', basename(path))], ['Content-Type: application/octet-stream']]
    : [disposition]
  const head = [`--${boundary}`, ...lines.map((each) => each.join('; ')), '', ''].join('\r\n')
  const content = isFile ? { path, size: sizeOf(path) } : { bytes: Buffer.from(value) }
  return { head: Buffer.from(head), content }
}

/** RFC 7578 §2 and the HTML standard: these three would end the value. */
function parameter(name: string, value: string): string {
  const escaped = value.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  return `${name}="${escaped}"`
}

function sizeOfPart({ head, content }: Part): number {
  return head.length + ('bytes' in content ? content.bytes.length : content.size) + 2
}

async function* write(parts: readonly Part[], end: Buffer): AsyncGenerator<Buffer> {
  for (const { head, content } of parts) {
    yield head
    if ('bytes' in content) yield content.bytes
    else yield* createReadStream(content.path) as AsyncIterable<Buffer>
    yield Buffer.from('\r\n')
  }
  yield end
}
