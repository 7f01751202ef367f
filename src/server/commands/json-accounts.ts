import { showValue } from '../accounts/field-values.ts'
import { accountField, type RawAccount } from '../accounts/transfer/account-row.ts'
import type { RawRecord } from './account-records.ts'
import type { Line } from './line-reader.ts'

/** JSON Lines: one object per line; empty lines are passed over. */
export async function* readJsonAccounts(lines: AsyncIterable<Line>): AsyncGenerator<RawRecord> {
  for await (const { number: line, content } of lines) {
    if ('fault' in content) yield { line, last: line, code: 'json_malformed', reason: content.fault }
    else if (content.text.trim() !== '') yield { line, last: line, ...readObject(content.text) }
  }
}

function readObject(text: string): { raw: RawAccount } | { code: string; reason: string } {
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { code: 'json_malformed', reason: 'the line is no JSON object' }
  const repeated = findRepeated(text, value)
  if (repeated !== undefined) return { code: 'field_repeated', reason: `it has ${showValue(repeated)} twice` }
  const raw: RawAccount = {}
  for (const [name, content] of Object.entries(value)) {
    const field = accountField(name)
    if (!field) return { code: 'field_unknown', reason: `it has ${showValue(name)}, which no account has` }
    if (field in raw) return { code: 'field_repeated', reason: `it has ${field} twice` }
    raw[field] = content
  }
  return { raw }
}

/** A name that the line has twice: the parser keeps the last one without a word. Values that are objects are faults anyway. */
function findRepeated(text: string, value: object): string | undefined {
  if (Object.values(value).some((content) => typeof content === 'object' && content !== null))
    return undefined
  // Whole strings, one after the other; those before a colon are names.
  const names = [...text.matchAll(/("(?:[^"\\]|\\.)*")\s*(:?)/g)]
    .filter(([, , colon]) => colon === ':')
    .map(([, name = '""']) => String(JSON.parse(name)))
  return names.length === Object.keys(value).length
    ? undefined
    : names.find((name, index) => names.indexOf(name) !== index)
}

/** The parser's own error would quote the line, which holds a hash. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
