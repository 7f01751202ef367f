import { describe, expect, it } from 'vitest'
import { display, linkAddresses, showsLinks, toAscii } from '../../../src/cli/terminal/display.ts'

describe('links (OSC 8) are made where the terminal is known to do them', () => {
  it.each<[NodeJS.ProcessEnv, boolean]>([
    [{ TERM: 'xterm-256color' }, false],
    [{ TERM: 'xterm-256color', VTE_VERSION: '7006' }, true],
    [{ TERM: 'xterm-256color', VTE_VERSION: '4800' }, false],
    [{ TERM: 'xterm-kitty' }, true],
    [{ TERM: 'foot' }, true],
    [{ TERM: 'alacritty' }, true],
    [{ TERM_PROGRAM: 'iTerm.app' }, true],
    [{ TERM_PROGRAM: 'Apple_Terminal' }, false],
    [{ TERM_PROGRAM: 'vscode' }, true],
    [{ WT_SESSION: 'a-b-c' }, true],
    [{ KONSOLE_VERSION: '230800' }, true],
    [{ TERM: 'linux' }, false],
    [{ TERM: 'tmux-256color', VTE_VERSION: '7006' }, false],
    [{ TERM: 'screen.xterm-256color', WT_SESSION: 'a-b-c' }, false],
    [{ TERM: 'xterm-kitty', CI: 'true' }, false],
    [{ TERM: 'dumb', VTE_VERSION: '7006' }, false],
    [{ TERM: 'xterm', FORCE_HYPERLINK: '1' }, true],
    [{ TERM: 'xterm-kitty', FORCE_HYPERLINK: '0' }, false],
    [{}, false],
  ])('%j: %s', (env, known) => {
    expect(showsLinks(env)).toBe(known)
  })

  it.each([
    ['https://a.example/device?user_code=BCDF-GHJK', 'https://a.example/device?user_code=BCDF-GHJK', ''],
    ['(see http://127.0.0.1:8420).', 'http://127.0.0.1:8420', ').'],
    ['"https://a.example/", it said', 'https://a.example/', '", it said'],
  ])('%s: the address, and nothing of the sentence', (text, url, after) => {
    const before = text.slice(0, text.indexOf(url))
    expect(linkAddresses(text)).toBe(`${before}\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\${after}`)
  })

  it('what is no address of the web stays as it is', () => {
    for (const text of ['auth://nas.local:8420#sha256=ab', 'https://', 'file:///etc/passwd'])
      expect(linkAddresses(text)).toBe(text)
  })
})

describe('where UTF-8 is not read', () => {
  it('our own signs become ASCII, what people wrote does not', () => {
    expect(toAscii('“Zoë”’s session – 김 → …')).toBe('"Zoë"\'s session - 김 > ...')
  })

  it('the sign for what was cut off a column is not wider than it was', () => {
    expect(toAscii('laptop of a…  2 h ago', '~')).toBe('laptop of a~  2 h ago')
  })
})

it('a pipe gets the words as they are, links and all', () => {
  // The runner's own standard output is none of a person's.
  const env = { LC_ALL: 'C', FORCE_HYPERLINK: '1' }
  if (!process.stdout.isTTY)
    expect(display('see https://a.example …', 1, env)).toBe('see https://a.example …')
})
