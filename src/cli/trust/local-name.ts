import { lookup as lookUpBySystem } from 'node:dns'
import type { LookupFunction } from 'node:net'

/** Milliseconds; a machine on the same network answers in a few. */
const patience = 1_500

/**
 * Looks a name in .local up as the system does and, where that does not know mDNS, asks the network itself: servers and
 * containers mostly lack nss-mdns, and the join string of a house has such a name.
 */
export const lookUpLocal: LookupFunction = (name, options, callback) => {
  lookUpBySystem(name, options, (error, found, family) => {
    if (error === null) return callback(null, found, family)
    ask(name).then(
      (addresses) => {
        const [first] = addresses
        if (first === undefined) callback(error, '')
        else if (options.all)
          callback(
            null,
            addresses.map((address) => ({ address, family: 4 })),
          )
        else callback(null, first, 4)
      },
      () => callback(error, ''),
    )
  })
}

async function ask(name: string): Promise<string[]> {
  const { resolveLocal } = await import('./mdns.ts')
  return resolveLocal(name, patience)
}
