import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { createHasher, type HasherOptions } from '../../../../src/server/accounts/hashing/hasher.ts'

const workerFile = fileURLToPath(new URL('../../../../dist/hash-worker.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'latchkey-hasher-'))
afterAll(() => rmSync(folder, { recursive: true }))

function hasherForTest(options: Partial<HasherOptions> = {}) {
  const hasher = createHasher({ cost: 4, workerFile, threads: 1, ...options })
  onTestFinished(() => hasher.close())
  return hasher
}

/** A thread that dies of the password `die`, never answers `wait`, and says yes to all else. */
function fragileWorker(): string {
  const file = join(folder, 'fragile.cjs')
  writeFileSync(
    file,
    `const { parentPort } = require('node:worker_threads')
     parentPort.on('message', ({ password }) => {
       if (password === 'die') process.exit(1)
       if (password === 'throw') throw new Error('out of order')
       if (password !== 'wait') parentPort.postMessage({ value: true })
     })`,
  )
  return file
}

const overloaded = expect.objectContaining({
  name: 'ProtocolError',
  code: 'overloaded',
  status: 503,
  retryAfter: 2,
})

describe('a hasher', () => {
  it('verifies what it hashed, and nothing else', async () => {
    const hasher = hasherForTest()
    const hash = await hasher.hash('tulip-ladder-canyon')
    expect(await hasher.verify('tulip-ladder-canyon', hash)).toBe(true)
    expect(await hasher.verify('tulip-ladder-canyoN', hash)).toBe(false)
    expect(await hasher.verify('tulip-ladder-canyon', 'not a hash')).toBe(false)
    expect(await hasher.verifyNothing('tulip-ladder-canyon')).toBe(false)
  })

  it('has a hash of another cost made anew, and one that it cannot read', () => {
    const hasher = hasherForTest({ cost: 12 })
    const rest = 'CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'
    expect(
      ['$2b$12$', '$2a$12$', '$2b$10$', '$2b$13$', ''].map((head) => hasher.needsRehash(head + rest)),
    ).toEqual([false, false, true, true, true])
    const imported = '$pbkdf2$1212$OB.dtnSEXZK8U5cgxU/GYQ$y5LKPOplRmok7CZp/aqVDVg8zGI'
    expect(hasher.needsRehash(imported)).toBe(true)
  })

  it('rejects what cannot be hashed without a word of the password', async () => {
    const failure = hasherForTest().hash('hunter2'.repeat(11))
    await expect(failure).rejects.toThrow('more than 72 bytes')
    await expect(failure).rejects.not.toThrow('hunter2')
  })

  it('leaves the event loop free while it works', async () => {
    const hasher = hasherForTest({ cost: 10 })
    let turns = 0
    let isDone = false
    const work = Promise.all([hasher.verifyNothing('a'), hasher.verifyNothing('b')]).then(() => {
      isDone = true
    })
    while (!isDone) {
      await nextTurn()
      turns++
    }
    await work
    // One hash on the loop itself would leave it a handful of turns before and after.
    expect(turns).toBeGreaterThan(100)
  })

  it.runIf(process.platform === 'linux')(
    'gives its threads a lower priority than the event loop has',
    async () => {
      const hasher = hasherForTest()
      await hasher.verifyNothing('a')
      const niceness = readdirSync('/proc/self/task').map(readNiceness)
      expect(niceness).toContain(10)
      expect(readNiceness(String(process.pid))).toBeLessThan(10)
    },
  )
})

/** Field 19 of /proc/…/stat (proc(5)); the fields before it may hold spaces only inside the parentheses. */
function readNiceness(threadId: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/self/task/${threadId}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
  } catch {
    return undefined // ended in the meantime
  }
}

describe('the queue of a hasher', () => {
  it('full: 503 with Retry-After, and what waits is still served in order', async () => {
    const hasher = hasherForTest({ maxQueue: 2 })
    const done: string[] = []
    const jobs = ['running', 'first', 'second'].map((name) => hasher.hash(name).then(() => done.push(name)))
    await expect(hasher.verifyNothing('one too many')).rejects.toEqual(overloaded)
    await Promise.all(jobs)
    expect(done).toEqual(['running', 'first', 'second'])
    expect(await hasher.verifyNothing('again')).toBe(false)
  })

  it('a job that waited too long is told so and never run', async () => {
    const hasher = hasherForTest({ workerFile: fragileWorker(), maxWait: 20 })
    const running = hasher.verify('wait', '')
    running.catch(() => {})
    await expect(hasher.verify('late', '')).rejects.toEqual(overloaded)
    await hasher.close()
    await expect(running).rejects.toThrow('a hashing thread failed')
  })
})

describe('a thread that dies', () => {
  it.each(['die', 'throw'])('fails its own job alone and is replaced (%s)', async (password) => {
    const hasher = hasherForTest({ workerFile: fragileWorker() })
    const jobs = ['fine', password, 'fine too', password, 'last'].map((text) => hasher.verify(text, ''))
    expect((await Promise.allSettled(jobs)).map((job) => job.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
  })

  it('a worker file that is missing fails each job and hangs none', async () => {
    const hasher = hasherForTest({ workerFile: join(folder, 'missing.cjs') })
    const jobs = await Promise.allSettled([hasher.hash('a'), hasher.hash('b'), hasher.hash('c')])
    expect(jobs.map((job) => job.status)).toEqual(['rejected', 'rejected', 'rejected'])
  })
})

it('closing a hasher rejects what runs, what waits and what comes', async () => {
  const hasher = hasherForTest({ workerFile: fragileWorker() })
  const jobs = Promise.allSettled([hasher.verify('wait', ''), hasher.verify('queued', '')])
  await hasher.close()
  expect((await jobs).map((job) => job.status)).toEqual(['rejected', 'rejected'])
  await expect(hasher.verify('later', '')).rejects.toThrow('closed')
})
