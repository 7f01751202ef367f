import type { Command } from 'commander'
import type { ExecOptions } from './commands/exec.ts'
import type { Run } from './program.ts'

/** Commands that let other programs act as this account. */
export function addProgramCommands(program: Command, run: Run): void {
  addExec(program, run)
}

function addExec(program: Command, run: Run): void {
  program
    .command('exec')
    .argument('<command...>', 'the program and its arguments; no shell reads them')
    .description('run a program with an access token, and leave with its exit code')
    .addHelpText(
      'before',
      `Examples:
  auth exec -- ./deploy.sh --all              it finds the token in AUTH_TOKEN
  auth exec --env GITLAB_TOKEN glab issue list
  auth exec --token-file -- ./all-night       AUTH_TOKEN_FILE names a file that stays fresh
  auth exec --mask -- bash                    whatever it prints, the token is hidden
`,
    )
    .option('--env <name>', 'the variable that holds the token, or with --token-file the path')
    .option('--token-file', 'give a file that is renewed while the program runs, and removed after it')
    .option('--mask', 'hide tokens in what the program prints')
    .option('--min-validity <duration>', 'renew a token that is good for less: 90s, 15m, 12h (default: 60s)')
    .action(run<[string[], ExecOptions]>(async () => (await import('./commands/exec.ts')).exec))
}

/**
 * Puts `--` before the program's name, so that its flags are its own without the person's typing it; commander's
 * way for that would take our flags from behind every other command.
 */
export function partCommand(program: Command, argv: readonly string[]): string[] {
  const exec = program.commands.find((each) => each.name() === 'exec')
  if (exec === undefined) return [...argv]
  const takesValue = (flag: string, command: Command): boolean =>
    command.options.some((option) => option.required && [option.long, option.short].includes(flag))
  const skipFlags = (from: number, commands: readonly Command[]): number => {
    let at = from
    for (; argv[at]?.startsWith('-') && argv[at] !== '--'; at += 1)
      if (commands.some((command) => takesValue(argv[at] ?? '', command))) at += 1
    return at
  }
  const name = skipFlags(2, [program])
  if (argv[name] !== 'exec') return [...argv]
  const first = skipFlags(name + 1, [program, exec])
  return first >= argv.length || argv[first] === '--'
    ? [...argv]
    : [...argv.slice(0, first), '--', ...argv.slice(first)]
}
