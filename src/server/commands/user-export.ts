import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type ExportedAccount, exportAccounts } from '../accounts/transfer/account-export.ts'
import { accountFields } from '../accounts/transfer/account-row.ts'
import { recordAudit } from '../audit.ts'
import { type HostOptions, withStore } from '../host.ts'
import { errorCode } from '../host-error.ts'
import { formatCsvRecord } from './csv.ts'
import type { FileFormat } from './file-format.ts'
import { interruptedExitCode, watchInterruption } from './interruption.ts'
import { printJson, say } from './output.ts'
import { writePrivateFile } from './private-file.ts'
import { counted } from './progress.ts'

export interface ExportOptions extends HostOptions {
  format: FileFormat
  withHashes?: boolean
  force?: boolean
}

/** `authd user export [FILE]`: what `authd user import` takes. A file is whole or not there. */
export async function exportUsers(path: string | undefined, options: ExportOptions): Promise<void> {
  const { format, withHashes = false, force = false } = options
  const interruption = watchInterruption()
  const counter = { accounts: 0 }
  try {
    await withStore(options, async ({ db, now }) => {
      const texts = () => toTexts(exportAccounts(db, { withHashes }), { format, withHashes, counter })
      if (path === undefined) await writeToStdout(texts, interruption.signal)
      else await writePrivateFile(path, texts, { force, signal: interruption.signal })
      const file = path === undefined ? 'stdout' : basename(path)
      const detail = { file, count: counter.accounts, with_hashes: withHashes }
      await recordAudit(db, { event: 'accounts.exported', address: 'host', detail }, now())
    })
  } catch (error) {
    if (!interruption.signal.aborted) throw error
    process.exitCode = interruptedExitCode
    say(path === undefined ? 'Interrupted.' : `Interrupted; ${path} was not written.`)
    return
  } finally {
    interruption.release()
  }
  if (path !== undefined) tell(path, counter.accounts, options)
}

function tell(path: string, accounts: number, { json, withHashes = false }: ExportOptions): void {
  if (json) {
    printJson({ file: path, accounts, with_hashes: withHashes })
    return
  }
  say(`Wrote ${counted(accounts, 'account')} to ${path}.`)
  if (withHashes) say('It holds password hashes: keep it as you keep passwords, and delete it after use.')
}

/** A page at a time, so that a slow reader holds up the store's reading and fills no memory. */
async function* toTexts(
  pages: AsyncIterable<ExportedAccount[]>,
  { format, withHashes, counter }: { format: FileFormat; withHashes: boolean; counter: { accounts: number } },
): AsyncGenerator<string> {
  const columns = accountFields.filter((field) => withHashes || field !== 'password_hash')
  if (format === 'csv') yield formatCsvRecord(columns)
  for await (const page of pages) {
    counter.accounts += page.length
    const lines =
      format === 'csv'
        ? page.map((account) => formatCsvRecord(columns.map((column) => String(account[column] ?? ''))))
        : page.map((account) => `${JSON.stringify(account)}\n`)
    yield lines.join('')
  }
}

/** A reader that has seen enough is no fault. */
async function writeToStdout(texts: () => AsyncGenerator<string>, signal: AbortSignal): Promise<void> {
  try {
    await pipeline(texts, process.stdout, { signal, end: false })
  } catch (error) {
    if (errorCode(error) !== 'EPIPE') throw error
  }
}
