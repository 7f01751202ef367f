// The main job by the real programs, without a shell: for systems whose shell is none of POSIX's. Leaves nothing behind.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-smoke-'))
const env = {
  ...process.env,
  XDG_CONFIG_HOME: join(folder, 'config'),
  XDG_RUNTIME_DIR: join(folder, 'run'),
  AUTHD_DATA_DIR: join(folder, 'server'),
  AUTHD_LISTEN: '127.0.0.1:0',
}
const email = 'ann@example.org'
const input = 'correct horse battery\n'
const programOf = (name) => join(import.meta.dirname, '..', 'bin', `${name}.js`)

function run(name, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [programOf(name), ...args], {
    env,
    encoding: 'utf8',
    timeout: 60_000,
    ...options,
  })
  console.log(`${name} ${args.join(' ')}\n${args[0] === 'token' ? '' : stdout}${stderr}`)
  if (status !== 0) throw new Error(`${name} ${args.join(' ')} ended with ${status}`)
  return stdout
}

const server = spawn(process.execPath, [programOf('authd'), 'serve'], {
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const [line] = await once(server.stdout.setEncoding('utf8'), 'data', {
    signal: AbortSignal.timeout(60_000),
  })
  env.AUTH_SERVER = /http:\S+/.exec(line)?.[0]
  run('auth', ['register', '--email', email, '--password-stdin', '--no-verify'], { input })
  const letter = run('authd', ['mail', 'show', '--to', email])
  run('auth', ['verify', '--email', email, '--code', /^[A-Z0-9]{6}$/m.exec(letter)?.[0]])
  run('auth', ['login', '--email', email, '--password-stdin', '--storage', 'file'], { input })
  if (run('auth', ['whoami']).trim() !== email) throw new Error('auth whoami names somebody else')
  run('auth', ['refresh'])
  if (!/^eyJ\S+\r?\n$/.test(run('auth', ['token']))) throw new Error('auth token printed no token')
  run('auth', ['logout'])
} finally {
  const ended = once(server, 'exit')
  server.kill()
  await ended
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}
