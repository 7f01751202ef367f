import { writeSync } from 'node:fs'
import { message } from '../protocol/messages.ts'
import { CliError, exitCodes } from './errors.ts'

/**
 * Writes all of the text to a file descriptor before it returns. `process.stdout` would cost 3 ms to set up, and on a
 * pipe it may still hold text when the process exits. A reader that has gone away is not an error of ours; false says
 * so, for whoever would go on writing for ever.
 */
export function writeOut(descriptor: 1 | 2, text: string | Uint8Array): boolean {
  let rest = typeof text === 'string' ? Buffer.from(text) : text
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // Where nobody reads the words for a person, there is nobody to be told that either.
      if (code === 'EPIPE' || (descriptor === 2 && code !== 'EAGAIN')) return false
      if (code !== 'EAGAIN') throw unwritable(error)
      pause(5)
    }
  }
  return true
}

/** A full pipe that someone made non-blocking has to be waited for; blocking is right, there is nothing else to do. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

function unwritable(error: unknown): CliError {
  const why = (error as Error).message
  return new CliError(
    exitCodes.failed,
    'output_failed',
    message('Standard output cannot be written: {why}.', { why }),
    undefined,
    error,
  )
}

/** The same while other things go on: a reader that is slow holds up nobody else. */
export async function writeSoon(descriptor: 1 | 2, bytes: Uint8Array): Promise<boolean> {
  const { write } = await import('node:fs')
  const once = (part: Uint8Array): Promise<number> =>
    new Promise((resolve, reject) =>
      write(descriptor, part, (error, count) => (error ? reject(error) : resolve(count))),
    )
  for (let rest = bytes; rest.length > 0; ) {
    try {
      rest = rest.subarray(await once(rest))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') return false
      if (code !== 'EAGAIN') throw unwritable(error)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  return true
}
