import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Outcome } from './machine.ts'
import { until } from './processes.ts'

const project = join(import.meta.dirname, '../..')

/** A Debian that `.ci/guest` made. */
const debian = process.env.LATCHKEY_GUEST

/** Why there can be no virtual machine here; undefined if there can. */
export function whyNoGuest(): string | undefined {
  if (!debian) return 'LATCHKEY_GUEST names no folder that .ci/guest has filled'
  if (process.getuid?.() !== 0) return 'its files need root'
  if (spawnSync(emulator, ['--version']).error) return `${emulator} is not installed`
  return undefined
}

const emulator = 'qemu-system-x86_64'

/** A virtual machine with a systemd of its own, no network but its loopback, and `auth` and `authd` as npm installs them. */
export class Guest {
  readonly #folder = mkdtempSync(join(tmpdir(), 'latchkey-guest-'))
  readonly #machine: ChildProcess
  #shell: Socket | undefined
  #answers: AsyncIterator<string> | undefined

  /** Needs `whyNoGuest()` to be undefined. Returns when it has booted. */
  static async boot(): Promise<Guest> {
    const guest = new Guest(debian ?? '')
    try {
      await guest.#listen()
      await guest.#answer('it booted')
      return guest
    } catch (error) {
      guest.stop()
      throw error
    }
  }

  private constructor(root: string) {
    installPrograms(root)
    installShell(root)
    const disk = join(this.#folder, 'disk')
    execFileSync('mke2fs', ['-q', '-t', 'ext4', '-d', root, disk, '1500M'])
    this.#machine = startMachine(root, { disk, shell: this.#socket, console: join(this.#folder, 'console') })
  }

  get #socket(): string {
    return join(this.#folder, 'shell')
  }

  /** Runs a line of bash as root. */
  async run(line: string): Promise<Outcome> {
    this.#shell?.write(`${Buffer.from(line).toString('base64')}\n`)
    const [code, stdout, stderr] = (await this.#answer(line)).split(' ')
    const text = (base64 = '') => Buffer.from(base64, 'base64').toString()
    return { code: Number(code), stdout: text(stdout), stderr: text(stderr) }
  }

  /** The standard output of a line of bash; throws where it fails. */
  async read(line: string): Promise<string> {
    const { code, stdout, stderr } = await this.run(line)
    if (code !== 0) throw new Error(`${line} ended with ${code}: ${stdout}${stderr}`)
    return stdout.trim()
  }

  /** The same, as a user who has a home and a systemd of his own. */
  as(user: string, line: string): Promise<Outcome> {
    const words = `XDG_RUNTIME_DIR=/run/user/$(id -u ${user}) HOME=/home/${user} USER=${user}`
    return this.run(
      `cd /home/${user}; ${words} setpriv --reuid ${user} --regid ${user} --init-groups bash -c ${quote(line)}`,
    )
  }

  /** Returns when it has booted again. */
  async reboot(): Promise<void> {
    this.#shell?.write(`${Buffer.from('systemctl reboot').toString('base64')}\n`)
    while ((await this.#answer('reboot')) !== 'ready');
  }

  stop(): void {
    this.#shell?.destroy()
    this.#machine.kill('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #listen(): Promise<void> {
    await until('the machine runs', () => readdirSync(this.#folder).includes('shell'))
    this.#shell = connect(this.#socket)
    this.#answers = createInterface({ input: this.#shell })[Symbol.asyncIterator]()
  }

  async #answer(to: string): Promise<string> {
    const { value, done } = (await this.#answers?.next()) ?? { done: true }
    if (!done) return value
    throw new Error(`The virtual machine ended at: ${to}\n${readFileSync(join(this.#folder, 'console'))}`)
  }
}

/** Emulated, since not every machine lets its guests have guests. */
function startMachine(root: string, files: { disk: string; shell: string; console: string }): ChildProcess {
  const find = (kind: string) => {
    const [name] = readdirSync(join(root, 'boot')).filter((each) => each.startsWith(kind))
    return join(root, 'boot', name ?? kind)
  }
  const options = {
    accel: 'tcg,thread=multi',
    cpu: 'max',
    smp: '2',
    m: '1536',
    display: 'none',
    nic: 'none',
    kernel: find('vmlinuz'),
    initrd: find('initrd.img'),
    append: 'root=/dev/vda rw console=ttyS0 quiet panic=-1',
    drive: `file=${files.disk},format=raw,if=virtio,cache=unsafe`,
  }
  const words = Object.entries(options).flatMap(([name, value]) => [`-${name}`, value])
  const serial = ['-serial', `file:${files.console}`, '-serial', `unix:${files.shell},server=on,wait=off`]
  return spawn(emulator, ['-nodefaults', '-no-user-config', ...words, ...serial], { stdio: 'inherit' })
}

/** As `npm install --global` would put them there, without asking a registry. */
function installPrograms(root: string): void {
  const to = join(root, 'usr/local/lib/node_modules/latchkey')
  rmSync(to, { recursive: true, force: true })
  const wanted = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: project })
  const modules = wanted.toString().trim().split('\n').slice(1)
  for (const path of [
    'package.json',
    'bin',
    'dist',
    ...modules.map((each) => each.slice(project.length + 1)),
  ])
    cpSync(join(project, path), join(to, path), { recursive: true })
  copyFileSync(process.execPath, join(root, 'usr/local/bin/node'))
  for (const name of ['auth', 'authd'])
    link(root, `usr/local/bin/${name}`, `../lib/node_modules/latchkey/bin/${name}.js`)
}

function link(root: string, path: string, target: string): void {
  rmSync(join(root, path), { force: true })
  symlinkSync(target, join(root, path))
}

/** Reads a line of bash in Base64 from the second serial port; answers with its exit code and what it printed. */
const shellScript = `#!/bin/bash
stty raw -echo
echo ready
while read -r line; do
  bash -c "$(base64 -d <<<"$line")" >/run/shell.out 2>/run/shell.err </dev/null
  echo "$? $(base64 -w0 /run/shell.out) $(base64 -w0 /run/shell.err)"
done
`

const shellUnit = `[Service]
ExecStart=/usr/local/lib/guest-shell
StandardInput=tty
StandardOutput=tty
TTYPath=/dev/ttyS1
Restart=always
Environment=HOME=/root LANG=C.UTF-8
[Install]
WantedBy=multi-user.target
`

function installShell(root: string): void {
  const write = (path: string, text: string, mode: number) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    chmodSync(join(root, path), mode)
  }
  write('usr/local/lib/guest-shell', shellScript, 0o755)
  write('etc/systemd/system/guest-shell.service', shellUnit, 0o644)
  write('etc/hostname', 'nas\n', 0o644)
  write('etc/hosts', '127.0.0.1 localhost nas\n', 0o644)
  link(root, 'etc/systemd/system/multi-user.target.wants/guest-shell.service', '../guest-shell.service')
}

function quote(line: string): string {
  return `'${line.replaceAll("'", `'\\''`)}'`
}
