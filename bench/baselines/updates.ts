import Sqlite from 'better-sqlite3'
import { answerQuestions } from '../helper.ts'

export interface UpdatesQuestion {
  file: string
  durationMs: number
}

/** Rows, as many as the sessions of the benchmark beside it. */
const rowCount = 32

/** Single-row transactions one at a time, each on the disk before the next: what a store without batching can do. */
answerQuestions(async ({ file, durationMs }: UpdatesQuestion): Promise<number> => {
  const db = openStore(file)
  const update = db.prepare('UPDATE counters SET generation = generation + 1 WHERE id = ?')
  const start = performance.now()
  let done = 0
  while (performance.now() - start < durationMs) update.run(done++ % rowCount)
  const ratePerSecond = (done / (performance.now() - start)) * 1000
  db.close()
  return ratePerSecond
})

function openStore(file: string): Sqlite.Database {
  const db = new Sqlite(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE IF NOT EXISTS counters (id INTEGER PRIMARY KEY, generation INTEGER NOT NULL)')
  const insert = db.prepare('INSERT OR IGNORE INTO counters VALUES (?, 0)')
  for (let id = 0; id < rowCount; id++) insert.run(id)
  return db
}
