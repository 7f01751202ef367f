import { execFile } from 'node:child_process'
import type { Log } from '../../log.ts'

/**
 * Tells systemd that requests are answered from now on (sd_notify(3), for `Type=notify`); does nothing where it did not
 * start this server. By systemd's own program, since Node has no datagrams on Unix sockets; it waits until it was heard.
 */
export function tellSystemd(log: Log): void {
  if (!process.env.NOTIFY_SOCKET) return
  execFile('systemd-notify', ['--ready'], { timeout: 10_000 }, (error) => {
    if (error) log.warn({ err: error }, 'systemd could not be told that the server is ready')
  })
}
