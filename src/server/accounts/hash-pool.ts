import { ProtocolError } from '../../protocol/errors.ts'
import type { HashJob } from './hash-job.ts'
import { HashThread } from './hash-thread.ts'

interface PoolOptions {
  workerFile: string
  threads: number
  maxQueue: number
  /** Milliseconds. */
  maxWait: number
}

interface Waiting {
  job: HashJob
  resolve: (value: string | boolean) => void
  reject: (error: Error) => void
  deadline: NodeJS.Timeout
}

/** Jobs over threads: at most `threads` at once, at most `maxQueue` waiting, each at most `maxWait` ms. */
export class HashPool {
  readonly #workerFile: string
  readonly #maxThreads: number
  readonly #maxQueue: number
  readonly #maxWait: number
  readonly #idle: HashThread[] = []
  readonly #threads = new Set<HashThread>()
  readonly #queue = new Set<Waiting>()
  #closed = false

  constructor({ workerFile, threads, maxQueue, maxWait }: PoolOptions) {
    this.#workerFile = workerFile
    this.#maxThreads = threads
    this.#maxQueue = maxQueue
    this.#maxWait = maxWait
  }

  run(job: HashJob): Promise<string | boolean> {
    if (this.#closed) return Promise.reject(new Error('the hasher is closed'))
    const thread = this.#takeThread()
    if (thread) return this.#runOn(thread, job)
    if (this.#queue.size >= this.#maxQueue) return Promise.reject(overloaded())
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.#queue.delete(waiting)
        reject(overloaded())
      }, this.#maxWait)
      const waiting: Waiting = { job, resolve, reject, deadline }
      this.#queue.add(waiting)
    })
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

  async #runOn(thread: HashThread, job: HashJob): Promise<string | boolean> {
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
    this.#runOn(free, waiting.job).then(waiting.resolve, waiting.reject)
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
