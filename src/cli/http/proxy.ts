import type { Socket } from 'node:net'
import { isLoopback } from '../../protocol/loopback.ts'
import { type Message, message } from '../../protocol/messages.ts'
import { connectLimit, notConnected } from './connect-limit.ts'
import { ExchangeError, explainFailure } from './exchange-error.ts'
import { bare } from './host.ts'

/**
 * The proxy for an https address by the variables that curl and Go know: lower case before upper case, NO_PROXY with
 * names (and what is below them), addresses, CIDR blocks, ports and `*`. This machine is never asked for through one.
 * Throws an ExchangeError for a proxy that is no http(s) address.
 */
export async function proxyFor(url: URL, env: NodeJS.ProcessEnv): Promise<URL | undefined> {
  const given = env.https_proxy || env.HTTPS_PROXY || env.all_proxy || env.ALL_PROXY
  if (!given || isLoopback(url.hostname)) return undefined
  if (await isExempt(url, env.no_proxy || env.NO_PROXY || '')) return undefined
  const text = given.includes('://') ? given : `http://${given}`
  const proxy = URL.canParse(text) ? new URL(text) : undefined
  if (proxy && /^https?:$/.test(proxy.protocol)) return proxy
  // The text may hold a password, so it is not repeated.
  throw new ExchangeError('unreachable', 'HTTPS_PROXY names no http(s) proxy')
}

/** Has the proxy connect to the server (RFC 9110 §9.3.6). What is said afterwards, TLS included, it only passes on. */
export async function openTunnel(proxy: URL, url: URL): Promise<Socket> {
  const { request } = proxy.protocol === 'https:' ? await import('node:https') : await import('node:http')
  const target = `${url.hostname}:${url.port || 443}`
  const { username, password } = proxy
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const authorization = username && {
    'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}`,
  }
  const { hostname, port } = proxy
  const place = { host: bare(hostname), port: port || (proxy.protocol === 'https:' ? 443 : 80) }
  return new Promise((resolve, reject) => {
    const fail = (why: Message) =>
      reject(
        new ExchangeError(
          'unreachable',
          message('the proxy {host} failed: {why}', { host: proxy.host, why }),
        ),
      )
    const asked = request({
      ...place,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...authorization },
      agent: false,
      // A proxy may get a password, too: see `verified` in tls-options.ts.
      rejectUnauthorized: true,
    })
    const late = setTimeout(() => asked.destroy(notConnected()), connectLimit)
    asked.on('connect', ({ statusCode }, socket) => {
      clearTimeout(late)
      if (statusCode === 200) return resolve(socket as Socket)
      socket.destroy()
      fail(
        message('it answered {status}; NO_PROXY={host} goes past it', {
          status: statusCode ?? 0,
          host: url.hostname,
        }),
      )
    })
    asked.on('response', ({ statusCode }) =>
      fail(message('it answered {status}', { status: statusCode ?? 0 })),
    )
    asked.on('error', (error) => {
      clearTimeout(late)
      fail(explainFailure(error).said)
    })
    asked.end()
  })
}

async function isExempt(url: URL, list: string): Promise<boolean> {
  if (list === '') return false
  const { BlockList, isIP } = await import('node:net')
  const [host, port] = [bare(url.hostname), url.port || '443']
  const family = isIP(host) === 6 ? 'ipv6' : 'ipv4'
  return list.split(',').some((part) => {
    const entry = part.trim().toLowerCase()
    if (entry === '*') return true
    const [, address = '', prefix] = /^([^/]+)\/(\d{1,3})$/.exec(entry) ?? []
    if (isIP(address) !== 0 && isIP(host) !== 0) {
      const block = new BlockList()
      const longest = isIP(address) === 6 ? 128 : 32
      block.addSubnet(address, Math.min(Number(prefix), longest), longest === 128 ? 'ipv6' : 'ipv4')
      return block.check(host, family)
    }
    const [, name = '', only] = /^(?:\*?\.)?(\[[^\]]+\]|[^:]+|[^[]*:[^[]*:.*?)(?::(\d+))?$/.exec(entry) ?? []
    if (name === '' || (only !== undefined && only !== port)) return false
    return bare(name) === host || (isIP(host) === 0 && host.endsWith(`.${name}`))
  })
}
