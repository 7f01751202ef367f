import type { Command } from 'commander'
import { type Shell, shells } from '../completion/shells.ts'
import type { Run } from '../program.ts'
import { oneWordOf } from './choices.ts'

/** What shells need in order to complete our words: the script, and the question that it asks at each Tab. */
export function addCompletionCommands(program: Command, run: Run): void {
  program
    .command('completion')
    .addArgument(oneWordOf('<shell>', 'whose script it is', shells))
    .description('print a script that completes commands, flags, their values and profiles')
    .addHelpText(
      'before',
      `Examples:
  source <(auth completion bash)              in ~/.bashrc
  source <(auth completion zsh)               in ~/.zshrc, behind compinit
  auth completion fish > ~/.config/fish/completions/auth.fish
`,
    )
    .action(run<[Shell]>(async () => (await import('../commands/completion.ts')).printCompletion))
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(
      run<[string[]]>(async () => {
        const { complete } = await import('../commands/complete.ts')
        return (context, words) => complete(context, program, words)
      }),
    )
}
