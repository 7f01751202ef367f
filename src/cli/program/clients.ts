import type { Command } from 'commander'
import { idTokenAlgorithms } from '../../protocol/endpoints.ts'
import { clientGrants, shortGrant } from '../../protocol/oauth.ts'
import type { ClientOptions, RemoveClientOptions } from '../commands/clients.ts'
import type { Run } from '../program.ts'
import { collect, oneOf, scopesOf, someOf } from './choices.ts'
import { listByDefault } from './groups.ts'

const clientId = ['<id>', 'the id, or its beginning'] as const

/** Commands for superusers: the programs that may ask this server for tokens. */
export function addClientCommands(program: Command, run: Run): void {
  const clients = program
    .command('clients')
    .description('register, change and remove the programs that may ask for tokens (superuser)')
    .addHelpText(
      'before',
      `Examples:
  auth clients add reports --grant client_credentials --scope account
  auth clients add tv --public --grant device_code --grant refresh_token
  auth clients change 5263e06a --redirect-uri https://tv.example.org/back
  auth clients remove 5263e06a
`,
    )
  const list = clients
    .command('list', { isDefault: true })
    .description('list the clients')
    .addHelpText('before', 'Examples:\n  auth clients list\n  auth clients list --json\n')
  const show = run<[]>(async () => (await import('../commands/clients.ts')).listClients)
  listByDefault(clients, list, show)
  addChanges(clients, run)
  clients
    .command('show')
    .argument(...clientId)
    .description('show all of a client; its secret is not kept readable')
    .addHelpText('before', 'Examples:\n  auth clients show 5263e06a\n')
    .action(run<[string]>(async () => (await import('../commands/clients.ts')).showClient))
  clients
    .command('remove')
    .argument(...clientId)
    .description('remove a client and end its sessions')
    .addHelpText(
      'before',
      'Examples:\n  auth clients remove 5263e06a\n  auth clients remove 5263e06a --yes\n',
    )
    .option('--yes', 'do not ask whether you are sure')
    .action(
      run<[string, RemoveClientOptions]>(async () => (await import('../commands/clients.ts')).removeClient),
    )
}

function addChanges(clients: Command, run: Run): void {
  withFields(clients.command('add').argument('<name>', 'what people read when it asks for them'))
    .description('register a client and print its secret, for the only time')
    .addHelpText(
      'before',
      `Examples:
  auth clients add reports --grant client_credentials --scope account
  auth clients add tv --public --grant device_code --grant refresh_token
`,
    )
    .option('--public', 'it runs on machines of people and gets no secret')
    .action(run<[string, ClientOptions]>(async () => (await import('../commands/clients.ts')).addClient))
  withFields(clients.command('change').argument(...clientId))
    .description('change what is given of a client, and leave the rest')
    .addHelpText(
      'before',
      `Examples:
  auth clients change 5263e06a --name "Reports of the house"
  auth clients change 5263e06a --scope account --scope email
`,
    )
    .option('--name <name>', 'its new name')
    .action(run<[string, ClientOptions]>(async () => (await import('../commands/clients.ts')).changeClient))
}

function withFields(command: Command): Command {
  return command
    .addOption(
      someOf('--grant <grant>', 'how it may ask for tokens; may be repeated', clientGrants, (typed) => [
        shortGrant(typed),
      ]),
    )
    .addOption(scopesOf('--scope <scope>', 'what it may ask for; may be repeated'))
    .option('--redirect-uri <uri>', 'an exact address to send people back to; may be repeated', collect)
    .addOption(oneOf('--id-token-algorithm <name>', 'what signs its ID tokens', idTokenAlgorithms))
}
