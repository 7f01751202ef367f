import { Agent, type AgentOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import { authorityOptions, connectionOptions } from '../http/tls-options.ts'
import type { ServerTrust } from './server-trust.ts'

/** Connects to one server by the trust and the proxy variables of every other command; both may have news each time. */
export class TrustingAgent extends Agent {
  readonly #dial: () => Promise<Duplex>

  constructor(
    target: URL,
    trust: () => ServerTrust | undefined,
    env: NodeJS.ProcessEnv,
    options: AgentOptions,
  ) {
    super(options)
    this.#dial = async () => {
      const authorities = await authorityOptions(trust()?.authority())
      return connect({ ...(await connectionOptions(target, env)), ...authorities })
    }
  }

  override createConnection(
    _: unknown,
    done?: (error: Error | null, socket: Duplex) => void,
  ): Duplex | null | undefined {
    this.#dial().then(
      (socket) => done?.(null, socket),
      (error) => done?.(error, undefined as unknown as Duplex),
    )
    return undefined
  }
}
