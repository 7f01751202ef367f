import { Worker } from 'node:worker_threads'
import type { HashJob, HashReply } from './hash-job.ts'

/** One worker thread with at most one job. An idle one does not keep the process alive. */
export class HashThread {
  readonly #worker: Worker
  #settle: ((outcome: HashReply) => void) | undefined

  /** `onEnd` is called when the thread has died or was ended, before its job is rejected; maybe twice. */
  constructor(file: string, onEnd: () => void) {
    // Neither the environment, which holds secrets, nor the flags of the process (loaders, inspectors) belong in there.
    this.#worker = new Worker(file, { name: 'authd-hash', env: {}, execArgv: [] })
    this.#worker.unref()
    this.#worker.on('message', (reply: HashReply) => this.#finish(reply))
    this.#worker.on('error', (error) => this.#finish({ error: error.message }, onEnd))
    this.#worker.on('exit', () => this.#finish({ error: 'it ended' }, onEnd))
  }

  /** Rejects with Error where the job failed or the thread died of it. */
  run(job: HashJob): Promise<string | boolean> {
    this.#worker.ref()
    return new Promise((resolve, reject) => {
      this.#settle = (reply) => {
        if ('value' in reply) resolve(reply.value)
        else reject(new Error(`a hashing thread failed: ${reply.error}`))
      }
      this.#worker.postMessage(job)
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #finish(reply: HashReply, onEnd?: () => void): void {
    onEnd?.()
    const settle = this.#settle
    this.#settle = undefined
    this.#worker.unref()
    settle?.(reply)
  }
}
