/**
 * `npm run demo`: the main job, for real. A throw-away server on a free port, the real client as separate processes with
 * a home of its own. Anything unexpected makes the exit status non-zero; nothing is left behind.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const bin = join(import.meta.dirname, '..', 'bin')
const email = 'ann@example.com'
const password = 'correct horse battery'
const accessTokenLife = 3_000
const limit = AbortSignal.timeout(60_000)

interface Stage {
  /** Holds the client's home and the server's data; removed at the end. */
  folder: string
  env: NodeJS.ProcessEnv
}

interface Expected {
  /** Given on standard input. */
  input?: string
  exit?: number
  /** What the output must show. */
  shows?: RegExp
}

async function play(stage: Stage): Promise<void> {
  const input = `${password}\n`
  note('Register. This server has no SMTP, so its operator reads the code in the outbox.')
  await run(stage, `auth register --email ${email} --password-stdin`, { input, shows: /Registered/ })
  const letter = await run(stage, `authd mail show --to ${email}`, { shows: /^[A-Z0-9]{6}$/m })
  const [code] = /^[A-Z0-9]{6}$/m.exec(letter) ?? []
  await run(stage, `auth verify --email ${email} --code ${code}`, { shows: /Verified/ })

  note('Log in. The token goes into a file here; on your machine, into the keychain.')
  await run(stage, `auth login --email ${email} --password-stdin --storage file`, { input })
  await run(stage, 'auth whoami', { shows: new RegExp(`^${email}`) })

  note(`The access token runs out after ${accessTokenLife / 1000} seconds …`)
  await sleep(accessTokenLife + 100)
  note('… and the client refreshes it by itself.')
  await run(stage, 'auth whoami --verbose', { shows: /update_token[\s\S]*200/ })

  note('Scripts get a fresh token the same way.')
  await run(stage, protectedCall(stage), { shows: /"email":"ann@example.com"/ })

  note('Log out. The server ends the session, and the next call says so.')
  await run(stage, 'auth logout', { shows: /(?:)/ })
  await run(stage, 'auth whoami', { exit: 4, shows: /log/i })
}

function protectedCall({ env }: Stage): string {
  return `curl -sS -H "$(auth token --header)" ${env.AUTH_SERVER}/auth/me && echo`
}

/** Runs a line in a shell that finds `auth` and `authd`, shows it with its true output, and checks both. */
async function run(stage: Stage, line: string, { input, exit = 0, shows }: Expected): Promise<string> {
  const shown = input === undefined ? line : `echo "$PASSWORD" | ${line}`
  console.log(`\n${bold(`$ ${shown}`)}`)
  // Both streams in one, as on a terminal, so that their order is the true one.
  const child = spawn('sh', ['-c', `exec 2>&1; ${line}`], { env: stage.env, signal: limit })
  child.stdin.end(input ?? '')
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    process.stdout.write(text)
  })
  const [status] = await once(child, 'close')
  if (status !== 0) console.log(dim(`(exit ${status})`))
  if (status !== exit) throw new Error(`"${line}" ended with ${status}, not with ${exit}`)
  if (shows && !shows.test(output)) throw new Error(`"${line}" did not show ${shows}`)
  return output
}

async function startServer(stage: Stage): Promise<ChildProcess> {
  const life = `${accessTokenLife / 1000}s`
  const flags = ['--listen', '127.0.0.1:0', '--access-token-ttl', life, '--log-level', 'error']
  console.log(bold(`$ authd serve ${flags.join(' ')} &`))
  const server = spawn(process.execPath, [join(bin, 'authd.js'), 'serve', ...flags], {
    env: stage.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(server.stdout.setEncoding('utf8'), 'data', { signal: limit })) as [string]
  process.stdout.write(line)
  const [, url] = /^authd listening on (\S+)\n$/.exec(line) ?? []
  if (!url) throw new Error('the server did not say where it listens')
  stage.env.AUTH_SERVER = url
  return server
}

async function stopServer(server: ChildProcess): Promise<void> {
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  const [status] = await ended
  if (status !== 0) throw new Error(`the server ended with ${status}`)
}

/** A home, a data directory and the two programs on the path. */
function build(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-demo-'))
  const path = join(folder, 'bin')
  for (const part of ['bin', 'home']) mkdirSync(join(folder, part))
  for (const name of ['auth', 'authd']) symlinkSync(join(bin, `${name}.js`), join(path, name))
  const env = {
    PATH: [path, process.env.PATH].join(delimiter),
    HOME: join(folder, 'home'),
    AUTHD_DATA_DIR: join(folder, 'server'),
  }
  return { folder, env }
}

function note(text: string): void {
  console.log(`\n${dim(`# ${text}`)}`)
}

function bold(text: string): string {
  return process.stdout.isTTY ? `\x1b[1m${text}\x1b[22m` : text
}

function dim(text: string): string {
  return process.stdout.isTTY ? `\x1b[2m${text}\x1b[22m` : text
}

async function main(): Promise<void> {
  const stage = build()
  let server: ChildProcess | undefined
  try {
    server = await startServer(stage)
    await play(stage)
    await stopServer(server)
    console.log(`\n${bold('The main job works.')}`)
  } catch (error) {
    console.error(`\nThe demo failed: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  } finally {
    server?.kill('SIGKILL')
    rmSync(stage.folder, { recursive: true, force: true })
  }
}

await main()
