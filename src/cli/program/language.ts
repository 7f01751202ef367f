import {
  type AddHelpTextContext,
  type AddHelpTextPosition,
  type Argument,
  Command,
  Help,
  type Option,
} from 'commander'
import type { Translate } from '../language.ts'
import { widthOf } from '../terminal/width.ts'

/**
 * A command whose help is in the person's language. What is given to it is English, so that the commands below need not
 * know of any other.
 */
export class SpokenCommand extends Command {
  readonly #t: Translate

  constructor(name: string | undefined, t: Translate) {
    super(name)
    this.#t = t
  }

  override createCommand(name?: string): Command {
    return new SpokenCommand(name, this.#t)
  }

  override createHelp(): Help {
    return Object.assign(new SpokenHelp(this.#t), this.configureHelp())
  }

  override addHelpText(
    position: AddHelpTextPosition,
    text: string | ((context: AddHelpTextContext) => string),
  ): this {
    if (typeof text !== 'string') return super.addHelpText(position, text)
    return super.addHelpText(position, translateHelp(text, this.#t))
  }
}

/** Commander's own words and our descriptions, put into the language where the help is made. */
class SpokenHelp extends Help {
  readonly #t: Translate

  constructor(t: Translate) {
    super()
    this.#t = t
  }

  override styleTitle(title: string): string {
    return this.#t(title)
  }

  override commandDescription(command: Command): string {
    return this.#t(super.commandDescription(command))
  }

  override subcommandDescription(command: Command): string {
    return this.#t(super.subcommandDescription(command))
  }

  override optionDescription(option: Option): string {
    return this.#describe(option.description, super.optionDescription(option))
  }

  override argumentDescription(argument: Argument): string {
    return this.#describe(argument.description, super.argumentDescription(argument))
  }

  /** Behind our description commander lists the choices. */
  #describe(ours: string, whole: string): string {
    return this.#t(ours) + whole.slice(ours.length).replace('choices:', this.#t('choices:'))
  }

  /** Hangul takes two columns (Unicode UAX #11). */
  override displayWidth(text: string): number {
    return widthOf(text)
  }
}

/**
 * Examples and tables are commands and words side by side, parted by two spaces or more: the words are put into the
 * language, what is typed stays as it is, and what stands behind keeps its column.
 */
export function translateHelp(text: string, t: Translate): string {
  return text.replaceAll(/(\S+(?: \S+)*)( {2,}(?=\S))?/g, (_, cell: string, space = '') => {
    const words = t(cell)
    if (words === cell) return cell + space
    const width = cell.length + space.length
    return space === '' ? words : words + ' '.repeat(Math.max(2, width - widthOf(words)))
  })
}
