/** How long PostgreSQL lets a connection take, in ms; SQLite is in this process and knows no such limits. */
export interface Limits {
  /** For one statement, its waiting for locks included. */
  statement: number
  /** For a lock; 0 where that is no limit of its own. */
  lock: number
  /** Between two statements of a transaction. */
  idle: number
}

/** Of a server: whoever asked has gone by then. */
export const requestLimits: Limits = { statement: 10_000, lock: 0, idle: 10_000 }

const minute = 60_000
const day = 24 * 60 * minute

/**
 * Of backups, restores, copies and migrations: counting the rows of a log, making an index over them, or reading another store
 * meanwhile takes as long as there are rows, and one that is cut off is cut off at the same place each time.
 */
export const longLimits: Limits = { statement: day, lock: 10 * minute, idle: day }

/** Of the store that a copy fills page by page: a run that falls asleep within a page must not keep the next run from it. */
export const copyLimits: Limits = { ...longLimits, idle: requestLimits.idle }
