import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { renderUnit, unitMark } from '../../../../src/server/ops/systemd/service-unit.ts'
import { createHost, type ServerHost } from '../../../support/processes.ts'

/** A systemctl that writes down what it is asked, and fails at the word in `fails`. */
function putSystemctl(
  host: ServerHost,
  fails = 'nothing',
): { env: NodeJS.ProcessEnv; calls: () => string[] } {
  const [folder, notes] = [join(host.home, 'bin'), join(host.home, 'calls')]
  mkdirSync(folder)
  const says = `case "$*" in *is-active*) echo active;; *is-enabled*) echo enabled;; *${fails}*) echo 'no bus' >&2; exit 1;; esac`
  writeFileSync(join(folder, 'systemctl'), `#!/bin/sh\necho "$*" >> '${notes}'\n${says}\n`)
  chmodSync(join(folder, 'systemctl'), 0o755)
  const calls = () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : [])
  return { env: { PATH: `${folder}:/usr/bin:/bin`, XDG_CONFIG_HOME: join(host.home, 'config') }, calls }
}

const pathOn = (host: ServerHost) => join(host.home, 'config/systemd/user/authd.service')

const leftOut =
  'Note: set in this shell and not for the service: AUTHD_LISTEN, AUTHD_BCRYPT_COST; write them into authd.env in the data directory.\n'

describe('authd service (contract §1)', () => {
  test('install writes a unit of ours and starts it, status tells, install again renews, uninstall removes', async () => {
    const host = createHost()
    const path = pathOn(host)
    const { env, calls } = putSystemctl(host)
    const run = (...args: string[]) => host.authd(['service', ...args], { env })
    const dry = await run('install', '--dry-run')
    expect([dry.code, dry.stderr, existsSync(path), calls()]).toEqual([
      0,
      `This would be ${path}; nothing was written.\n${leftOut}`,
      false,
      [],
    ])
    const installed = await run('install')
    expect(installed).toEqual({
      code: 0,
      stdout: dry.stdout,
      stderr: `Wrote ${path}; authd runs now and after each login.\n${leftOut}To keep it running while nobody is logged in, run \`loginctl enable-linger\`.\n`,
    })
    const asked = ['--version', 'daemon-reload', 'enable authd.service', 'restart authd.service']
    expect(calls()).toEqual(asked.map((words) => `--user --no-ask-password ${words}`))
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual([dry.stdout, 0o644])
    expect(dry.stdout).toContain(` serve --data-dir ${host.dataDir}\n`)
    expect(await host.json(['service', 'status'], { env })).toEqual({
      kind: 'user',
      path,
      installed: true,
      enabled: 'enabled',
      active: 'active',
    })
    expect((await run('install')).code).toBe(0)
    expect((await run('uninstall')).stderr).toBe(`Removed ${path}; data, keys and settings were kept.\n`)
    expect([existsSync(path), (await run('uninstall')).stderr]).toEqual([
      false,
      `There is no ${path}; nothing was done.\n`,
    ])
  })

  test('a unit that authd did not write is left alone', async () => {
    const host = createHost()
    const path = pathOn(host)
    const { env, calls } = putSystemctl(host)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, '[Service]\nExecStart=/bin/true\n')
    for (const word of ['install', 'uninstall']) {
      expect(await host.authd(['service', word], { env })).toEqual({
        code: 1,
        stdout: '',
        stderr: `authd: error: ${path} was not written by authd; it was left as it is.\nauthd: hint: Move it away if it is not needed any more, then try again.\n`,
      })
    }
    expect([readFileSync(path, 'utf8'), calls()]).toEqual(['[Service]\nExecStart=/bin/true\n', []])
  })

  test('where there is no systemd nothing is written, and where it does not answer its words are told', async () => {
    const without = createHost()
    const bare = { PATH: '/nonexistent', XDG_CONFIG_HOME: join(without.home, 'config') }
    expect(await without.authd(['service', 'install'], { env: bare })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'authd: error: This machine has no systemd: there is no systemctl here; nothing was changed.\n' +
        'authd: hint: Have whatever starts your services run `authd serve`; `authd service install --dry-run` shows the unit.\n',
    })
    expect(existsSync(pathOn(without))).toBe(false)
    const host = createHost()
    const { env } = putSystemctl(host, 'daemon-reload')
    expect((await host.authd(['service', 'install'], { env })).stderr).toBe(
      `authd: error: ${pathOn(host)} was written, but systemd did not take it (no bus); the service does not run yet.\n` +
        'authd: hint: Once systemd runs here, run `systemctl --user daemon-reload`; `authd service uninstall` takes the unit back.\n',
    )
  })
})

