import { lookup } from 'node:dns/promises'
import { lstatSync, rmSync } from 'node:fs'
import { connect, type Server } from 'node:net'
import { isLoopback } from '../../protocol/loopback.ts'
import { message } from '../../protocol/messages.ts'
import { CliError, exitCodes, usageError } from '../errors.ts'
import { bare } from '../http/host.ts'

export type Place = { host: string; port: number } | { path: string }

/**
 * Reads `HOST:PORT`, `PORT` or `unix:PATH`. Throws a usage error for what is not of this machine alone; a name counts
 * by what it leads to.
 */
export async function parsePlace(text: string): Promise<Place> {
  if (text.startsWith('unix:') && text.length > 5) return { path: text.slice(5) }
  const [, host = '127.0.0.1', port] = /^(?:(\[[0-9a-f:.]+\]|[^:\s[\]]+):)?(\d{1,5})$/i.exec(text) ?? []
  if (port === undefined || Number(port) > 65_535)
    throw usageError(
      message('--listen {text} is no place to listen.', { text }),
      'Write it like 127.0.0.1:8180 or unix:/run/user/1000/api.sock.',
    )
  const addresses = await lookup(bare(host), { all: true }).catch(() => [])
  const isOurs = ({ address, family }: { address: string; family: number }): boolean =>
    isLoopback(family === 6 ? `[${address}]` : address)
  const [first] = addresses
  if (first && addresses.every(isOurs)) return { host: first.address, port: Number(port) }
  throw usageError(
    message('--listen {text}: {host} is not this machine alone, and whoever reaches the proxy acts as you.', {
      text,
      host,
    }),
    'Listen on 127.0.0.1 or a socket file, and let ssh -L bring others there.',
  )
}

/** Starts to listen. Resolves to the address for people and programs. */
export async function listen(server: Server, place: Place): Promise<string> {
  if ('path' in place) {
    await clearStale(place.path)
    await opened(server, place)
    return `unix:${place.path}`
  }
  await opened(server, place)
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : place.port
  return `http://${place.host.includes(':') ? `[${place.host}]` : place.host}:${port}`
}

async function opened(server: Server, place: Place): Promise<void> {
  const where = 'path' in place ? `unix:${place.path}` : `${place.host}:${place.port}`
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(where, error)))
    // Node binds a socket file before it returns, so nobody else's file is made with this mask.
    const former = process.umask(0o177)
    server.listen(place, resolve)
    process.umask(former)
  })
}

/** A socket file that nobody listens on any more is taken away; one that somebody does is not, nor is any other file. */
async function clearStale(path: string): Promise<void> {
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (there === undefined) return
  // connect(2) refuses an ordinary file just as a socket that is left over, and so one was deleted.
  if (!there.isSocket())
    throw usageError(
      message('--listen unix:{path}: there is a file already, and it is no socket.', { path }),
      'Choose another place: --listen 127.0.0.1:0 picks a free port.',
    )
  const code = await new Promise<string | undefined>((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(undefined)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
  })
  if (code === 'ECONNREFUSED') rmSync(path, { force: true })
}

function cannotListen(where: string, error: NodeJS.ErrnoException): CliError {
  const reasons: Record<string, string> = {
    EADDRINUSE: 'another program listens there',
    EACCES: 'permission denied',
    ENOENT: 'the folder does not exist',
  }
  const why = message(reasons[error.code ?? ''] ?? error.message)
  const hint = 'Choose another place: --listen 127.0.0.1:0 picks a free port.'
  return new CliError(
    exitCodes.failed,
    'cannot_listen',
    message('{where} cannot be listened on: {why}.', { where, why }),
    hint,
    error,
  )
}
