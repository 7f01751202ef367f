import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { pinned, type Role } from './machine.ts'
import type { Stage } from './stage.ts'

/** Where node finds tsx, wherever the benchmarks are started from. */
const root = fileURLToPath(new URL('..', import.meta.url))

/** A program of ours on a core of its own, which answers one question at a time. */
export class Helper<Question, Answer> {
  readonly #child: ChildProcess
  #settle: ((reply: Reply<Answer>) => void) | undefined

  constructor(stage: Stage, role: Role, program: URL) {
    const [command, args] = pinned(role, ['--import', 'tsx', fileURLToPath(program)])
    const stdio: StdioOptions = ['ignore', 'inherit', 'inherit', 'ipc']
    this.#child = stage.adopt(spawn(command, args, { cwd: root, stdio }))
    this.#child.on('message', (reply) => this.#settle?.(reply as Reply<Answer>))
    this.#child.on('exit', () => this.#settle?.({ error: 'the program ended' }))
  }

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#settle = (reply) => {
        if ('value' in reply) resolve(reply.value)
        else reject(new Error(`${this.#child.spawnargs.at(-1)}: ${reply.error}`))
      }
      this.#child.send(question as object)
    })
  }
}

type Reply<Answer> = { value: Answer } | { error: string }

/** The other side: the whole program of a helper. It ends with whoever asks. */
export function answerQuestions<Question, Answer>(answer: (question: Question) => Promise<Answer>): void {
  process.on('disconnect', () => process.exit())
  process.on('message', async (question: Question) => {
    const reply: Reply<Answer> = await answer(question).then(
      (value) => ({ value }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    )
    process.send?.(reply)
  })
}