/** What `--system --dry-run` of these settings lets the service write to. */
async function writablePaths(host: ServerHost, settings: string): Promise<string[]> {
  mkdirSync(host.dataDir, { mode: 0o700 })
  chownSync(host.dataDir, 12_345, 12_345)
  const envFile = join(host.home, 'authd.env')
  writeFileSync(envFile, settings, { mode: 0o600 })
  const args = ['service', 'install', '--system', '--dry-run', '--env-file', envFile]
  const { unit } = JSON.parse((await host.authd([...args, '--data-dir', host.dataDir, '--json'])).stdout) as {
    unit: string
  }
  return unit.split('\n').filter((line) => line.startsWith('ReadWritePaths='))
}

describe.skipIf(process.getuid?.() !== 0)('a system unit (only root may try)', () => {
  test('once kept backups and a database outside the data directory read-only, and each backup failed', async () => {
    const host = createHost()
    const settings = 'AUTHD_BACKUP_DIR=/mnt/usb/authd\nAUTHD_DATABASE_URL=sqlite:/srv/authd/house.db\n'
    expect(await writablePaths(host, settings)).toEqual([
      `ReadWritePaths=${host.dataDir}`,
      'ReadWritePaths=-/mnt/usb/authd',
      'ReadWritePaths=-/srv/authd',
    ])
  })

  test('tells a faulty setting when it is installed, and not in a journal', async () => {
    const host = createHost()
    const envFile = join(host.home, 'authd.env')
    writeFileSync(envFile, 'AUTHD_BCRYPT_COST=99\n', { mode: 0o600 })
    const { code, stderr } = await host.authd([
      ...['service', 'install', '--system', '--dry-run', '--env-file', envFile],
    ])
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`AUTHD_BCRYPT_COST (${envFile}:1) must be a whole number`),
    ])
  })
})

const noAnalyze = spawnSync('systemd-analyze', ['--version']).error
  ? 'systemd-analyze is not installed here'
  : ''

describe('the unit', () => {
  const plan = {
    node: process.execPath,
    program: import.meta.filename,
    runAs: undefined,
    envFile: undefined,
    alsoWritten: [],
  }

  test('holds any path (systemd.service(5): % and $ would be expanded)', () => {
    const unit = renderUnit({ ...plan, kind: 'user', program: '/p', dataDir: '/srv/a b/%h "$HOME"' })
    expect(unit).toContain(` -- /p serve --data-dir "/srv/a b/%%h \\"$$HOME\\""\n`)
    expect(unit.startsWith(unitMark)).toBe(true)
    expect(() => renderUnit({ ...plan, kind: 'user', dataDir: '/a\nExecStart=/b' })).toThrow(/line break/)
  })

  test('of a data directory in a home may write there and nowhere else', () => {
    const unit = renderUnit({ ...plan, kind: 'system', dataDir: '/home/ann/authd', runAs: 1000 })
    const lines = unit
      .split('\n')
      .filter((line) => /^(User|DynamicUser|ReadWritePaths|Protect(Home|System))=/.test(line))
    expect(lines).toEqual([
      'User=1000',
      'ReadWritePaths=/home/ann/authd',
      'ProtectSystem=strict',
      'ProtectHome=read-only',
    ])
  })

  test.skipIf(noAnalyze !== '')(`is good and little exposed, says systemd-analyze (${noAnalyze})`, () => {
    const file = join(createHost().home, 'authd.service')
    writeFileSync(
      file,
      renderUnit({ ...plan, kind: 'system', dataDir: undefined, envFile: '/etc/authd.env' }),
    )
    const analyze = (...words: string[]) =>
      spawnSync('systemd-analyze', [...words, file], { encoding: 'utf8' })
    const verified = analyze('verify')
    expect([verified.status, verified.stderr]).toEqual([0, ''])
    const [, exposure] = /exposure level .*: ([\d.]+)/.exec(analyze('security', '--offline=yes').stdout) ?? []
    expect(Number(exposure)).toBeLessThan(2.5)
  })
})
