import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { Machine } from './support/machine.ts'

/** The manual as the build left it, which is what npm installs (`man` in package.json). */

const root = join(import.meta.dirname, '..')
const pages = packageJson.man.map((path) => [path.replace(/.*\//, ''), join(root, path)] as const)

/** Why a program cannot be asked; undefined where it can. */
function whyNot(program: string, ...args: string[]): string | undefined {
  return spawnSync(program, args, { stdio: 'ignore' }).error ? `${program} is not installed here` : undefined
}

/** Everything that a program says of a page, the page itself aside. */
function complaints(program: string, ...args: string[]): string {
  const { stdout, stderr, status } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, MANWIDTH: '80' },
  })
  return status === 0 && program !== 'mandoc' ? stderr : stdout + stderr
}

/** The page as it is read, this many columns wide. */
function rendered(path: string, width: number): string[] {
  const text = execFileSync('mandoc', ['-Tutf8', `-Owidth=${width}`, path], { encoding: 'utf8' })
  return text.replaceAll(/.[\b]/gu, '').split('\n')
}

/** Runs the program for each line that it is given: as processes, their starts took a hundred times as long as the answers. */
const completeEach = `
  const { program } = require(${JSON.stringify(join(root, 'dist/auth.js'))}).load()
  const { readFileSync, writeSync } = require('node:fs')
  process.exit = () => {}
  process.setMaxListeners(0)
  const run = async () => {
    for (const line of JSON.parse(readFileSync(0, 'utf8'))) {
      await program.main(['node', 'auth', 'complete', '--', ...line])
      writeSync(1, '\\0')
    }
  }
  void run()
`

/** What is offered to go on with in each of these lines of `auth`. */
function offered(lines: readonly string[][]): string[][] {
  const machine = new Machine()
  const input = JSON.stringify(lines)
  const answers = execFileSync(process.execPath, ['-e', completeEach], {
    env: machine.env,
    input,
    encoding: 'utf8',
  })
  machine.remove()
  return answers
    .split('\0')
    .slice(0, -1)
    .map((answer) => answer.split('\n').flatMap((line) => /^([a-z-]+)\t./.exec(line)?.[1] ?? []))
}

/** These commands with those below them, each as its words. */
function withThoseBelow(commands: readonly string[][]): string[][] {
  const below = offered(commands.map((words) => [...words, ''])).flatMap((names, index) =>
    names.filter((name) => name !== 'help').map((name) => [...(commands[index] ?? []), name]),
  )
  return below.length === 0 ? [...commands] : [...commands, ...withThoseBelow(below)]
}

/** The part of a page about each command, by its words. */
function partsOf(lines: readonly string[]): Map<string, string> {
  const parts = lines
    .join('\n')
    .split(/\n {2,3}(?=auth )/)
    .slice(1)
  return new Map(
    parts.map((part) => [/^auth ([a-z]+(?: (?:[a-z-]+(?=[ \n])))*)/.exec(part)?.[1] ?? '', part]),
  )
}

test('the manual has a page for each program', () => {
  expect(pages.map(([name]) => name)).toEqual(['auth.1', 'authd.8'])
})

const noMandoc = whyNot('mandoc', '-h')
describe.skipIf(noMandoc)(`as mandoc reads it${noMandoc ? ` (${noMandoc})` : ''}`, () => {
  test.each(pages)('%s gives no warning', (_, path) => {
    expect(complaints('mandoc', '-Tlint', '-W', 'warning', path)).toBe('')
  })

  test.each(pages)('%s fits 60 columns and has all of its sections', (_, path) => {
    const lines = rendered(path, 60)
    // One word can be wider: it is not to be copied in two parts.
    expect(lines.filter((line) => line.length > 60 && /\S \S/.test(line))).toEqual([])
    const sections = [
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'OPTIONS',
      'COMMANDS',
      'ENVIRONMENT',
      'FILES',
      'EXIT STATUS',
    ]
    expect(lines.filter((line) => /^[A-Z][A-Z ]+$/.test(line))).toEqual([...sections, 'EXAMPLES', 'SEE ALSO'])
  })

  test('auth(1) has every command that there is, with each of its flags', () => {
    const lines = rendered(pages[0]?.[1] ?? '', 80)
    const parts = [...partsOf(lines)]
    const commands = withThoseBelow([[]]).slice(1)
    expect(commands.map((words) => words.join(' '))).toEqual(
      expect.arrayContaining(['login', 'sessions revoke', 'helper git', 'completion']),
    )
    const [globals = [], ...own] = offered([[], ...commands].map((words) => [...words, '--']))
    expect(own.length).toBe(commands.length)
    for (const [index, words] of commands.entries()) {
      const [, part] = parts.find(([head]) => `${head} `.startsWith(`${words.join(' ')} `)) ?? []
      const flags = own[index]?.filter((flag) => !globals.includes(flag)) ?? []
      expect({ words, missing: flags.filter((flag) => !part?.includes(flag)), part: typeof part }).toEqual({
        words,
        missing: [],
        part: 'string',
      })
    }
  })

  test('what is typed can be copied: its hyphens and quotes are those of ASCII', () => {
    const [, path = ''] = pages[0] ?? []
    expect(rendered(path, 200).join('\n')).toContain(
      'printf \'%s\\n\' "$OLD" "$NEW" | auth password change --password-stdin',
    )
  })
})

const noGroff = whyNot('groff', '--version')
describe.skipIf(noGroff)(`as groff reads it${noGroff ? ` (${noGroff})` : ''}`, () => {
  test.each(pages)('%s gives no warning', (_, path) => {
    expect(complaints('groff', '-man', '-ww', '-Tutf8', path)).toBe('')
  })
})

const noMan = whyNot('man', '--version') ?? noGroff
describe.skipIf(noMan)(`as man shows it${noMan ? ` (${noMan})` : ''}`, () => {
  test.each(pages)('%s gives no warning', (_, path) => {
    expect(complaints('man', '--warnings', '-E', 'UTF-8', '-l', path)).toBe('')
  })

  test.each(pages)('%s says what it is where man -k finds it', (name, path) => {
    const [, title] = /\.SH NAME\n(.*)\n/.exec(readFileSync(path, 'utf8')) ?? []
    expect(title).toMatch(new RegExp(`^${name.split('.')[0]} \\\\- \\w`))
  })
})
