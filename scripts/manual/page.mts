import type { EventEmitter } from 'node:events'
import type { Command, Option } from 'commander'
import {
  readSections,
  type Section,
  writeCodes,
  writeExamples,
  writePairs,
  writeProse,
} from './help-text.mts'
import { bold, entry, heading, line, syntax, words } from './roff.mts'

/** What a page says beyond the help. */
export interface Page {
  section: 1 | 8
  version: string
  date: string
  /** Paragraphs. */
  description: readonly string[]
  environment: Readonly<Record<string, string>>
  files: Readonly<Record<string, string>>
  exitCodes?: Readonly<Record<string, string>>
  seeAlso: readonly string[]
}

/** A whole man page, of the program's own words about its commands. */
export function writePage(program: Command, page: Page): string {
  const name = program.name()
  const said = sectionsOf(program)
  const under = (title: string) => said.filter((each) => each.title === title).flatMap(({ lines }) => lines)
  const summary = program
    .description()
    .replace(/\.$/, '')
    .replace(/^[A-Z](?!atchkey)/, lowerCase)
  const lines = [
    `.TH ${name.toUpperCase()} ${page.section} ${page.date} "Latchkey ${page.version}" "Latchkey manual"`,
    '.nh',
    '.ad l',
    ...heading('NAME'),
    `${name} \\- ${words(summary)}`,
    ...heading('SYNOPSIS'),
    `${bold(name)} [\\fIoptions\\fR] \\fIcommand\\fR [\\fIargument\\fR ...]`,
    ...heading('DESCRIPTION'),
    ...page.description.flatMap((text) => ['.PP', line(words(text))]),
    ...heading('OPTIONS'),
    ...program
      .createHelp()
      .visibleOptions(program)
      .flatMap((option) => writeOption(program, option)),
    ...heading('COMMANDS'),
    ...commandsBelow(program).flatMap(writeCommand),
    ...heading('ENVIRONMENT'),
    ...writeTable({ ...namesOf(under('Environment')), ...page.environment }),
    ...heading('FILES'),
    ...writeTable(page.files),
    ...heading('EXIT STATUS'),
    ...writeCodes(under('Exit codes')),
    ...heading('EXAMPLES'),
    ...writeExamples(under('Examples')),
    ...heading('SEE ALSO'),
    page.seeAlso
      .map((each) => each.replace(/^([\w-]+)(\(\d\w*\))?$/, (_, who, where = '') => `${bold(who)}${where}`))
      .join(', '),
  ]
  return `${withoutDoubleBreaks(lines).join('\n')}\n`
}

function writeCommand(command: Command): string[] {
  const help = command.createHelp()
  const places = command.registeredArguments
    .map((each) => ` ${help.argumentTerm(each) && termOf(each)}`)
    .join('')
  const described = command.registeredArguments.filter(({ description }) => description !== '')
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help')
  return [
    `.SS "${syntax(`${pathOf(command)}${places}`).replaceAll('"', '\\(dq')}"`,
    line(words(sentence(command.description()))),
    ...described.flatMap((each) => entry(syntax(termOf(each)), words(help.argumentDescription(each)))),
    ...options.flatMap((option) => writeOption(command, option)),
    ...sectionsOf(command).flatMap(writeSection),
  ]
}

function termOf(argument: Command['registeredArguments'][number]): string {
  const name = argument.variadic ? `${argument.name()}...` : argument.name()
  return argument.required ? `<${name}>` : `[${name}]`
}

function writeOption(command: Command, option: Option): string[] {
  return entry(syntax(option.flags), words(command.createHelp().optionDescription(option)))
}

function writeSection({ title, lines }: Section): string[] {
  if (title === 'Examples') return ['.PP', 'Examples:', '.RS 4', ...writeExamples(lines), '.RE']
  if (title === 'Environment') return ['.PP', 'Environment:', '.RS 4', ...writePairs(lines), '.RE']
  if (title === 'Exit codes') return ['.PP', 'Exit codes:', '.RS 4', ...writeCodes(lines), '.RE']
  return writeProse(lines)
}

/** Every command that does something, after the group that it belongs to. */
function commandsBelow(command: Command): Command[] {
  const own = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => command.commands.includes(each))
  return own.flatMap((each) => [each, ...commandsBelow(each)])
}

/** What was given to `addHelpText`: commander keeps it behind the events that its help emits. */
function sectionsOf(command: Command): Section[] {
  const texts: string[] = []
  const write = (text: string) => texts.push(text)
  // It is one, though its types do not say so.
  const emitter = command as unknown as EventEmitter
  for (const event of ['beforeHelp', 'afterHelp']) emitter.emit(event, { error: false, command, write })
  return texts.flatMap(readSections)
}

/** Rows of names and meanings as a table; rows of words alone say nothing that a page does not. */
function namesOf(lines: readonly string[]): Record<string, string> {
  const pairs = lines.flatMap((each) => [...each.matchAll(/([A-Z_]{3,}) {2,}(\S+(?: \S+)*)/g)])
  return Object.fromEntries(pairs.map(([, name, meaning]) => [name, meaning]))
}

function writeTable(table: Readonly<Record<string, string>>): string[] {
  return Object.entries(table).flatMap(([name, meaning]) => entry(bold(name), words(meaning)))
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function lowerCase(text: string): string {
  return text.toLowerCase()
}

/** A paragraph right behind a heading or a first entry is one break too many. */
function withoutDoubleBreaks(lines: readonly string[]): string[] {
  return lines.filter((each, index) => each !== '.PP' || !/^\.(S[HS]|RS|PP)\b/.test(lines[index - 1] ?? ''))
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}
