import { ProtocolError } from '../../../protocol/errors.ts'
import type { HashJob } from './hash-job.ts'
import { HashThread } from './hash-thread.ts'

/** Jobs that run and jobs that wait for a thread. */
export interface HashLoad {
  running: number
  waiting: number
}

/** Is told how long each job waited before it began, and of each that was refused. */
export interface HashWatch {
  hashBegun(waitedSeconds: number): void
  hashRefused(): void
}

interface PoolOptions {
  workerFile: string
  threads: number
  maxQueue: number
  /** Milliseconds. */
  maxWait: number
  watch?: HashWatch | undefined
}

interface Waiting {
  job: HashJob
  resolve: (value: string | boolean) => void
  reject: (error: Error) => void
  deadline: NodeJS.Timeout
  since: number
}

/** Jobs over threads: at most `threads` at once, at most `maxQueue` waiting, each at most `maxWait` ms. */
export class HashPool {
  readonly #workerFile: string
  readonly #maxThreads: number
  readonly #maxQueue: number
  readonly #maxWait: number
  readonly #watch: HashWatch | undefined
  readonly #idle: HashThread[] = []
  readonly #threads = new Set<HashThread>()
  readonly #queue = new Set<Waiting>()
  #closed = false

  constructor({ workerFile, threads, maxQueue, maxWait, watch }: PoolOptions) {
    this.#workerFile = workerFile
    this.#maxThreads = threads
    this.#maxQueue = maxQueue
    this.#maxWait = maxWait
    this.#watch = watch
  }

  run(job: HashJob): Promise<string | boolean> {
    if (this.#closed) return Promise.reject(new Error('the hasher is closed'))
    const thread = this.#takeThread()
    if (thread) return this.#runOn(thread, job, performance.now())
    if (this.#queue.size >= this.#maxQueue) return Promise.reject(this.#refuse())
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.#queue.delete(waiting)
        reject(this.#refuse())
      }, this.#maxWait)
      const waiting: Waiting = { job, resolve, reject, deadline, since: performance.now() }
      this.#queue.add(waiting)
    })
  }

  load(): HashLoad {
    return { running: this.#threads.size - this.#idle.length, waiting: this.#queue.size }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const waiting of this.#queue) {
      clearTimeout(waiting.deadline)
      waiting.reject(new Error('the hasher was closed'))
    }
    this.#queue.clear()
    await Promise.all([...this.#threads].map((thread) => thread.end()))
  }

  #takeThread(): HashThread | undefined {
    const idle = this.#idle.pop()
    if (idle || this.#threads.size >= this.#maxThreads) return idle
    const thread: HashThread = new HashThread(this.#workerFile, () => this.#forget(thread))
    this.#threads.add(thread)
    return thread
  }

  async #runOn(thread: HashThread, job: HashJob, since: number): Promise<string | boolean> {
    this.#watch?.hashBegun((performance.now() - since) / 1000)
    try {
      return await thread.run(job)
    } finally {
      this.#next(thread)
    }
  }

  /** The oldest waiting job gets this thread, or a fresh one where this one died. */
  #next(thread: HashThread): void {
    if (this.#threads.has(thread)) this.#idle.push(thread)
    const [waiting] = this.#queue
    const free = waiting && !this.#closed ? this.#takeThread() : undefined
    if (!waiting || !free) return
    this.#queue.delete(waiting)
    clearTimeout(waiting.deadline)
    this.#runOn(free, waiting.job, waiting.since).then(waiting.resolve, waiting.reject)
  }

  #refuse(): ProtocolError {
    this.#watch?.hashRefused()
    return overloaded()
  }

  #forget(thread: HashThread): void {
    this.#threads.delete(thread)
    const place = this.#idle.indexOf(thread)
    if (place >= 0) this.#idle.splice(place, 1)
  }
}

function overloaded(): ProtocolError {
  return new ProtocolError(
    'overloaded',
    'Too many passwords are being checked at this moment; try again shortly.',
    {
      retryAfter: 2,
    },
  )
}
