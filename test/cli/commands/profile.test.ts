import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loggedIn } from '../../support/login.ts'
import { Machine } from '../../support/machine.ts'
import { oneAccount, startStandIn } from '../../support/stand-in.ts'

describe('`auth profile`', () => {
  let machine: Machine
  beforeEach(() => {
    machine = new Machine()
  })
  afterEach(() => machine.remove())
  const add = (name: string) =>
    machine.auth(['profile', 'add', name, '--server', `https://${name}.example.org`])

  test('adds, lists, uses, renames and removes', async () => {
    expect(await add('home')).toEqual({
      code: 0,
      stdout: 'Added profile "home" for https://home.example.org.\n',
      stderr: 'Next: `auth login --profile home`\n',
    })
    await add('work')
    await machine.auth(['profile', 'use', 'work'])
    expect(await machine.auth(['profile', 'list'])).toEqual({
      code: 0,
      stdout: `   NAME  SERVER
   home  https://home.example.org
*  work  https://work.example.org
`,
      stderr: 'Profile "work" is in use (chosen by `auth profile use`).\n',
    })
    const byFlag = await machine.auth(['profile', 'list', '--profile', 'home'])
    expect(byFlag.stderr).toBe('Profile "home" is in use (asked for by --profile).\n')
    const byVariable = await machine.auth(['profile', 'list'], { env: { AUTH_PROFILE: 'home' } })
    expect(byVariable.stderr).toBe('Profile "home" is in use (AUTH_PROFILE is set).\n')
    await machine.auth(['profile', 'allow', 'https://api.example.org'])
    await machine.auth(['profile', 'rename', 'work', 'job'])
    await machine.auth(['profile', 'remove', 'home'])
    expect(JSON.parse((await machine.auth(['profile', 'list', '--json'])).stdout)).toEqual({
      items: [
        {
          name: 'job',
          server: 'https://work.example.org',
          account: null,
          origins: ['https://api.example.org'],
          current: true,
        },
      ],
      in_force: { name: 'job', server: 'https://work.example.org', why: 'the only one' },
    })
  })

  test.each([
    [['add', 'home', '--server', 'https://x.example.org'], 'Profile "home" is there already.'],
    [['add', 'new'], 'A profile needs its server.'],
    [['add', '../x', '--server', 'https://x.example.org'], '"../x" cannot name a profile.'],
    [['use', 'nope'], 'There is no profile "nope".'],
    [['remove', 'nope'], 'There is no profile "nope".'],
    [['rename', 'nope', 'x'], 'There is no profile "nope".'],
    [['rename', 'home', 'work'], 'Profile "work" is there already.'],
    [
      ['disallow', 'https://home.example.org/x'],
      'https://home.example.org is the server of this login, so its tokens go there; nothing was changed.',
    ],
  ])('%j is wrong usage and changes nothing', async (args, what) => {
    await add('home')
    await add('work')
    const before = machine.files()
    const { code, stderr } = await machine.auth(['profile', ...args])
    expect([code, stderr.split('\n')[0]]).toEqual([2, `auth: error: ${what}`])
    expect(machine.files()).toEqual(before)
  })

  test('with none, says in --json that the default is in force; it once said that somebody had chosen it', async () => {
    expect(JSON.parse((await machine.auth(['profile', 'list', '--json'])).stdout)).toEqual({
      items: [],
      in_force: { name: 'default', server: 'http://127.0.0.1:8420', why: 'the default' },
    })
  })

  test('six changes at once lose nothing of each other', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    await Promise.all(names.map(add))
    expect(Object.keys(machine.readJson('config.json').profiles).sort()).toEqual(names)
  })

  test('removing one that is logged in logs it out', async () => {
    const server = await startStandIn(oneAccount())
    const other = await loggedIn(server)
    expect((await other.auth(['profile', 'remove', 'default'])).code).toBe(0)
    expect(server.requests.map(({ url }) => url)).toEqual(['/auth/logout'])
    expect(other.files()).toEqual({ 'config.json': '{\n  "version": 1,\n  "profiles": {}\n}\n' })
    other.remove()
    await server.stop()
  })

  test('the same name serves two accounts on two servers without mixing their tokens', async () => {
    const [one, two] = [await startStandIn(oneAccount()), await startStandIn(oneAccount())]
    const both = await loggedIn(one)
    const args = ['login', '--server', two.url, '--email', 'x', '--password-stdin', '--storage', 'file']
    await both.auth(args, { input: 'a password\n' })
    await both.auth(['whoami', '--server', one.url])
    await both.auth(['whoami', '--server', two.url])
    expect([one.requests.length, two.requests.length]).toEqual([1, 4])
    both.remove()
    await Promise.all([one.stop(), two.stop()])
  })
})
