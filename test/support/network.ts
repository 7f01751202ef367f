import { execFileSync, spawn } from 'node:child_process'
import { authProgram, type Machine, type Outcome } from './machine.ts'
import { until } from './processes.ts'

/** Two hosts, `nas` and `laptop`, on a network of their own: namespaces of the kernel with a cable between them, and nothing else. */
export interface TwoHosts {
  server: Side
  client: Side
  remove(): void
}

export interface Side {
  /** What runs a program on this host: `ip netns exec …`, under the host's name. */
  through: string[]
  /** Gives it one more address. */
  add(address: string): void
}

/** Why there can be no such network here; undefined if there can. */
export function whyNoNetwork(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are Linux’s'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  const name = `lk-${process.pid}-try`
  try {
    ip('netns', 'add', name)
    try {
      ip('-n', name, 'link', 'add', 'lk0', 'type', 'veth', 'peer', 'name', 'lk1')
    } finally {
      ip('netns', 'delete', name)
    }
    return undefined
  } catch {
    return 'iproute2 is not installed, or namespaces are forbidden here'
  }
}

export async function connectTwoHosts(): Promise<TwoHosts> {
  const [one, other] = [`lk-${process.pid}-s`, `lk-${process.pid}-c`]
  const remove = () => {
    for (const name of [one, other]) {
      try {
        ip('netns', 'delete', name) // its end of the cable goes with it
      } catch {} // was not made
    }
  }
  remove() // what a killed run of the same number may have left
  try {
    for (const name of [one, other]) ip('netns', 'add', name)
    ip('link', 'add', 'lk0', 'netns', one, 'type', 'veth', 'peer', 'name', 'lk0', 'netns', other)
    const sides = { server: side(one, 'nas', '10.77.0.1'), client: side(other, 'laptop', '10.77.0.2') }
    for (const name of [one, other])
      await until('the cable is plugged in', () => ip('-n', name, 'link', 'show', 'lk0').includes('state UP'))
    return { ...sides, remove }
  } catch (error) {
    remove()
    throw error
  }
}

function side(name: string, hostname: string, address: string): Side {
  const add = (each: string) => void ip('-n', name, 'address', 'add', `${each}/24`, 'dev', 'lk0')
  add(address)
  ip('-n', name, 'link', 'set', 'lk0', 'up')
  ip('-n', name, 'link', 'set', 'lo', 'up')
  const naming = `echo ${hostname} > /proc/sys/kernel/hostname; exec "$@"`
  const through = ['ip', 'netns', 'exec', name, 'unshare', '--uts', 'sh', '-c', naming, 'sh']
  return { through, add }
}

/** Runs `auth` on one of the hosts. */
export function authOn({ through }: Side, machine: Machine, args: string[], input = ''): Promise<Outcome> {
  const [program = '', ...rest] = [...through, process.execPath, authProgram, ...args]
  return new Promise((resolve) => {
    const child = spawn(program, rest, { env: machine.env, timeout: 20_000 })
    const output = { stdout: '', stderr: '' }
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output.stderr += text
    })
    child.on('close', (code) => resolve({ code, ...output }))
  })
}

function ip(...args: string[]): string {
  return execFileSync('ip', args, { stdio: 'pipe', encoding: 'utf8' })
}
