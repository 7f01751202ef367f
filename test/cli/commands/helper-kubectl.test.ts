import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findFaults, type Schema } from '../../support/json-schema.ts'
import { expireToken, loggedIn, loginFiles } from '../../support/login.ts'
import type { Machine } from '../../support/machine.ts'
import { oneAccount, type StandIn, startStandIn } from '../../support/stand-in.ts'

/**
 * The published types of an answer, as a schema: https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
 * (v1beta1 has the same). What is "[Required]" there is required here.
 */
const execCredential: Schema = {
  type: 'object',
  properties: {
    apiVersion: { enum: ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'] },
    kind: { enum: ['ExecCredential'] },
    spec: {
      type: 'object',
      properties: {
        cluster: { type: 'object', additionalProperties: true },
        interactive: { type: 'boolean' },
      },
      required: ['interactive'],
    },
    status: {
      type: 'object',
      properties: {
        expirationTimestamp: { type: 'string' },
        token: { type: 'string' },
        clientCertificateData: { type: 'string' },
        clientKeyData: { type: 'string' },
      },
    },
  },
  required: ['apiVersion', 'kind', 'spec', 'status'],
}

const info = (version: string) =>
  JSON.stringify({
    kind: 'ExecCredential',
    apiVersion: `client.authentication.k8s.io/${version}`,
    spec: { interactive: true },
  })

describe('`auth helper kubectl`', () => {
  let server: StandIn
  let machine: Machine
  beforeEach(async () => {
    server = await startStandIn(oneAccount())
    machine = await loggedIn(server)
  })
  afterEach(async () => {
    machine.remove()
    await server.stop()
  })
  const help = (env = {}) => machine.auth(['helper', 'kubectl'], { env })

  test.each(['v1', 'v1beta1'])('answers in %s as asked, by the published schema', async (version) => {
    const { code, stdout, stderr } = await help({ KUBERNETES_EXEC_INFO: info(version) })
    const answer = JSON.parse(stdout)
    const { expires_at } = machine.readJson(loginFiles(machine).token)
    const expirationTimestamp = `${new Date(expires_at).toISOString().slice(0, 19)}Z` // metav1.Time is RFC 3339 in seconds
    expect({ code, answer, stderr }).toEqual({
      code: 0,
      answer: {
        apiVersion: `client.authentication.k8s.io/${version}`,
        kind: 'ExecCredential',
        spec: { interactive: false },
        status: { token: 'access-1', expirationTimestamp },
      },
      stderr: '',
    })
    expect(findFaults(execCredential, answer, {})).toEqual([])
  })

  test('answers in v1 where nobody says which, and renews a token that has run out', async () => {
    expireToken(machine)
    const { apiVersion, status } = JSON.parse((await help()).stdout)
    expect([apiVersion, status.token]).toEqual(['client.authentication.k8s.io/v1', 'access-2'])
  })

  test('leaves out the end of an AUTH_TOKEN, which nobody here knows', async () => {
    const answer = JSON.parse((await help({ AUTH_TOKEN: 'given' })).stdout)
    expect(answer.status).toEqual({ token: 'given' })
    expect(findFaults(execCredential, answer, {})).toEqual([])
  })

  test.each([info('v1alpha1'), '{', '{}', 'null', '[]'])(
    '%s is wrong usage, and no token is given',
    async (text) => {
      expect(await help({ KUBERNETES_EXEC_INFO: text })).toEqual({
        code: 2,
        stdout: '',
        stderr:
          'auth: error: KUBERNETES_EXEC_INFO asks for no version that is known here.\n' +
          'auth: hint: Set apiVersion to client.authentication.k8s.io/v1 in the kubeconfig.\n',
      })
    },
  )

  test('nobody logged in: exit 4, nothing on stdout', async () => {
    await machine.auth(['logout'])
    const { code, stdout } = await help({ KUBERNETES_EXEC_INFO: info('v1') })
    expect([code, stdout]).toEqual([4, ''])
  })
})
