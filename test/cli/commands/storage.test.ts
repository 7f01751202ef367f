import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { expireToken, loggedIn, loginFiles, password } from '../../support/login.ts'
import { authProgram, lasting, Machine } from '../../support/machine.ts'
import { type SecretService, startSecretService, whyNoSecretService } from '../../support/secret-service.ts'
import { oneAccount, type StandIn, startStandIn } from '../../support/stand-in.ts'
import { openTerminal } from '../../support/terminal.ts'

const secretsOf = (machine: Machine) =>
  readdirSync(join(machine.folder, 'credentials')).filter((name) => name.endsWith('.json'))

describe('auth storage', () => {
  let server: StandIn
  let machine: Machine
  beforeEach(async () => {
    server = await startStandIn(oneAccount())
    machine = await loggedIn(server, new Machine({}, lasting))
  })
  afterEach(async () => {
    machine.remove()
    await server.stop()
  })

  test('says where the login is kept, why, whether it survives a reboot, and who can read it', async () => {
    const { code, stdout } = await machine.auth(['storage'])
    const [name = ''] = secretsOf(machine)
    const path = join(machine.folder, 'credentials', name)
    expect([code, stdout]).toEqual([
      0,
      `profile  default
storage  file (chosen at login by --storage)
file     ${path}
reboot   yes
readers  you alone (mode 0600), the administrator, and whoever has the disk or a backup of it
`,
    ])
    expect(JSON.parse((await machine.auth(['storage', '--json'])).stdout)).toEqual({
      profile: 'default',
      kind: 'file',
      why: 'chosen at login by --storage',
      path,
      survives_reboot: true,
      readers: 'owner',
    })
  })

  test('says who can read the file as it lies there, not as it was made', async () => {
    const [name = ''] = secretsOf(machine)
    chmodSync(join(machine.folder, 'credentials', name), 0o644)
    expect((await machine.auth(['storage'])).stdout).toContain(
      'readers  others too, if they can enter its folder: run `chmod 600` on it\n',
    )
  })

  test('says that no login is kept where nobody is logged in; it once read as if one were (review of the voice)', async () => {
    const other = new Machine({ AUTH_SERVER: server.url, AUTH_STORAGE: 'file' })
    const [shown, value] = [await other.auth(['storage']), await other.auth(['storage', '--json'])]
    other.remove()
    expect(shown).toEqual({
      code: 0,
      stdout: `profile     default
storage     none (nobody is logged in)
next login  file (AUTH_STORAGE is set)
`,
      stderr: '',
    })
    expect(JSON.parse(value.stdout)).toEqual({
      profile: 'default',
      kind: 'none',
      why: 'nobody is logged in',
      path: null,
      survives_reboot: null,
      readers: null,
      next: { kind: 'file', why: 'AUTH_STORAGE is set' },
    })
  })

  test('speaks the language of the person throughout', async () => {
    const { stdout } = await machine.auth(['storage'], { env: { LANG: 'ko_KR.UTF-8' } })
    expect(stdout).toMatch(/^재부팅 +유지됨$/m)
  })

  const hasMemory = existsSync('/dev/shm') && statfsSync('/dev/shm').type === 0x01021994
  test.skipIf(!hasMemory)('says that a file in memory does not survive a reboot', async () => {
    const memory = mkdtempSync('/dev/shm/latchkey-')
    const env = { AUTH_SERVER: server.url, XDG_CONFIG_HOME: memory }
    const other = new Machine(env)
    const args = ['login', '--email', 'ann@example.org', '--password-stdin', '--storage', 'file']
    await other.auth(args, { input: `${password}\n` })
    const { stdout } = await other.auth(['storage', '--json'])
    other.remove()
    rmSync(memory, { recursive: true })
    expect(JSON.parse(stdout).survives_reboot).toBe(false)
  })

  test('moves nothing to a keychain that is not there: exit 6, and the login is where it was', async () => {
    const before = machine.files()
    const { code, stderr } = await machine.auth(['storage', 'move', 'keyring'])
    expect([code, stderr.split('\n')[0]]).toEqual([
      6,
      'auth: error: The keychain cannot be used: this session has no D-Bus, as is usual over SSH.',
    ])
    expect(machine.files()).toEqual(before)
    expect((await machine.auth(['storage', 'move', 'file'])).stdout).toBe(
      'The login of profile "default" is in a file already.\n',
    )
    expect(machine.files()).toEqual(before)
  })

  test('AUTH_STORAGE names another store than the login is in: exit 4 and a hint, not a search without end', async () => {
    const config = machine.readJson('config.json')
    config.profiles.default.storage = 'keyring'
    machine.write('config.json', JSON.stringify(config))
    for (const name of secretsOf(machine)) rmSync(join(machine.folder, 'credentials', name))
    expireToken(machine)
    const { child, outcome } = machine.start(['token'], { env: { AUTH_STORAGE: 'file' } })
    const limit = setTimeout(() => child.kill('SIGKILL'), 4_000)
    const { code, stdout, stderr } = await outcome
    clearTimeout(limit)
    expect([code, stdout]).toEqual([4, ''])
    expect(stderr).toContain('AUTH_STORAGE=file is set, but the login was stored with keyring: unset it.')
  })

  test('a store that there is not is wrong usage; nobody logged in is exit 4', async () => {
    expect((await machine.auth(['storage', 'move', 'cloud'])).code).toBe(2)
    const other = new Machine({ AUTH_SERVER: server.url })
    expect((await other.auth(['storage', 'move', 'file'])).code).toBe(4)
    other.remove()
  })
})

