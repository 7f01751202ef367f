import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loggedIn } from '../../support/login.ts'
import type { Machine } from '../../support/machine.ts'
import { pause } from '../../support/processes.ts'
import { oneAccount, type StandIn, startStandIn } from '../../support/stand-in.ts'
import { ctrlC } from '../../support/terminal.ts'

let server: StandIn
let machine: Machine
let folder: string

beforeEach(async () => {
  server = await startStandIn({ ...oneAccount(), '*': () => ({ body: 'answer' }) })
  machine = await loggedIn(server)
  folder = join(machine.home, 'out')
  mkdirSync(folder)
})
afterEach(async () => {
  machine.remove()
  await server.stop()
})

const request = (...args: string[]) => machine.auth(['request', ...args])
const sent = () => server.requests.at(-1) ?? { headers: {} as Record<string, string>, body: '' }

describe('-o', () => {
  test('writes into a pipe, as into any device, and does not put a file in its place', async () => {
    const pipe = join(folder, 'pipe')
    const terminal = machine.shell(
      `mkfifo ${pipe}; cat ${pipe} & auth request -o ${pipe} ${server.url}/x; wait`,
    )
    expect((await terminal.ended).code).toBe(0)
    expect(terminal.left()).toBe('answer')
    expect([readdirSync(folder), statSync(pipe).isFIFO()]).toEqual([['pipe'], true])
  })

  test('follows a link, and a file that only its owner could read stays so', async () => {
    const [file, link] = [join(folder, 'file'), join(folder, 'link')]
    writeFileSync(file, 'old')
    chmodSync(file, 0o600)
    symlinkSync('file', link)
    expect((await request('-o', link, '/x')).code).toBe(0)
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['answer', 0o600])
    expect(readdirSync(folder)).toEqual(['file', 'link'])
  })

  test('an error is no report: the file stays, and what the server said is printed', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, 'old')
    server.routes['GET /gone'] = () => ({ status: 404, body: 'not here' })
    const { code, stdout } = await request('-o', file, '/gone')
    expect([code, stdout, readFileSync(file, 'utf8')]).toEqual([1, 'not here', 'old'])
  })

  test('where no file can be, nothing is sent: exit 2', async () => {
    for (const place of [folder, join(folder, 'none', 'file'), `${folder}/file/`, '']) {
      expect([place, (await request('-o', place, '-d', 'a=1', '/x')).code]).toEqual([place, 2])
    }
    expect(server.requests).toEqual([])
  })

  test('with --json tells where it was saved', async () => {
    const { stdout } = await request('--json', '-o', join(folder, 'f'), '/x')
    expect(JSON.parse(stdout)).toMatchObject({ status: 200, saved: join(folder, 'f') })
    expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('answer')
  })

  test('a file that grows too large is our trouble and not the server’s: exit 1, and no part stays', async () => {
    server.routes['GET /large'] = () => ({ body: 'x'.repeat(4 * 1024 * 1024) })
    const terminal = machine.shell(`ulimit -f 1000; auth request -o ${folder}/f ${server.url}/large`)
    expect((await terminal.ended).code).toBe(1)
    expect(terminal.screen()).toContain(`${folder}/f cannot be written: EFBIG.`)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('what is read', () => {
  test('-d takes bytes as they are, but for line ends (curl)', async () => {
    writeFileSync(join(folder, 'bytes'), Buffer.from([0xc3, 0xa9, 10, 13, 0x80]))
    await request('-d', `@${folder}/bytes`, '/x')
    expect(sent().headers['content-length']).toBe('3')
  })

  test('a pipe of the shell is sent as it comes, and once', async () => {
    const pipe = `mkfifo ${folder}/pipe; echo hi > ${folder}/pipe & auth request --data-binary @${folder}/pipe ${server.url}/x`
    expect((await machine.shell(pipe).ended).code).toBe(0)
    expect([sent().body, sent().headers['transfer-encoding']]).toEqual(['hi\n', 'chunked'])
  })

  test('files of /proc, which tell no size, are sent whole', async () => {
    await request('--data-binary', '@/proc/sys/kernel/ostype', '/x')
    expect(sent().body).toBe('Linux\n')
  })

  test('-F takes standard input, and the type of a file', async () => {
    writeFileSync(join(folder, 'a.txt'), 'text')
    await machine.auth(['request', '-F', 'in=@-', '-F', `f=@${folder}/a.txt;type=text/plain`, '/x'], {
      input: 'piped',
    })
    expect(sent().body).toMatch(
      /\r\n\r\npiped\r\n--.*filename="a\.txt"\r\nContent-Type: text\/plain\r\n\r\ntext\r\n--/s,
    )
    expect(sent().headers['content-length']).toBeUndefined()
  })

  test('-H @FILE keeps a key out of the process list; repeated headers are joined (RFC 9110 §5.3)', async () => {
    writeFileSync(join(folder, 'headers'), 'X-Key: one\nX-Key: two\n')
    await request('-H', `@${folder}/headers`, '/x')
    expect(sent().headers['x-key']).toBe('one, two')
  })

  test('no header names another host than the one the token is for', async () => {
    expect((await request('-H', 'Host: other.example.org', '/x')).code).toBe(2)
    expect(server.requests).toEqual([])
  })

  test('Ctrl-C is heard while -d @- reads a terminal: exit 130', async () => {
    const terminal = machine.shell(`trap : INT; auth request -d @- ${server.url}/x; echo "code $?"`)
    await pause(600)
    terminal.type(ctrlC)
    await terminal.waitFor('code 130')
    expect(server.requests).toEqual([])
  })
})
