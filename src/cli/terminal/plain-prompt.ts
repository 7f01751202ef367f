import { writeOut } from '../output.ts'
import type { Question } from './prompts.ts'
import { widthOf } from './width.ts'

/**
 * Asks where the terminal knows no control sequences (TERM=dumb: editors, serial lines). Letters are read one by one and
 * written back, or a star for each of a password. Ctrl-C, Ctrl-D and the end of input resolve to undefined.
 */
export async function askPlainly(question: Question): Promise<string | undefined> {
  for (;;) {
    writeOut(2, `? ${question.message}${offer(question)} `)
    const typed = await readLine(question.kind === 'password')
    if (typed === undefined) return undefined
    const answer = understand(question, typed)
    const fault = answer === undefined ? (question.unclear ?? 'y / n') : question.check?.(answer)
    if (fault === undefined) return answer
    writeOut(2, `> ${fault}\n`)
  }
}

function offer({ kind, fallback }: Question): string {
  if (kind === 'yes-no') return fallback === 'no' ? ' (y/N)' : ' (Y/n)'
  return fallback ? ` (${fallback})` : ''
}

/** Undefined for what is neither yes nor no. */
function understand({ kind, fallback }: Question, typed: string): string | undefined {
  if (kind === 'password') return typed
  const answer = typed.trim() || fallback || ''
  if (kind === 'text') return answer
  const word = answer.toLowerCase()
  return ['yes', 'no'].find((each) => word !== '' && each.startsWith(word))
}

async function readLine(isSecret: boolean): Promise<string | undefined> {
  const { stdin } = process
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  try {
    return await collect(isSecret)
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    writeOut(2, '\n')
  }
}

function collect(isSecret: boolean): Promise<string | undefined> {
  const { stdin } = process
  return new Promise((resolve) => {
    const line: string[] = []
    const finish = (answer: string | undefined, rest: string) => {
      stdin.off('data', take).off('end', onEnd)
      stdin.pause()
      if (rest !== '') stdin.unshift(rest) // the answer to the next question, pasted along
      resolve(answer)
    }
    const onEnd = () => finish(undefined, '')
    const take = (chunk: string) => {
      const keys = [...chunk]
      for (const [index, key] of keys.entries()) {
        const end = press(line, key, isSecret)
        if (end) return finish(end.answer, keys.slice(index + 1).join(''))
      }
    }
    stdin.on('data', take).on('end', onEnd).resume()
  })
}

/** What a key does to the line; an answer where it ends it. */
function press(line: string[], key: string, isSecret: boolean): { answer: string | undefined } | undefined {
  if (key === '\r' || key === '\n') return { answer: line.join('') }
  if (key === '\x03' || (key === '\x04' && line.length === 0)) return { answer: undefined }
  if (key === '\x7f' || key === '\b') rubOut(line, 1, isSecret)
  else if (key === '\x15') rubOut(line, line.length, isSecret)
  else if (key >= ' ') {
    line.push(key)
    writeOut(2, isSecret ? '*' : key)
  }
  return undefined
}

function rubOut(line: string[], count: number, isSecret: boolean): void {
  for (const key of line.splice(line.length - Math.min(count, line.length))) {
    const columns = isSecret ? 1 : widthOf(key)
    writeOut(2, '\b'.repeat(columns) + ' '.repeat(columns) + '\b'.repeat(columns))
  }
}
