import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where one benchmark plays: a folder and processes that are gone when it ends, however it ends. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  readonly #children = new Set<ChildProcess>()

  /** Ends the process with the stage. */
  adopt<Child extends ChildProcess>(child: Child): Child {
    this.#children.add(child)
    child.once('exit', () => this.#children.delete(child))
    return child
  }

  async close(): Promise<void> {
    const exits = [...this.#children].map((child) => once(child, 'exit'))
    for (const child of this.#children) child.kill('SIGTERM')
    await Promise.all(exits)
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** For an end that cannot wait. */
  drop(): void {
    for (const child of this.#children) child.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export async function withStage<T>(play: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = new Stage()
  const drop = () => stage.drop()
  process.once('exit', drop)
  try {
    return await play(stage)
  } finally {
    await stage.close()
    process.off('exit', drop)
  }
}
