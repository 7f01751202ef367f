import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeFolder, readText, removeFile, writeAtomically } from '../../src/cli/files.ts'

describe('files', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-files-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test.runIf(existsSync('/proc/self'))('a folder that cannot be made is an error, not an endless try', () => {
    expect(() => makeFolder('/proc/latchkey/folder')).toThrow('ENOENT')
  })

  test('a file is written whole, for its owner alone, and leaves nothing beside it (aws-cli#10628)', () => {
    const path = join(folder, 'new', 'a.json')
    writeAtomically(path, 'first')
    writeAtomically(path, 'second')
    expect(readFileSync(path, 'utf8')).toBe('second')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700)
    expect(readdirSync(join(folder, 'new'))).toEqual(['a.json'])
  })

  test('a write that fails leaves the old file and no other', () => {
    const path = join(folder, 'a.json')
    mkdirSync(path)
    expect(() => writeAtomically(path, 'text')).toThrow()
    expect(readdirSync(folder)).toEqual(['a.json'])
  })

  test('a link to a file kept elsewhere stays a link', () => {
    const [real, link] = [join(folder, 'real.json'), join(folder, 'link.json')]
    writeFileSync(real, 'first')
    symlinkSync(real, link)
    writeAtomically(link, 'second')
    expect([lstatSync(link).isSymbolicLink(), readFileSync(real, 'utf8')]).toEqual([true, 'second'])
  })

  test('a file that is not there reads as undefined and is removed as false', () => {
    const path = join(folder, 'none')
    expect([readText(path), removeFile(path)]).toEqual([undefined, false])
  })
})
