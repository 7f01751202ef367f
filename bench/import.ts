import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ownEnvironment } from './authd.ts'
import { type Stage, withStage } from './stage.ts'

/**
 * `npx tsx bench/import.ts [rows]`, after a build: imports 100,000 accounts with 1 % broken lines by the real `authd user
 * import` into SQLite and prints seconds, rate and peak memory. Ends with 1 where the report is not right to the line.
 */

const program = fileURLToPath(new URL('../bin/authd.js', import.meta.url))

const bcrypt = '$2b$12$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm'

/** One kind of broken line each, and the code that its report must have. */
const faults: ReadonlyArray<readonly [code: string, line: (row: number) => string]> = [
  ['email_malformed', (row) => `person${row},,${bcrypt},true,2024-05-01T12:00:00Z`],
  ['hash_unusable', (row) => `person${row}@example.com,,5f4dcc3b5aa765d61d8327deb882cf99,true,`],
  ['csv_malformed', (row) => `"person${row}@example.com,,${bcrypt},true,`],
  ['flag_malformed', (row) => `person${row}@example.com,,${bcrypt},perhaps,`],
  ['email_repeated', () => `person1@example.com,,${bcrypt},true,`],
  ['username_repeated', (row) => `person${row}@example.com,이름 1,${bcrypt},true,`],
  ['csv_malformed', (row) => `person${row}@example.com,${'x'.repeat(70_000)},,,`],
  ['time_malformed', (row) => `person${row}@example.com,,,true,yesterday`],
]

/** Writes the file; returns the line and code of each broken one. */
async function writeRows(file: string, rows: number): Promise<string[]> {
  const expected: string[] = []
  const stream = createWriteStream(file)
  stream.write('email,username,password_hash,email_verified,created_at\n')
  for (let row = 1; row <= rows; row++) {
    const [code, broken] = faults[(row / 100) % faults.length] ?? ['', undefined]
    if (broken) expected.push(`${row + 1} ${code}`)
    const text = broken?.(row) ?? `person${row}@example.com,이름 ${row},${bcrypt},true,2024-05-01T12:00:00Z`
    if (!stream.write(`${text}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
  return expected
}

interface ImportRun {
  seconds: number
  peakMiB: number
  code: number | null
  report: { added: number; failed: number; errors: Array<{ line: number; code: string }> }
}

async function runImport(stage: Stage, file: string): Promise<ImportRun> {
  const env = { ...ownEnvironment('AUTHD_'), AUTHD_DATA_DIR: join(stage.folder, 'data') }
  const begun = performance.now()
  const args = [program, 'user', 'import', file, '--json']
  const child = stage.adopt(spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] }))
  let peakMiB = 0
  const timer = setInterval(() => {
    peakMiB = readPeak(child.pid) ?? peakMiB
  }, 50)
  let text = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) text += chunk
  clearInterval(timer)
  if (child.exitCode === null) await once(child, 'exit')
  return {
    seconds: (performance.now() - begun) / 1000,
    peakMiB,
    code: child.exitCode,
    report: JSON.parse(text),
  }
}

/** The most memory that a process ever held, as Linux counts it. */
function readPeak(pid: number | undefined): number | undefined {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kib === undefined ? undefined : Number(kib) / 1024
  } catch {
    return undefined // ended, or not Linux
  }
}

async function main(rows: number): Promise<void> {
  await withStage(async (stage) => {
    const file = join(stage.folder, 'accounts.csv')
    const expected = await writeRows(file, rows)
    const { seconds, peakMiB, code, report } = await runImport(stage, file)
    const told = report.errors.map((error) => `${error.line} ${error.code}`)
    const isRight =
      JSON.stringify(told) === JSON.stringify(expected) && report.added === rows - expected.length
    console.log(
      `${rows} rows of ${Math.round(statSync(file).size / 2 ** 20)} MiB, ${expected.length} of them broken`,
    )
    console.log(`added ${report.added}, failed ${report.failed}, exit code ${code}`)
    console.log(
      `${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s, at most ${Math.round(peakMiB)} MiB`,
    )
    console.log(isRight ? 'the report is right to the line' : 'THE REPORT IS WRONG')
    if (!isRight || seconds > 60 || peakMiB > 200) process.exitCode = 1
  })
}

void main(Number(process.argv[2] ?? 100_000))
