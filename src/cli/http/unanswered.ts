import { type Message, message } from '../../protocol/messages.ts'
import { CliError, exitCodes, type Said } from '../errors.ts'
import { ExchangeError } from './exchange-error.ts'

/** The error for a server that gave no usable answer, from what the exchange with it died of. */
export function unanswered(name: Message | string, kept: Said, error: unknown): unknown {
  if (!(error instanceof ExchangeError)) return error
  const why = { name, why: error.said }
  if (error.reason === 'untrusted')
    return new CliError(
      exitCodes.untrusted,
      'untrusted_server',
      message('{name} is not trusted: {why}.', why),
      'If its authority is your own, name it: --ca FILE. Nothing was sent.',
    )
  const what =
    error.reason === 'unreachable'
      ? message('{name} cannot be reached: {why}.', why)
      : message('{name} gave no usable answer: {why}.', why)
  return new CliError(exitCodes.offline, 'offline', what, kept, error)
}
