import type { IncomingMessage } from 'node:http'
import { StringDecoder } from 'node:string_decoder'
import { CliError, exitCodes } from '../errors.ts'
import { writeSoon } from '../output.ts'
import { escapeJson, jsonLine, printable, visible } from '../terminal/printable.ts'
import type { Paint } from '../terminal.ts'
import { isJson, prettyJson } from './pretty-json.ts'
import { type Place, saveTo } from './saved-file.ts'

export interface AnswerOptions {
  /** A file; `-` for standard output as it is; undefined for standard output as it suits its reader. */
  output: Place | '-' | undefined
  include: boolean
  json: boolean
  paint: Paint
}

/** Larger JSON is shown as it comes: what is shaped takes a hundred times its length at worst. Bytes. */
const largestPretty = 1024 * 1024
/**
 * What --json puts together in memory. Parsed, an array of empty objects takes fifty times its length: 64 MiB of them took
 * 2.3 GB and half a minute, in which Ctrl-C was not heard. This much stays under 200 MB. Bytes.
 */
const largestValue = 3 * 1024 * 1024

/** Writes the answer where it was asked for: nothing more, streamed, at the pace of who reads. */
export async function writeAnswer(answer: IncomingMessage, options: AnswerOptions): Promise<void> {
  const { include, json, paint } = options
  // What is saved under that name is what was asked for; words about why it did not come are for who asked.
  const output = (answer.statusCode ?? 0) >= 400 && options.output !== '-' ? undefined : options.output
  if (json) return writeJson(answer, output)
  const onTerminal = process.stdout.isTTY === true
  if (include) await writeSoon(1, Buffer.from(onTerminal ? printable(headOf(answer)) : headOf(answer)))
  if (output !== undefined && output !== '-') return saveTo(output, answer)
  return onTerminal && output === undefined ? show(answer, paint) : copy(answer)
}

function headOf({ statusCode, statusMessage, rawHeaders, httpVersion }: IncomingMessage): string {
  const lines = [`HTTP/${httpVersion} ${statusCode} ${statusMessage}`]
  for (let index = 0; index < rawHeaders.length; index += 2)
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`)
  return `${lines.join('\n')}\n\n`
}

async function copy(answer: IncomingMessage): Promise<void> {
  for await (const chunk of answer as AsyncIterable<Buffer>) if (!(await writeSoon(1, chunk))) return
}

/** On a terminal: JSON in its shape, other text as it comes, and nothing that the terminal would obey. */
async function show(answer: IncomingMessage, paint: Paint): Promise<void> {
  const encoded = !['', 'identity'].includes(answer.headers['content-encoding'] ?? '')
  if (saysJson(answer) && !encoded) return showJson(answer, paint)
  const [first] = await take(answer, 1)
  if (first === undefined) return
  if (!encoded && isText(first, /^text\//i.test(typeOf(answer)))) return showText(answer, [first])
  answer.destroy()
  throw new CliError(
    exitCodes.failed,
    'binary_output',
    'The answer is no text, and a terminal would make a mess of it.',
    'Save it with -o FILE, or send it on with a pipe.',
  )
}

function typeOf({ headers }: IncomingMessage): string {
  return headers['content-type'] ?? ''
}

function saysJson(answer: IncomingMessage): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(typeOf(answer))
}

async function showJson(answer: IncomingMessage, paint: Paint): Promise<void> {
  const chunks = await take(answer, largestPretty)
  const text = Buffer.concat(chunks).toString('utf8')
  const pretty = answer.readableEnded ? prettyJson(escapeJson(text), paint) : undefined
  if (pretty === undefined) return showText(answer, chunks)
  await writeSoon(1, Buffer.from(`${pretty}\n`))
}

async function showText(answer: IncomingMessage, first: readonly Buffer[] = []): Promise<void> {
  const decoder = new StringDecoder('utf8')
  // A line end may be cut in two.
  let held = ''
  const write = (text: string): Promise<boolean> => {
    const whole = held + text
    held = whole.endsWith('\r') ? '\r' : ''
    return writeSoon(1, Buffer.from(visible(whole.slice(0, whole.length - held.length))))
  }
  for (const chunk of first) if (!(await write(decoder.write(chunk)))) return
  for await (const chunk of answer as AsyncIterable<Buffer>) if (!(await write(decoder.write(chunk)))) return
  await writeSoon(1, Buffer.from(visible(held + decoder.end())))
}

/** The first chunks, until there are so many bytes; the rest stays to be read. */
async function take(answer: IncomingMessage, bytes: number): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= bytes) break
  }
  return chunks
}

/** No NUL (as curl looks for), and UTF-8 unless the server vouches for it; a sign may be cut by the chunk's end. */
function isText(bytes: Buffer, vouched: boolean): boolean {
  if (bytes.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return vouched
  }
}

/** Status, headers and body as one value; a body of JSON as it was sent, its numbers untouched. */
async function writeJson(answer: IncomingMessage, output: Place | '-' | undefined): Promise<void> {
  const { statusCode: status, headers } = answer
  if (output !== undefined && output !== '-') {
    await saveTo(output, answer)
    await writeSoon(1, Buffer.from(`${jsonLine({ status, headers, saved: output.path })}\n`))
    return
  }
  const text = Buffer.concat(await take(answer, largestValue)).toString('utf8')
  if (!answer.readableEnded)
    throw new CliError(
      exitCodes.failed,
      'too_large',
      'The answer is larger than 3 MiB, too much for one value.',
      'Save it with -o FILE, or leave --json out.',
    )
  const body = saysJson(answer) && isJson(text) ? escapeJson(text).replaceAll(/[\r\n]/g, ' ') : jsonLine(text)
  const head = jsonLine({ status, headers })
  await writeSoon(1, Buffer.from(`${head.slice(0, -1)},"body":${body.trim()}}\n`))
}
