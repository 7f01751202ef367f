import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { password } from '../../support/login.ts'
import { Machine } from '../../support/machine.ts'
import { type SecretService, startSecretService, whyNoSecretService } from '../../support/secret-service.ts'
import { oneAccount, type StandIn, startStandIn } from '../../support/stand-in.ts'

const missing = whyNoSecretService()

describe.skipIf(missing)(
  `the keychain, a real Secret Service${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let service: SecretService
    let server: StandIn
    let machine: Machine
    const login = (...more: string[]) =>
      machine.auth(['login', '--email', 'ann@example.org', '--password-stdin', ...more], {
        input: `${password}\n`,
      })

    async function begin(daemon: boolean) {
      service = await startSecretService({ daemon })
      server = await startStandIn(oneAccount({ expiresIn: 0.001 }))
      machine = new Machine({ AUTH_SERVER: server.url, ...service.env })
    }
    afterEach(async () => {
      machine.remove()
      await server.stop()
      await service.stop()
    })

    describe('that works', () => {
      beforeEach(() => begin(true))

      test('keeps the secret: it is in no file, each refresh replaces it, logout removes it', async () => {
        expect(await login()).toMatchObject({ code: 0, stderr: '' })
        expect(Object.values(machine.files()).join()).not.toContain('refresh-')
        expect((await machine.auth(['token'])).stdout).toBe('access-2\n')
        expect((await machine.auth(['token'])).stdout).toBe('access-3\n')
        const status = JSON.parse((await machine.auth(['status', '--json'])).stdout)
        expect(status.storage).toEqual({ kind: 'keyring', why: 'the keychain worked at login' })
        expect((await machine.auth(['logout'])).code).toBe(0)
        expect(server.requests.at(-1)?.headers.authorization).toMatch(/^Bearer refresh-/)
        expect((await machine.auth(['token'])).code).toBe(4)
      })

      test('and is locked later: exit 6 and storage-unreadable, never "not logged in" (antigravity-cli#51)', async () => {
        await login()
        const before = machine.files()
        await service.restartLocked()
        const { code, stdout, stderr } = await machine.auth(['token'])
        expect([code, stdout]).toEqual([6, ''])
        expect(stderr).toContain('auth: error: The keychain cannot be used: it is locked.')
        const status = await machine.auth(['status', '--json'])
        expect([status.code, JSON.parse(status.stdout).state]).toEqual([6, 'storage-unreadable'])
        expect(machine.files()).toEqual(before)
      })

      test('and hangs later: an error within the deadline (supabase/cli#1778)', async () => {
        await login()
        service.freeze()
        const started = Date.now()
        const { code, stderr } = await machine.auth(['token'])
        service.thaw()
        expect(code).toBe(6)
        expect(stderr).toMatch(
          /The keychain cannot be used: it (does not answer|gave no answer within 3 s)\./,
        )
        expect(Date.now() - started).toBeLessThan(6_000)
      })

      test('eight shells at once refresh one after the other or share, and nobody is logged out', async () => {
        await login()
        const outcomes = await Promise.all(Array.from({ length: 8 }, () => machine.auth(['token'])))
        expect(outcomes.map(({ code }) => code)).toEqual(Array(8).fill(0))
        expect((await machine.auth(['whoami'])).code).toBe(0)
      })
    })

    test('a bus without a Secret Service: exit 6 before anything is sent, in words', async () => {
      await begin(false)
      expect(await login()).toMatchObject({
        code: 6,
        stderr: expect.stringContaining(
          'The keychain cannot be used: no Secret Service (such as GNOME Keyring or KWallet) is running.',
        ),
      })
      expect(server.requests).toEqual([])
    })
  },
)
