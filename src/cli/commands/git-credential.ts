import { CliError, exitCodes } from '../errors.ts'

/** What git tells a helper and is told by it: `key=value` lines (git-credential(1), "INPUT/OUTPUT FORMAT"). */
export type Attributes = ReadonlyMap<string, readonly string[]>

/** More than any description of a credential. Bytes. */
const longestInput = 64 * 1024

/**
 * Reads attributes until a blank line or the end. A key that ends with `[]` may have many values, of which an empty one
 * takes back those before it; of any other key the last value counts.
 */
export async function readAttributes(input: AsyncIterable<Buffer>): Promise<Attributes> {
  const attributes = new Map<string, string[]>()
  for (const line of await readLines(input)) {
    const [, key, value = ''] = /^([^=]+)=(.*)$/s.exec(line) ?? []
    if (key === undefined) continue
    const before = key.endsWith('[]') && value !== '' ? attributes.get(key) : undefined
    attributes.set(key, value === '' && key.endsWith('[]') ? [] : [...(before ?? []), value])
  }
  return attributes
}

async function readLines(input: AsyncIterable<Buffer>): Promise<string[]> {
  let text = ''
  for await (const chunk of input) {
    text += chunk.toString('latin1')
    if (text.length > longestInput) throw tooLong()
    // Git may keep the pipe open behind the blank line.
    if (/^\n|\n\n/.test(text)) break
  }
  const [described = ''] = text.startsWith('\n') ? [] : text.split('\n\n')
  return Buffer.from(described, 'latin1').toString('utf8').split('\n')
}

function tooLong(): CliError {
  return new CliError(
    exitCodes.usage,
    'bad_input',
    'Standard input has more than 64 KiB.',
    'It is git that calls this command; see `auth helper git --help`.',
  )
}

/** The value of a key, the last if there are several. */
export function lastOf(attributes: Attributes, key: string): string | undefined {
  return attributes.get(key)?.at(-1)
}

/** The web origin that git wants to log in to; undefined for any other protocol, or for no plain host. */
export function originOf(attributes: Attributes): string | undefined {
  const address = `${lastOf(attributes, 'protocol')}://${lastOf(attributes, 'host')}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined
  const isPlain = url.href === `${url.origin}/`
  return isPlain ? url.origin : undefined
}

export interface GitAnswer {
  username: string
  token: string
  /** Milliseconds. */
  expiresAt: number | undefined
}

/**
 * The answer to `get`. A git that announces `authtype` (2.46 and later) sends the token as bearer, and may not store it;
 * any other, and one whose server takes Basic only, sends it as the password. Throws a CliError for a value that would be
 * more than one line: git would take the rest for credentials of another host (CVE-2020-5260).
 */
export function writeAnswer(asked: Attributes, { username, token, expiresAt }: GitAnswer): string {
  const asBearer = ['capability[]=authtype', 'authtype=Bearer', `credential=${token}`, 'ephemeral=1']
  const lines = takesBearer(asked) ? asBearer : [`username=${username}`, `password=${token}`]
  // Seconds, rounded down: git may not take it for good any longer than it is.
  const expiry = expiresAt === undefined ? [] : [`password_expiry_utc=${Math.floor(expiresAt / 1_000)}`]
  if (lines.some((line) => /[\r\n\0]/.test(line))) throw notOneLine()
  return [...lines, ...expiry, ''].join('\n')
}

function notOneLine(): CliError {
  return new CliError(
    exitCodes.failed,
    'bad_name',
    'The user name or the token has a line end in it, so git is told nothing.',
    'Run `auth login`.',
  )
}

/** By the challenges too, where git passes them on: some servers announce Basic and nothing else. */
function takesBearer(asked: Attributes): boolean {
  if (!asked.get('capability[]')?.includes('authtype')) return false
  const challenges = asked.get('wwwauth[]') ?? []
  return challenges.length === 0 || challenges.some((challenge) => /^bearer\b/i.test(challenge))
}
