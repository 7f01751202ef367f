import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { writeOut } from '../output.ts'
import { usualValidity } from '../session/validity.ts'
import { accessToken } from '../session.ts'

const versions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1']

/** Answers kubectl, and all that is built on client-go, with an ExecCredential of the version it asks for. */
export async function helpKubectl(context: Context): Promise<void> {
  const apiVersion = askedVersion(context.env.KUBERNETES_EXEC_INFO)
  const { token, expiresAt } = await accessToken(context, { minValidity: usualValidity })
  const expiry =
    expiresAt === undefined
      ? {}
      : { expirationTimestamp: new Date(expiresAt).toISOString().replace(/\.\d+/, '') }
  const credential = {
    apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false },
    status: { token, ...expiry },
  }
  writeOut(1, `${JSON.stringify(credential)}\n`)
}

/** Version 1 where nobody says: then it is a person who looks at what comes. */
function askedVersion(info: string | undefined): string | undefined {
  if (!info) return versions[0]
  const asked = readVersion(info)
  if (asked !== undefined && versions.includes(asked)) return asked
  throw usageError(
    message('KUBERNETES_EXEC_INFO asks for no version that is known here.'),
    'Set apiVersion to client.authentication.k8s.io/v1 in the kubeconfig.',
  )
}

function readVersion(info: string): string | undefined {
  try {
    return JSON.parse(info)?.apiVersion
  } catch {
    return undefined
  }
}
