import { describe, expect, it } from 'vitest'
import { hasDisplay, localeOf, speaksUtf8 } from '../../../src/cli/platform/terminal.ts'

describe('UTF-8 is written where it is read as such (POSIX Base Definitions §8.2)', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, boolean]>([
    ['linux', { LANG: 'en_US.UTF-8' }, true],
    ['linux', { LANG: 'C.utf8' }, true],
    ['linux', { LC_CTYPE: 'C', LANG: 'en_US.UTF-8' }, false],
    ['linux', { LC_ALL: 'C', LC_CTYPE: 'en_US.UTF-8' }, false],
    ['linux', { LC_ALL: '', LANG: 'en_US.UTF-8' }, true],
    ['linux', { LC_MESSAGES: 'en_US.UTF-8' }, false],
    ['linux', { LANG: 'ko_KR.eucKR' }, false],
    ['linux', {}, false],
    ['freebsd', {}, false],
    ['darwin', {}, true],
    ['darwin', { LC_ALL: 'C' }, false],
    ['win32', {}, true],
  ])('%s %j: %s', (platform, env, answer) => {
    expect(speaksUtf8(env, platform)).toBe(answer)
  })
})

describe('the locale', () => {
  it('is left to the system on Windows and macOS where no variable says it, and is POSIX’s elsewhere', () => {
    expect(localeOf('LC_MESSAGES', {}, 'win32')).toBeUndefined()
    expect(localeOf('LC_MESSAGES', { LANG: '' }, 'darwin')).toBeUndefined()
    expect(localeOf('LC_MESSAGES', {}, 'linux')).toBe('C')
    expect(localeOf('LC_MESSAGES', { LC_MESSAGES: 'ko_KR.UTF-8', LANG: 'en_US.UTF-8' }, 'linux')).toBe(
      'ko_KR.UTF-8',
    )
  })
})

describe('a browser is seen', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, boolean]>([
    ['linux', {}, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['freebsd', {}, false],
    ['darwin', {}, true],
    ['win32', {}, true],
  ])('%s %j: %s', (platform, env, answer) => {
    expect(hasDisplay(env, platform)).toBe(answer)
  })
})
