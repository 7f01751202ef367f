import type { Command } from 'commander'
import type { ExecOptions } from '../commands/exec.ts'
import type { ProxyOptions } from '../commands/proxy.ts'
import type { Run } from '../program.ts'
import type { RequestOptions } from '../request/plan.ts'
import { collect } from './choices.ts'

/** Commands that let other programs act as this account. */
export function addProgramCommands(program: Command, run: Run): void {
  addRequest(program, run)
  addExec(program, run)
  addProxy(program, run)
}

function addRequest(program: Command, run: Run): void {
  program
    .command('request')
    .usage('[options] [METHOD] URL')
    .argument('<url...>', 'https://…, or a path at the server of the profile; a method may stand before it')
    .description('send a request with an access token, much as curl does')
    .addHelpText(
      'before',
      `Examples:
  auth request /auth/me                       a path is one at the server of the profile
  auth request -d '{"username":"ann"}' PATCH /auth/me
  auth request https://api.example.org/files -F name=report -F file=@report.pdf
  tar c . | auth request --data-binary @- https://api.example.org/backups
  auth request -o report.pdf https://api.example.org/report
  auth request --max-time 10m https://api.example.org/events
`,
    )
    .addHelpText(
      'after',
      `
The token goes to the server of the profile, and to origins that \`auth profile allow\` names; never further.
Exit code: 0 below 400, 4 for 401, 7 for 403, 5 for 429, 5xx and no answer, 1 for the rest.`,
    )
    .option('-X, --request <method>', 'the method (default: GET, or POST with a body)')
    .option('-d, --data <text>', 'the body: a form, or JSON if it begins with { or [; @FILE, @-', collect)
    .option('--data-binary <text>', 'the body as it is: text, @FILE, or @- for standard input')
    .option(
      '-F, --form <field>',
      'a field of a multipart form: NAME=VALUE or NAME=@FILE[;type=TYPE]',
      collect,
    )
    .option('-H, --header <line>', 'one more header: "Name: value", or @FILE with one to a line', collect)
    .option('-o, --output <file>', 'save the answer; `-` for standard output, whatever it is')
    .option('-i, --include', 'show status and headers too')
    .option('-L, --location', 'go where the server sends; the token does not go to other origins')
    .option('--max-time <duration>', 'give up after: 90s, 15m (default: never)')
    .option('--idle-timeout <duration>', 'give up when nothing comes or goes for: 30s, 5m (default: never)')
    .action(run<[string[], RequestOptions]>(async () => (await import('../commands/request.ts')).request))
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
    .action(run<[string[], ExecOptions]>(async () => (await import('../commands/exec.ts')).exec))
}

function addProxy(program: Command, run: Run): void {
  program
    .command('proxy')
    .argument('<target>', 'where requests go: https://HOST, with a path where it has one')
    .description('listen on this machine and pass requests on to a server with a fresh token')
    .addHelpText(
      'before',
      `Examples:
  auth proxy https://auth.example.org         prints its address, and runs until Ctrl-C
  auth proxy https://auth.example.org --listen 127.0.0.1:8180
  auth proxy https://auth.example.org/v1 --listen unix:$XDG_RUNTIME_DIR/api.sock
`,
    )
    .option('--listen <place>', 'HOST:PORT of this machine, or unix:PATH (default: a free port)')
    .option('--open', 'let every user of this machine act as you')
    .action(run<[string, ProxyOptions]>(async () => (await import('../commands/proxy.ts')).proxy))
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
