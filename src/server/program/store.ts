import type { Command } from 'commander'
import { hostOptions } from './options.ts'

/** The commands that move a whole house: store copy. */

export function addStore(program: Command): void {
  program
    .command('store')
    .description('move everything to another store')
    .addHelpText('before', 'Examples:\n  authd store copy --to postgres://authd@db.example.org/authd\n')
    .command('copy')
    .description('copy everything into another store, such as from SQLite to PostgreSQL')
    .addHelpText(
      'before',
      `Examples:
  authd store copy --to postgres://authd@db.example.org/authd      from AUTHD_DATABASE_URL
  authd store copy --from sqlite:/srv/authd/authd.db --to postgres://authd@db.example.org/authd
`,
    )
    .addHelpText(
      'after',
      `
While the server runs, this takes what is there and says that it is not done; stop the server and run the
same command again: it takes only what has changed, counts and compares, and sets the new store free.
Interrupted or killed, it goes on from there in the same way.
Everybody on this machine can read the arguments of a command: give the password of a PostgreSQL as
PGPASSWORD or in ~/.pgpass. The secret key is not in a store: the new server needs the same one.`,
    )
    .option('--from <url>', 'the store to copy from (default: AUTHD_DATABASE_URL)')
    .requiredOption('--to <url>', 'the store to copy into: empty, or where this command stopped')
    .action(async (options: { from?: string; to: string }, command: Command) => {
      const { copyToStore } = await import('../commands/store-copy.ts')
      await copyToStore({ ...hostOptions(command), ...options })
    })
}
