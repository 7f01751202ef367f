import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { message } from '../../protocol/messages.ts'
import { usageError } from '../errors.ts'
import type { Body } from './body.ts'
import { type Source, sourceAt, sourceOf } from './source.ts'

interface Part {
  head: Buffer
  content: Source
}

/** `name=value` and `name=@FILE` as multipart/form-data (RFC 7578); files are streamed. */
export function formBody(fields: readonly string[]): Body {
  const boundary = `latchkey-${randomBytes(16).toString('hex')}`
  const parts = fields.map((field) => readField(field, boundary))
  const end = Buffer.from(`--${boundary}--\r\n`)
  const repeatable = parts.every(({ content }) => content.size !== undefined)
  const total = parts.reduce(
    (sum, { head, content }) => sum + head.length + (content.size ?? 0) + 2,
    end.length,
  )
  const type = ['multipart/form-data', parameter('boundary', boundary)].join('; ')
  return {
    open: () => Readable.from(write(parts, end)),
    length: repeatable ? total : undefined,
    type,
    repeatable,
  }
}

function readField(field: string, boundary: string): Part {
  const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(field) ?? []
  if (name === undefined)
    throw usageError(message('-F {field} is no field.', { field }), 'Write NAME=VALUE or NAME=@FILE.')
  const disposition = ['Content-Disposition: form-data', parameter('name', name)]
  if (!value.startsWith('@'))
    return { head: headOf(boundary, [disposition]), content: sourceOf(Buffer.from(value)) }
  // As curl has it: -F 'photo=@a.jpg;type=image/jpeg'.
  const [, path = '', type = 'application/octet-stream'] =
    /^@(.*?)(?:;type=([\w.+-]+\/[\w.+-]+))?$/s.exec(value) ?? []
  const lines = [[...disposition, parameter('filename', basename(path))], [`Content-Type: ${type}`]]
  return { head: headOf(boundary, lines), content: sourceAt(path) }
}

function headOf(boundary: string, lines: readonly string[][]): Buffer {
  return Buffer.from([`--${boundary}`, ...lines.map((each) => each.join('; ')), '', ''].join('\r\n'))
}

/** RFC 7578 §2 and the HTML standard: these three would end the value. */
function parameter(name: string, value: string): string {
  const escaped = value.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  return `${name}="${escaped}"`
}

async function* write(parts: readonly Part[], end: Buffer): AsyncGenerator<Buffer> {
  for (const { head, content } of parts) {
    yield head
    yield* content.open() as AsyncIterable<Buffer>
    yield Buffer.from('\r\n')
  }
  yield end
}
