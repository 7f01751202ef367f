import { arch, type } from 'node:os'
import { paths } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { isConnection, readBody } from '../http/answers.ts'
import { isStrings } from '../http/shapes.ts'
import { describeSkew } from '../session/skew.ts'
import { protectedCall } from '../session.ts'
import { describeTrust, trustOf } from '../trust/report.ts'
import { version } from '../version.ts'
import { type Finding, ok, skipped, warning } from './finding.ts'

type Found = Omit<Finding, 'check'>

/** One request that needs no login: is anybody there, and is it the one that is trusted? */
export async function checkServer(context: Context): Promise<Found> {
  const client = await context.client()
  const begun = performance.now()
  await client.send({ method: 'GET', path: paths.health })
  const took = Math.round(performance.now() - begun)
  return ok(message('{server} answers, after {took} ms.', { server: context.target.server, took }))
}

/** The handshake of `checkServer` has held the server against this. */
export async function checkTrust(context: Context): Promise<Found> {
  const trust = trustOf(context)
  if (trust.kind === 'this-machine') return ok('The server is on this machine, where plain http is enough.')
  const how = describeTrust(trust, context.terminal.t)
  const said = message('The server is trusted by {how}.', { how })
  if (trust.kind !== 'ca-file') return ok(said)
  return warning(said, 'The next command without --ca will not trust it; `auth trust accept` does for good.')
}

/** Above this, tokens of other servers and certificates begin to be refused. Milliseconds. */
const harmful = 60_000

export async function checkClock(context: Context): Promise<Found> {
  const { skew } = await context.client()
  if (skew === undefined) return ok("This machine's clock agrees with the server's, within 5 s.")
  const said = describeSkew(skew, context.terminal.t)
  const remedy =
    'Set the clock, best by NTP (`timedatectl set-ntp true`); logins bear the difference meanwhile.'
  return Math.abs(skew) < harmful ? ok(said) : warning(said, remedy)
}

export async function checkVersions(context: Context): Promise<Found> {
  const own = { version, node: process.version, system: `${type()} ${arch()}` }
  const theirs = (await askConnection(context)).version
  const said = message('auth {version} on Node {node}, {system}; authd {theirs}.', { ...own, theirs })
  const differ = majorOf(theirs) !== majorOf(version)
  return differ ? warning(said, 'They are of different ages; install the same version of both.') : ok(said)
}

/** Before 1.0 the second number is the one that breaks things (semver §4). */
function majorOf(text: string): string {
  const [major = '', minor = ''] = text.split('.')
  return major === '0' ? `0.${minor}` : major
}

/** What the server takes for our address decides about limits, and its name for itself about links and tokens. */
export async function checkProxies(context: Context): Promise<Found> {
  const {
    address,
    forwarding_headers: headers,
    proxy_trusted: trusted,
    issuer,
  } = await askConnection(context)
  const seen = { address: address ?? '?', headers: headers.join(', ') }
  if (headers.length > 0 && !trusted)
    return warning(
      message(
        'A proxy stands before the server, and is not believed: it sends {headers}, and all of its callers count as {address}.',
        seen,
      ),
      'On the server, set AUTHD_TRUSTED_PROXIES to the addresses of the proxy.',
    )
  if (address === null)
    return warning(
      'The server cannot tell where this request comes from.',
      'Have the proxy send X-Forwarded-For with the address of its caller.',
    )
  const { server } = context.target
  if (new URL(issuer).origin !== new URL(server).origin)
    return warning(
      message(
        'The server calls itself {issuer} and is reached as {server}: links in letters and device logins lead there.',
        { issuer, server },
      ),
      'If that address does not work here, set AUTHD_ISSUER on the server.',
    )
  const said =
    headers.length > 0
      ? 'The server sees this machine as {address}, by a proxy that it believes.'
      : 'The server sees this machine as {address}; no proxy stands between.'
  return ok(message(said, seen))
}

async function askConnection(context: Context) {
  const client = await context.client()
  return readBody(
    client,
    await protectedCall(context, { method: 'GET', path: paths.connection }),
    isConnection,
  )
}

/** Mail and the other warnings of `/readyz`, which anybody may read. */
export async function checkMail(context: Context): Promise<Found> {
  const client = await context.client()
  const { body } = await client.send({ method: 'GET', path: paths.ready })
  const { reasons, warnings } = (body ?? {}) as Record<string, unknown>
  if (!isStrings(reasons) || !isStrings(warnings)) throw client.notAuthd()
  if (warnings.length === 0)
    return ok('The server has nothing to complain of: store, mail, keys and backups.')
  return warning(
    message('The server says: {warnings}.', { warnings: warnings.join('; ') }),
    'Tell who runs it: `authd mail list` and the log have the cause.',
  )
}

export function withoutLogin(): Found {
  return skipped('Nobody is logged in here, so this was not tried.')
}