const missing = whyNoSecretService()

describe.skipIf(missing)(
  `moving to a real Secret Service and back${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let service: SecretService
    let server: StandIn
    let machine: Machine
    beforeEach(async () => {
      service = await startSecretService({ daemon: true })
      server = await startStandIn(oneAccount())
      machine = new Machine({ AUTH_SERVER: server.url, ...service.env })
      const args = ['login', '--email', 'ann@example.org', '--password-stdin', '--storage', 'file']
      await machine.auth(args, { input: `${password}\n` })
    })
    afterEach(async () => {
      machine.remove()
      await server.stop()
      await service.stop()
    })

    const storageOf = async () => JSON.parse((await machine.auth(['status', '--json'])).stdout).storage
    const move = (kind: string) => machine.auth(['storage', 'move', kind])

    test('the login goes on, and stays in one place only', async () => {
      expect(await move('keyring')).toEqual({
        code: 0,
        stdout: 'The login of profile "default" was moved to the keychain.\n',
        stderr: '',
      })
      expect(secretsOf(machine)).toEqual([])
      expect(await storageOf()).toEqual({ kind: 'keyring', why: 'moved there by `auth storage move`' })
      expireToken(machine)
      expect((await machine.auth(['token'])).stdout).toBe('access-2\n')
      expect((await move('file')).code).toBe(0)
      expect(secretsOf(machine)).toHaveLength(1)
      expireToken(machine)
      expect((await machine.auth(['token'])).stdout).toBe('access-3\n')
    })

    test('two moves at once: one moves it, the other finds it there, and neither says that there is no login', async () => {
      const outcomes = await Promise.all([move('keyring'), move('keyring')])
      expect(outcomes.map(({ code }) => code)).toEqual([0, 0])
      expect(outcomes.map(({ stdout }) => stdout).join()).not.toContain('no login to move')
      expect((await machine.auth(['whoami'])).code).toBe(0)
    })

    test('twenty shells refresh while it is moved to and fro: all print a token', async () => {
      const rounds = Array.from({ length: 20 }, async (_, index) => {
        if (index % 5 === 0) expireToken(machine)
        return machine.auth(['token'])
      })
      for (const kind of ['keyring', 'file', 'keyring']) expect((await move(kind)).code).toBe(0)
      const outcomes = await Promise.all(rounds)
      expect(outcomes.map(({ code, stderr }) => [code, stderr])).toEqual(Array(20).fill([0, '']))
      expireToken(machine)
      expect((await machine.auth(['token'])).code).toBe(0)
    })

    /** As a move leaves it that is killed at its last step: the login is there, and a copy still here. */
    async function moveKilled(kind: 'keyring' | 'file') {
      const before = machine.files()
      if (kind === 'keyring') {
        await move('keyring')
        for (const [name, text] of Object.entries(before))
          if (name.startsWith('credentials/')) machine.write(name, text)
        return
      }
      // Killed before its last step but one: the configuration still says file, and the keychain has a copy.
      await move('keyring')
      for (const [name, text] of Object.entries(before)) machine.write(name, text)
    }

    /** What the keychain has of the login, by a configuration that says that the login is there. */
    async function isInKeychain(config: string): Promise<boolean> {
      const other = new Machine({ ...machine.env, XDG_CONFIG_HOME: join(machine.home, 'other') })
      const folder = join(machine.home, 'other', 'latchkey')
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'config.json'), config.replace('"storage": "file"', '"storage": "keyring"'))
      const { code, stderr } = await other.auth(['token'])
      other.remove()
      rmSync(join(machine.home, 'other'), { recursive: true })
      if (code === 4) expect(stderr).toContain('in the keychain')
      return code !== 4
    }

    const tidied = (store: string) => `A copy that an earlier move had left behind was removed: ${store}.\n`

    test('a copy that a killed move left in a file is removed by the next one (it once outlived the logout)', async () => {
      await moveKilled('keyring')
      expect(secretsOf(machine)).toHaveLength(1)
      expect(await move('keyring')).toEqual({
        code: 0,
        stdout: 'The login of profile "default" is in the keychain already.\n',
        stderr: tidied('a file'),
      })
      expect(secretsOf(machine)).toEqual([])
      expect((await move('keyring')).stderr).toBe('')
      expect((await machine.auth(['refresh'])).code).toBe(0)
    })

    test('a copy that a killed move left in the keychain is removed by the next one', async () => {
      await moveKilled('file')
      const config = machine.read('config.json')
      expect((await move('file')).stderr).toBe(tidied('the keychain'))
      expect(await isInKeychain(config)).toBe(false)
      expect((await machine.auth(['refresh'])).code).toBe(0)
    })

    test('what lies in the other store stays where the login itself is gone: it may be the only one', async () => {
      await moveKilled('keyring')
      const config = machine.read('config.json')
      machine.write('config.json', config.replace('"storage": "keyring"', '"storage": "file"'))
      const [name = ''] = secretsOf(machine)
      rmSync(join(machine.folder, 'credentials', name))
      expect((await move('file')).stdout).toBe('Profile "default" has no login to move.\n')
      expect(await isInKeychain(config)).toBe(true)
    })

    test('logout removes the copies of a killed move too, from a file and from the keychain', async () => {
      await moveKilled('keyring')
      expect(await machine.auth(['logout'])).toMatchObject({ code: 0, stderr: '' })
      expect(secretsOf(machine)).toEqual([])
      const args = ['login', '--email', 'ann@example.org', '--password-stdin', '--storage', 'file']
      await machine.auth(args, { input: `${password}\n` })
      await moveKilled('file')
      const config = machine.read('config.json')
      expect(await machine.auth(['logout'])).toMatchObject({ code: 0, stderr: '' })
      expect(await isInKeychain(config)).toBe(false)
    })

    test('logout of a login in a file waits for a hung keychain no longer than for its deadline, without a word', async () => {
      service.freeze()
      const started = Date.now()
      const outcome = await machine.auth(['logout'])
      const took = Date.now() - started
      service.thaw()
      expect(outcome).toMatchObject({ code: 0, stderr: '' })
      expect([secretsOf(machine), took < 6_000]).toEqual([[], true])
    })

    test('two moves in opposite directions at once: neither waits for the other for ever', async () => {
      const outcomes = await Promise.all([move('keyring'), move('file'), move('keyring'), move('file')])
      expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0])
      expect((await machine.auth(['refresh'])).code).toBe(0)
    })

    test('of several logins one that fails keeps no other back; what was moved is said, and a second run moves the rest', async () => {
      const other = await startStandIn(oneAccount())
      onTestFinished(() => other.stop())
      const more = ['--server', other.url, '--profile', 'work', '--storage', 'file']
      await machine.auth(['login', '--email', 'ann@example.org', '--password-stdin', ...more], {
        input: `${password}\n`,
      })
      const { secret } = loginFiles(machine)
      const good = machine.read(secret)
      machine.write(secret, 'torn')
      const path = join(machine.folder, secret)
      expect(await move('keyring')).toEqual({
        code: 6,
        stdout: 'The login of profile "work" was moved to the keychain.\n',
        stderr:
          `auth: error: 1 of 2 logins are there now; left where they were: "default". The login in ${path} is damaged.\n` +
          'auth: hint: Run `auth login` to replace it. Then run `auth storage move keyring` again: it moves the rest.\n',
      })
      machine.write(secret, good)
      expect(await move('keyring')).toEqual({
        code: 0,
        stdout:
          'The login of profile "default" was moved to the keychain.\n' +
          'The login of profile "work" is in the keychain already.\n',
        stderr: '',
      })
      expect(secretsOf(machine)).toEqual([])
    })

    const canMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0
    test.skipIf(!canMount)(
      'a file that cannot be removed fails no move: exit 0, and what is left is said',
      async () => {
        const path = join(machine.folder, loginFiles(machine).secret)
        // What is mounted over itself is busy: it can be read, and not removed.
        const line = `mount --bind ${path} ${path}; exec "${process.execPath}" "${authProgram}" storage move keyring`
        const terminal = openTerminal('unshare', ['-m', 'sh', '-c', line], machine.env, { cols: 400 })
        expect((await terminal.ended).code).toBe(0)
        expect(terminal.screen()).toContain(
          `auth: note: The login of profile "default" was moved, but a copy is left: a file. ${path} could not be removed: EBUSY. ` +
            'When that is mended, `auth storage move keyring` removes the copy.\n' +
            'The login of profile "default" was moved to the keychain.\n',
        )
        expect(await storageOf()).toMatchObject({ kind: 'keyring' })
        expect(await move('keyring')).toMatchObject({ code: 0, stderr: tidied('a file') })
        expect(secretsOf(machine)).toEqual([])
      },
    )

    test('a hung keychain in which a copy could lie: the login in the file is fine, and it is said that nobody could look', async () => {
      service.freeze()
      const outcome = await move('file')
      service.thaw()
      expect(outcome).toMatchObject({
        code: 0,
        stdout: 'The login of profile "default" is in a file already.\n',
        stderr: expect.stringMatching(
          /^auth: note: Whether a copy of profile "default" is left could not be seen: the keychain\. The keychain cannot be used: it .*\.\n$/,
        ),
      })
    })

    test('killed at any moment, the login is where the configuration says', async () => {
      for (let round = 0; round < 6; round++) {
        const { child, outcome } = machine.start(['storage', 'move', round % 2 ? 'file' : 'keyring'])
        setTimeout(() => child.kill('SIGKILL'), 60 + round * 24)
        await outcome
        expireToken(machine)
        expect([round, (await machine.auth(['token'])).code]).toEqual([round, 0])
      }
    })
  },
)
