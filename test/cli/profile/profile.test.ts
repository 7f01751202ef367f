import { describe, expect, test } from 'vitest'
import type { Config } from '../../../src/cli/config.ts'
import { chooseTarget } from '../../../src/cli/profile/profile.ts'

const home = { server: 'https://home.example.org', account: 'ann@example.org', credential: 'c1' }
const work = { server: 'https://work.example.org' }
const config: Config = { version: 1, current: 'home', profiles: { home, work } }
const empty: Config = { version: 1, profiles: {} }

describe('which profile and server a command speaks to', () => {
  test('with nothing stored, it is the default server on this machine', () => {
    expect(chooseTarget(empty, { flags: {}, env: {} })).toEqual({
      name: 'default',
      profile: undefined,
      server: 'http://127.0.0.1:8420',
      because: undefined,
      overrides: false,
    })
  })

  test('with nothing said, it is the profile in use', () => {
    expect(chooseTarget(config, { flags: {}, env: {} })).toMatchObject({ name: 'home', server: home.server })
  })

  test('a flag beats the environment, also where the two contradict each other', () => {
    const env = { AUTH_PROFILE: 'home', AUTH_SERVER: home.server }
    const byName = chooseTarget(config, { flags: { profile: 'work' }, env })
    const byServer = chooseTarget(config, { flags: { server: work.server }, env })
    const expected = {
      name: 'work',
      profile: work,
      server: work.server,
      because: undefined,
      overrides: false,
    }
    expect([byName, byServer]).toEqual([expected, expected])
  })

  test('a new profile takes the server of the environment', () => {
    const target = chooseTarget(config, {
      flags: { profile: 'lab' },
      env: { AUTH_SERVER: 'https://lab.example' },
    })
    expect(target).toMatchObject({ name: 'lab', profile: undefined, server: 'https://lab.example' })
  })

  test('an environment value that overrides the profile in use is named (gh#3799)', () => {
    const env = { AUTH_SERVER: `${work.server}/` }
    expect(chooseTarget(config, { flags: {}, env })).toEqual({
      name: 'work',
      profile: work,
      server: work.server,
      because: 'AUTH_SERVER',
      overrides: true,
    })
  })

  test('a server that no profile has gets a profile of its own name, so that no token goes to a stranger', () => {
    const server = 'https://127.0.0.1:9000'
    const target = chooseTarget(config, { flags: { server }, env: {} })
    expect(target).toMatchObject({ name: '127.0.0.1-9000', profile: undefined, server })
  })

  test('a profile and a server that do not belong together are refused', () => {
    const flags = { profile: 'home', server: work.server }
    expect(() => chooseTarget(config, { flags, env: {} })).toThrow(
      'Profile "home" belongs to https://home.example.org, not to https://work.example.org.',
    )
  })

  test.each(['', '-x', '../x', 'a b', '__proto__', 'x'.repeat(65)])('"%s" cannot name a profile', (name) => {
    expect(() => chooseTarget(config, { flags: { profile: name }, env: {} })).toThrow('cannot name a profile')
  })

  test('a profile named like something every object has is not there', () => {
    expect(chooseTarget(config, { flags: { profile: 'constructor' }, env: {} }).profile).toBeUndefined()
  })
})
