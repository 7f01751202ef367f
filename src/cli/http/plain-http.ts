import { isLoopback } from '../../protocol/loopback.ts'
import { message } from '../../protocol/messages.ts'
import { CliError, exitCodes } from '../errors.ts'

/**
 * Throws a usage error for what would cross a network in the clear. Asked where an address is typed, and once more where
 * something is sent: a profile of `config.json` is not typed, and a password and tokens went to one that was edited by hand.
 */
export function refusePlainHttp(url: URL, source = 'URL', text = url.origin): void {
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return
  throw new CliError(
    exitCodes.usage,
    'plain_http',
    message('{source} {text} would be plain http to another machine; nothing was sent.', { source, text }),
    message('Use https://{host} instead.', { host: url.host }),
  )
}
