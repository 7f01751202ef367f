import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Machine } from '../../support/machine.ts'
import { account } from '../../support/stand-in.ts'

const missing = whyNoOpenssl()

describe.skipIf(missing)(`https${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-tls-'))
  const ca = join(folder, 'cert.pem')
  let server: Server
  let port: number
  let machine: Machine
  let served = 0

  beforeAll(async () => {
    const key = join(folder, 'key.pem')
    const subject = ['-subj', '/CN=test', '-addext', 'subjectAltName=IP:127.0.0.1']
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
    execFileSync('openssl', ['req', '-x509', ...curve, ...subject, '-keyout', key, '-out', ca], {
      stdio: 'ignore',
    })
    server = createServer({ key: readFileSync(key), cert: readFileSync(ca) }, (_, response) => {
      served += 1
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(account))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
    machine = new Machine({ AUTH_TOKEN: 'a-token' })
  })
  afterAll(async () => {
    machine.remove()
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true, force: true })
  })

  test('a server of an unknown authority is exit 8, and gets no token', async () => {
    const { code, stdout, stderr } = await machine.auth(['whoami', '--server', `https://127.0.0.1:${port}`])
    expect([code, stdout, served]).toEqual([8, '', 0])
    expect(stderr).toContain(`auth: error: https://127.0.0.1:${port} is not trusted: `)
    expect(stderr).toContain('auth: hint: If its authority is your own, name it: --ca FILE.')
  })

  test('with its authority in --ca it is trusted', async () => {
    const args = ['whoami', '--ca', ca, '--server', `https://127.0.0.1:${port}`]
    expect(await machine.auth(args)).toMatchObject({ code: 0, stdout: 'ann@example.org\n' })
  })

  test('under another name than its certificate’s it is not', async () => {
    const { code } = await machine.auth(['whoami', '--ca', ca, '--server', `https://localhost:${port}`])
    expect(code).toBe(8)
  })
})

function whyNoOpenssl(): string | undefined {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'openssl is not installed here'
  }
}
