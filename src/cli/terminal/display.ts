import { fstatSync } from 'node:fs'
import { speaksUtf8 } from '../platform/terminal.ts'

/** Our own signs, for a terminal that would show them as noise. What people and servers wrote stays as it is. */
const asciiSigns: Readonly<Record<string, string>> = {
  '→': '>',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
}

/** Escaped: the bundle is read byte by byte, see launch.ts. */
const signs = /[\u2026\u2192\u2018\u2019\u201c\u201d\u2013\u2014]/g

/**
 * Words as this stream shows them: as they are in a pipe, else in the terminal's encoding and with links to click.
 * `cut` stands for `…` where that is not shown; behind what was cut off a column it must not be wider.
 */
export function display(text: string, descriptor: 1 | 2, env: NodeJS.ProcessEnv, cut = '...'): string {
  const readable = speaksUtf8(env) ? text : toAscii(text, cut)
  const shown = showsLinks(env) ? linkAddresses(readable) : readable
  return shown !== text && isTerminal(descriptor) ? shown : text
}

/** Asked last, and not by an import: the module loads half of Node's network with it, which `auth token` never needs. */
function isTerminal(descriptor: 1 | 2): boolean {
  return fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(descriptor)
}

/** How wide the stream's terminal is; undefined where it is none. */
export function columnsOf(descriptor: 1 | 2): number | undefined {
  if (!isTerminal(descriptor)) return undefined
  return (descriptor === 1 ? process.stdout : process.stderr).columns || undefined
}

export function toAscii(text: string, cut = '...'): string {
  return text.replaceAll(signs, (sign) => (sign === '…' ? cut : (asciiSigns[sign] ?? sign)))
}

/**
 * A link (OSC 8) whose words are the address itself: where links are not known after all, or the line is copied, nothing
 * is lost; where the terminal breaks the line, the whole address is opened all the same.
 */
export function linkAddresses(text: string): string {
  return text.replaceAll(
    /\bhttps?:\/\/[\x21-\x7e]*[\w/=&#-]/g,
    (url) => `\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\`,
  )
}

/** Terminals that set a variable of their own, and the programs that TERM_PROGRAM names. */
const linking = ['KITTY_WINDOW_ID', 'WT_SESSION', 'DOMTERM', 'GHOSTTY_RESOURCES_DIR', 'KONSOLE_VERSION']
const linkingPrograms = ['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'mintty', 'zed', 'rio']
const linkingTerms = /^(xterm-kitty|xterm-ghostty|alacritty|foot|wezterm|contour)/

/** Before this one VTE crashed on them or showed them as text. */
const firstVte = 5001

/**
 * Whether the terminal is known to make links of OSC 8. There is no way to ask it; FORCE_HYPERLINK, which other programs
 * obey too, says so for one that is not known. Behind screen and tmux nobody knows who is there.
 */
export function showsLinks(env: NodeJS.ProcessEnv): boolean {
  const { FORCE_HYPERLINK: forced, TERM: term = '' } = env
  if (forced) return forced !== '0'
  if (term === 'dumb' || env.CI || /^(screen|tmux)/.test(term)) return false
  if (Number(env.VTE_VERSION) >= firstVte || linkingTerms.test(term)) return true
  return linkingPrograms.includes(env.TERM_PROGRAM ?? '') || linking.some((name) => Boolean(env[name]))
}
