import { createWriteStream, renameSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { StringDecoder } from 'node:string_decoder'
import { CliError, exitCodes } from '../errors.ts'
import { writeSoon } from '../output.ts'
import { jsonLine, printable } from '../printable.ts'

export interface AnswerOptions {
  /** `-` for standard output as it is. */
  output: string | undefined
  include: boolean
  json: boolean
}

/** Larger JSON is shown as it comes. Bytes. */
const largestPretty = 4 * 1024 * 1024

/** Writes the answer where it was asked for: nothing more, streamed, at the pace of who reads. */
export async function writeAnswer(
  answer: IncomingMessage,
  { output, include, json }: AnswerOptions,
): Promise<void> {
  if (json) return writeJson(answer)
  const onTerminal = process.stdout.isTTY === true && output === undefined
  if (include) await writeSoon(1, Buffer.from(onTerminal ? printable(headOf(answer)) : headOf(answer)))
  if (output !== undefined && output !== '-') return saveTo(output, answer)
  if (!onTerminal) return copy(answer)
  return show(answer)
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

/** Whole or not at all: a file of that name stays as it is until everything is here. */
async function saveTo(path: string, answer: IncomingMessage): Promise<void> {
  const temporary = join(dirname(path), `.${process.pid}-${process.hrtime.bigint()}.part`)
  const remove = () => rmSync(temporary, { force: true })
  process.once('exit', remove) // Ctrl-C too
  try {
    await pipeline(answer, createWriteStream(temporary, { flags: 'wx' }))
    renameSync(temporary, path)
  } finally {
    remove()
    process.removeListener('exit', remove)
  }
}

/** On a terminal: JSON in its shape, other text as it comes, and nothing that the terminal would obey. */
async function show(answer: IncomingMessage): Promise<void> {
  const type = answer.headers['content-type'] ?? ''
  if (/^application\/([\w.-]+\+)?json\b/i.test(type)) return showJson(answer)
  if (/^text\/|^application\/(x-ndjson|xml|javascript|x-www-form-urlencoded)\b/i.test(type))
    return showText(answer)
  const [first] = await take(answer, 1)
  if (first === undefined) return
  if (isText(first)) return showText(answer, [first])
  answer.destroy()
  throw new CliError(
    exitCodes.failed,
    'binary_output',
    'The answer is no text, and a terminal would make a mess of it.',
    'Save it with -o FILE, or send it on with a pipe.',
  )
}

async function showJson(answer: IncomingMessage): Promise<void> {
  const chunks = await take(answer, largestPretty)
  const text = Buffer.concat(chunks).toString('utf8')
  const pretty = answer.readableEnded ? indent(text) : undefined
  if (pretty === undefined) return showText(answer, chunks)
  await writeSoon(1, Buffer.from(`${pretty}\n`))
}

function indent(text: string): string | undefined {
  try {
    // Line by line, so that the escapes for what a terminal would obey leave the line ends alone.
    const lines = JSON.stringify(JSON.parse(text), null, 2).split('\n')
    return lines
      .map((line) => JSON.parse(jsonLine(line)))
      .map(printable)
      .join('\n')
  } catch {
    return undefined
  }
}

async function showText(answer: IncomingMessage, first: readonly Buffer[] = []): Promise<void> {
  const decoder = new StringDecoder('utf8')
  const write = (chunk: Buffer) => writeSoon(1, Buffer.from(printable(decoder.write(chunk))))
  for (const chunk of first) if (!(await write(chunk))) return
  for await (const chunk of answer as AsyncIterable<Buffer>) if (!(await write(chunk))) return
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

function isText(bytes: Buffer): boolean {
  return !bytes.subarray(0, 1024).includes(0) && Buffer.from(bytes.toString('utf8')).equals(bytes)
}

/** Status, headers and body as one value; the body parsed where it is JSON. */
async function writeJson(answer: IncomingMessage): Promise<void> {
  const chunks = await take(answer, Number.POSITIVE_INFINITY)
  const text = Buffer.concat(chunks).toString('utf8')
  const isJson = /^application\/([\w.-]+\+)?json\b/i.test(answer.headers['content-type'] ?? '')
  const body = isJson ? parse(text) : text
  await writeSoon(
    1,
    Buffer.from(`${jsonLine({ status: answer.statusCode, headers: answer.headers, body })}\n`),
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
