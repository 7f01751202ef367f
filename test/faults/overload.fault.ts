import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createHost, until } from '../support/processes.ts'

/** `bench/overload.ts` does the same with 10,000 connections, and looks at the memory. */
test('idle connections and a flood of logins: all are answered, nobody is turned down for good', async () => {
  const server = await createHost({ AUTHD_RATE_LIMITS: 'off', AUTHD_BCRYPT_COST: '8' }).serve()
  const idle = Array.from({ length: 300 }, () => connect(server.port, '127.0.0.1').on('error', () => {}))
  onTestFinished(() => idle.forEach((socket) => void socket.destroy()))
  const body = JSON.stringify({ email: 'ann@example.com', password: 'a wrong password' })
  const headers = { 'content-type': 'application/json' }
  const login = () => fetch(`${server.url}/auth/login`, { method: 'POST', headers, body })
  const answers = await Promise.all(Array.from({ length: 120 }, login))
  const given = new Set(answers.map((answer) => `${answer.status} ${answer.headers.get('retry-after')}`))
  expect(given).toEqual(new Set(['401 null', '503 2']))
  expect((await login()).status).toBe(401)
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  const refused = answers.filter(({ status }) => status === 503).length
  expect(metrics).toContain(`\nlatchkey_hash_refusals_total ${refused}\n`)
  expect(metrics).toContain('\nlatchkey_hash_jobs_waiting 0\n')
  expect(metrics).toMatch(/\nlatchkey_hash_wait_seconds_count \d+\n/)
  expect(metrics).toMatch(/\nnodejs_eventloop_lag_p99_seconds [\d.e-]+\n/)
})

test('3,000 bodies that never end hold no more memory than 1,000 do, and keep nobody out: the oldest are cut', async () => {
  const server = await createHost({ AUTHD_RATE_LIMITS: 'off' }).serve()
  const resident = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1]) / 1024
  const before = resident()
  const sockets: Socket[] = []
  onTestFinished(() => sockets.forEach((socket) => void socket.destroy()))
  const begin = async () => {
    const socket = connect(server.port, '127.0.0.1').on('error', () => {})
    sockets.push(socket)
    await once(socket, 'connect')
    const head = 'POST /auth/login HTTP/1.1\r\nHost: authd\r\nContent-Type: application/json\r\n'
    socket.write(`${head}Content-Length: 65000\r\n\r\n${'x'.repeat(64_990)}`)
  }
  for (let step = 0; step < 30; step += 1) await Promise.all(Array.from({ length: 100 }, begin))
  await until('the oldest are cut', () => sockets.filter(({ closed }) => closed).length === 2_000)
  expect(sockets.findIndex(({ closed }) => !closed)).toBeGreaterThan(1_800)
  expect(resident() - before).toBeLessThan(220)
  const wrong = { email: 'ann@example.com', password: 'a wrong password' }
  const headers = { 'content-type': 'application/json' }
  const login = { method: 'POST', headers, body: JSON.stringify(wrong) }
  expect((await fetch(`${server.url}/auth/login`, login)).status).toBe(401)
})

test('requests that are answered before their body comes count no longer: once 1,000 of them cut every body that was on its way', async () => {
  const server = await createHost({ AUTHD_RATE_LIMITS: 'off' }).serve()
  const body = JSON.stringify({ email: 'ann@example.com', password: 'a wrong password' })
  const honest = connect(server.port, '127.0.0.1').on('error', () => {})
  const answer = once(honest, 'data')
  const head = 'POST /auth/login HTTP/1.1\r\nHost: authd\r\nContent-Type: application/json\r\n'
  honest.write(`${head}Content-Length: ${body.length}\r\n\r\n${body.slice(0, 9)}`)
  for (let count = 0; count < 1_100; count += 1) {
    const socket = connect(server.port, '127.0.0.1').on('error', () => {})
    socket.write('GET /healthz HTTP/1.1\r\nHost: authd\r\nContent-Length: 9\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
  }
  honest.write(body.slice(9))
  expect(String(await answer)).toMatch(/^HTTP\/1\.1 401 /)
  honest.destroy()
})
