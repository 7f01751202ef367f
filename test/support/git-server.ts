import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Given, Route } from './stand-in.ts'

/** Where git has its programs; undefined where there is no git, or none that can serve. */
export function findGit(): string | undefined {
  try {
    const path = execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim()
    execFileSync('git', ['http-backend'], {
      stdio: 'ignore',
      env: { ...process.env, REQUEST_METHOD: 'NONE' },
    })
    return path
  } catch (error) {
    // It complains of the request, so it is there.
    return (error as { status?: number }).status === 1 ? 'git' : undefined
  }
}

/** A repository with one commit, at `folder/house.git`. */
export function makeRepository(folder: string, env: NodeJS.ProcessEnv): string {
  const repository = join(folder, 'house.git')
  const work = join(folder, 'work')
  mkdirSync(work, { recursive: true })
  const git = (...args: string[]) => execFileSync('git', args, { cwd: work, env, stdio: 'ignore' })
  git('init', '--bare', '-b', 'main', repository)
  git('init', '-b', 'main')
  git('remote', 'add', 'origin', repository)
  commit(work, env, 'first')
  return repository
}

/** One commit more in the repository. */
export function commit(work: string, env: NodeJS.ProcessEnv, words: string): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: work, env, stdio: 'ignore' })
  const who = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org']
  git(...who, 'commit', '--allow-empty', '-m', words)
  git('push', 'origin', 'main')
}

/** What a server of repositories answers to who has been let in: the real `git http-backend`, by CGI (RFC 3875). */
export function serveRepositories(root: string): Route {
  return ({ method, url, headers, body }, response) => {
    const [path = '', query = ''] = url.split('?')
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        REQUEST_METHOD: method,
        PATH_INFO: path,
        QUERY_STRING: query,
        CONTENT_TYPE: headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
        GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
      },
    })
    backend.stdin.on('error', () => {}) // it may have answered before it read what came with the question
    backend.stdin.end(body)
    const chunks: Buffer[] = []
    backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    backend.on('close', () => {
      const answer = Buffer.concat(chunks)
      const end = answer.indexOf('\r\n\r\n')
      const fields = answer.subarray(0, end).toString().split('\r\n')
      const { status = '200', ...rest } = Object.fromEntries(
        fields.map((line) => line.split(': ', 2)).map(([name = '', value]) => [name.toLowerCase(), value]),
      ) as Record<string, string>
      response.writeHead(Number.parseInt(status, 10), rest).end(answer.subarray(end + 4))
    })
    return undefined as Given | undefined
  }
}
