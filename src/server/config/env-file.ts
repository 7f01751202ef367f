import { readFileSync, statSync } from 'node:fs'
import { errorCode, fileFailure } from '../host-error.ts'

export interface EnvFile {
  readonly path: string
  readonly mode: number
  readonly entries: readonly EnvEntry[]
  /** Lines that could not be read, and names given twice; never the text of a line, which may hold a secret. */
  readonly faults: readonly string[]
}

interface EnvEntry {
  readonly name: string
  readonly value: string
  /** From 1. */
  readonly line: number
}

/** Undefined where there is no such file. A file that cannot be read is one fault. */
export function readEnvFile(path: string): EnvFile | undefined {
  try {
    const { mode } = statSync(path)
    return { path, mode, ...parseLines(path, readFileSync(path, 'utf8')) }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    return { path, mode: 0, entries: [], faults: [`${path} cannot be read: ${fileFailure(error)}.`] }
  }
}

/**
 * `NAME=value` lines, as shells, systemd and Docker write them. An optional `export `, single quotes (nothing is
 * special inside), double quotes (`\"` and `\\` inside) and `#` comments are known; nothing is expanded.
 */
function parseLines(path: string, text: string): Pick<EnvFile, 'entries' | 'faults'> {
  const entries: EnvEntry[] = []
  const faults: string[] = []
  const seen = new Map<string, number>()
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1
    const read = parseLine(raw.trim())
    if (read === undefined) continue
    if ('fault' in read) faults.push(`${path}:${line} ${read.fault}`)
    else if (seen.has(read.name))
      faults.push(`${path}:${line} sets ${read.name} again, as line ${seen.get(read.name)} did.`)
    else entries.push({ ...read, line })
    if ('name' in read && !seen.has(read.name)) seen.set(read.name, line)
  }
  return { entries, faults }
}

type Line = { name: string; value: string } | { fault: string } | undefined

function parseLine(line: string): Line {
  if (line === '' || line.startsWith('#')) return undefined
  const [, name, rest] = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/.exec(line) ?? []
  if (!name || rest === undefined) return { fault: 'is not NAME=value.' }
  const value = parseValue(rest)
  return value === undefined
    ? { fault: `has a quoted value for ${name} that does not end well.` }
    : { name, value }
}

/** Undefined where a quote is not closed, or something other than a comment follows it. */
function parseValue(text: string): string | undefined {
  if (/^["']/.test(text)) {
    const [, plain, escaped] = /^(?:'([^']*)'|"((?:[^"\\]|\\.)*)")\s*(?:#.*)?$/.exec(text) ?? []
    return plain ?? escaped?.replace(/\\(["\\])/g, '$1')
  }
  return text.replace(/(^|\s+)#.*$/, '')
}
