import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real D-Bus and, where wanted, a real GNOME Keyring on it, apart from whatever this machine runs. */
export interface SecretService {
  /** What a program needs to find it. */
  env: NodeJS.ProcessEnv
  /** The daemon starts anew with its secrets locked. */
  restartLocked(): Promise<void>
  /** The daemon stops answering, or goes on. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

/** Why there can be no Secret Service here; undefined if there can. */
export function whyNoSecretService(): string | undefined {
  const missing = ['dbus-daemon', 'gnome-keyring-daemon'].filter((program) => !isInstalled(program))
  return missing.length === 0 ? undefined : `not installed here: ${missing.join(', ')}`
}

/** No service is ever started by this bus on its own, so a test knows exactly what is there. */
const busConfig = (
  folder: string,
) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=${folder}/bus</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`

export async function startSecretService({ daemon }: { daemon: boolean }): Promise<SecretService> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bus-'))
  mkdirSync(join(folder, 'run'), { mode: 0o700 })
  writeFileSync(join(folder, 'bus.conf'), busConfig(folder))
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    XDG_RUNTIME_DIR: join(folder, 'run'),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/bus`,
  }
  const bus = spawn('dbus-daemon', ['--nofork', '--print-address', `--config-file=${folder}/bus.conf`], {
    env,
  })
  await new Promise((resolve) => bus.stdout.once('data', resolve))
  let keyring = daemon ? await startKeyring(env, 'a password') : undefined
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: env.DBUS_SESSION_BUS_ADDRESS },
    async restartLocked() {
      await end(keyring)
      keyring = await startKeyring(env, undefined)
    },
    freeze: () => void keyring?.kill('SIGSTOP'),
    thaw: () => void keyring?.kill('SIGCONT'),
    async stop() {
      await end(keyring)
      await end(bus)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startKeyring(env: NodeJS.ProcessEnv, password: string | undefined): Promise<ChildProcess> {
  const args = ['--foreground', '--components=secrets', ...(password === undefined ? [] : ['--unlock'])]
  const keyring = spawn('gnome-keyring-daemon', args, { env, stdio: ['pipe', 'ignore', 'ignore'] })
  keyring.stdin?.end(password ?? '')
  for (let tries = 0; tries < 100 && !hasOwner(env); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
  return keyring
}

function hasOwner(env: NodeJS.ProcessEnv): boolean {
  const call = [
    '--session',
    '--dest=org.freedesktop.DBus',
    '--print-reply',
    '/',
    'org.freedesktop.DBus.NameHasOwner',
  ]
  const answer = execFileSync('dbus-send', [...call, 'string:org.freedesktop.secrets'], {
    env,
    encoding: 'utf8',
  })
  return answer.includes('boolean true')
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGCONT')
  child.kill('SIGKILL')
  await ended
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
