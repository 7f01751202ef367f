import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Machine } from '../../support/machine.ts'
import { exchange, pause, until } from '../../support/processes.ts'

let target: Server
let machine: Machine
let port = 0
/** What the target heard, connection by connection. */
let heard: { socket: Socket; text: string }[]
/** What it says to a request whose head is whole. */
let say: (socket: Socket, text: string) => void

/** A target that writes what it likes, where node's own server would refuse to. */
beforeEach(async () => {
  heard = []
  target = createServer((socket) => {
    const one = { socket, text: '' }
    heard.push(one)
    socket.setEncoding('latin1').on('error', () => undefined)
    socket.on('data', (data) => {
      one.text += data
      if (one.text.includes('\r\n\r\n')) say(socket, one.text)
    })
  })
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
  machine = new Machine({ AUTH_TOKEN: 'from-outside' })
  const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}`
  let said = ''
  const { child } = machine.start(['--server', url, 'proxy', url])
  child.stdout?.on('data', (text) => {
    said += text
  })
  await until('the proxy listens', () => said.includes('\n') || child.exitCode !== null)
  port = Number(said.trim().split(':').at(-1))
})

afterEach(() => {
  for (const { socket } of heard) socket.destroy()
  target.close()
  machine.remove()
})

const ask = async (head = 'GET /x HTTP/1.1', fields = 'Connection: close', body = '') =>
  (await exchange(port, [`${head}\r\nHost: 127.0.0.1:${port}\r\n${fields}\r\n\r\n${body}`])).text

const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'

const expectAlive = async () => {
  say = (socket) => socket.end(answer)
  expect(await ask()).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*hi/)
}

test.each([
  ['a control character', 'HTTP/1.1 200 O\x1bK', /^HTTP\/1\.1 200 OK\r\n[\s\S]*hi/],
  ['a word of its own', 'HTTP/1.1 200 Fine', /^HTTP\/1\.1 200 OK\r\n[\s\S]*hi/],
  ['a status that there is none of', 'HTTP/1.1 099 Odd', /^HTTP\/1\.1 502 Bad Gateway\r\n/],
])('the reason phrase of the target is not passed on: %s', async (_, first, expected) => {
  say = (socket) => socket.end(answer.replace('HTTP/1.1 200 OK', first))
  expect(await ask()).toMatch(expected)
  await expectAlive()
})

test('the same where a WebSocket was asked for', async () => {
  say = (socket) => socket.end(answer.replace('200 OK', '403 N\x1bo'))
  const fields = 'Connection: Upgrade\r\nUpgrade: websocket'
  expect(await ask('GET /x HTTP/1.1', fields)).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n[\s\S]*hi/)
})

const change = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'

test.each([
  ['by a plain GET', 'Connection: close'],
  ['where Connection does not name Upgrade', 'Connection: close\r\nUpgrade: websocket'],
])('a 101 that was not asked for is a 502, and its connection is closed: %s', async (_, fields) => {
  let closed = false
  say = (socket) => {
    socket.on('close', () => {
      closed = true
    })
    socket.write(change)
  }
  const text = await ask('GET /x HTTP/1.1', fields)
  expect(text).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n[\s\S]*"code":"unexpected_answer"/)
  expect(heard[0]?.text).not.toMatch(/upgrade/i)
  await until('the connection is closed', () => closed)
  await expectAlive()
})

test.each([
  ['not asked for', 'Connection: close'],
  ['asked for', 'Connection: Upgrade\r\nUpgrade: websocket'],
])('a reset right after a 101 that was %s ends nothing else', async (_, fields) => {
  let reset = false
  say = (socket) =>
    socket.write(change, () => {
      socket.resetAndDestroy()
      reset = true
    })
  await ask('GET /x HTTP/1.1', fields)
  await until('it was reset', () => reset)
  await pause(100)
  await expectAlive()
})

test('what is to become no WebSocket goes the ordinary way, with its body and without the wish (RFC 9110 §7.8)', async () => {
  say = (socket, text) => text.endsWith('x=1') && socket.end(answer)
  const fields =
    'Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 3'
  expect(await ask('POST /x HTTP/1.1', fields, 'x=1')).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*hi/)
  expect(heard[0]?.text).toMatch(/^POST \/x HTTP\/1\.1\r\n[\s\S]*\r\n\r\nx=1$/)
  expect(heard[0]?.text).not.toMatch(/upgrade|http2-settings/i)
})

test('a WebSocket with a body is none', async () => {
  say = (socket, text) => text.endsWith('x=1') && socket.end(answer)
  const fields = 'Connection: close, Upgrade\r\nUpgrade: websocket\r\nContent-Length: 3'
  expect(await ask('GET /x HTTP/1.1', fields, 'x=1')).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*hi/)
  expect(heard[0]?.text).not.toMatch(/upgrade/i)
})

test('a body keeps its length, whatever Connection names (RFC 9110 §7.6.1)', async () => {
  say = (socket, text) => text.endsWith('GET /y') && socket.end(answer)
  const fields = 'Connection: close, Content-Length, Host, X-Mine\r\nX-Mine: 1\r\nContent-Length: 6'
  expect(await ask('GET /x HTTP/1.1', fields, 'GET /y')).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*hi/)
  expect(heard[0]?.text).toMatch(/\r\ncontent-length: 6\r\n/i)
  expect(heard[0]?.text).not.toMatch(/x-mine/i)
})
