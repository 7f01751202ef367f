import type { Command } from 'commander'
import type { Run } from '../program.ts'

/** Commands for other programs that ask for a token in words of their own. */
export function addHelperCommands(program: Command, run: Run): void {
  const helper = program
    .command('helper')
    .description('give git, kubectl and the like a token, each in its own protocol')
    .addHelpText(
      'before',
      "Examples:\n  git config --global credential.https://git.example.org.helper '!auth helper git'\n",
    )
  addGit(helper, run)
  addKubectl(helper, run)
}

function addGit(helper: Command, run: Run): void {
  helper
    .command('git')
    .argument('<operation>', 'what git wants: get, store or erase')
    .description(
      'answer git as its credential helper: the token as bearer, or as the password of an older git',
    )
    .addHelpText(
      'before',
      `Examples:
  auth profile allow https://git.example.org
  git config --global credential.https://git.example.org.helper '!auth helper git'
  git config --global credential.helper '!/usr/local/bin/auth --profile work helper git'
  printf 'protocol=https\\nhost=git.example.org\\n\\n' | auth helper git get

It answers for the server of the profile and what \`auth profile allow\` names, for no other host.
It never asks. A token that was refused is renewed at the next try. Nothing needs to store it.
`,
    )
    .action(run<[string]>(async () => (await import('../commands/helper-git.ts')).helpGit))
}

function addKubectl(helper: Command, run: Run): void {
  helper
    .command('kubectl')
    .description('answer kubectl as its credential plugin: the token as an ExecCredential')
    .addHelpText(
      'before',
      `Examples:
  kubectl config set-credentials me --exec-api-version=client.authentication.k8s.io/v1 --exec-command=auth \\
    --exec-arg=helper --exec-arg=kubectl --exec-interactive-mode=Never

The same in a kubeconfig:
  users:
  - name: me
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1
        command: auth
        args: [helper, kubectl]
        interactiveMode: Never

It never asks and reads no input, so \`Never\` is right; \`IfAvailable\` does as well.
`,
    )
    .action(run<[]>(async () => (await import('../commands/helper-kubectl.ts')).helpKubectl))
}
