import type { Command } from 'commander'
import { hostOptions } from './program-options.ts'

/** The commands that keep a house safe: backup, restore, store copy. */

export function addBackup(program: Command): void {
  program
    .command('backup <file>')
    .description('write a consistent backup of the store, also while the server runs')
    .addHelpText(
      'before',
      `Examples:
  authd backup /mnt/usb/authd.backup              the server may run meanwhile
  authd backup --verify /mnt/usb/authd.backup     is it whole, and what is in it?
`,
    )
    .addHelpText(
      'after',
      `
KEEP THE SECRET KEY TOO: it is not in the backup, and a backup is of no use without it. It is secret.key
in the data directory, or AUTHD_SECRET_KEY; keep it in another place than the backups.
The server makes one a day by itself on SQLite: AUTHD_BACKUP_EVERY, AUTHD_BACKUP_KEEP, AUTHD_BACKUP_DIR.`,
    )
    .option('--verify', 'read a backup to its last byte and say whether it is sound; writes nothing')
    .option('--force', 'replace the file if it is there')
    .action(async (file: string, options: { verify?: boolean; force?: boolean }, command: Command) => {
      const { backup } = await import('./commands/backup.ts')
      await backup(file, { ...hostOptions(command), ...options })
    })
}

export function addRestore(program: Command): void {
  program
    .command('restore <file>')
    .description('fill an empty store from a backup, whichever kind of store it came from')
    .addHelpText(
      'before',
      `Examples:
  authd restore /mnt/usb/authd.backup
  authd restore /mnt/usb/authd.backup --data-dir /srv/authd
`,
    )
    .addHelpText(
      'after',
      `
Put the secret.key of the backup's server into the data directory first, or set AUTHD_SECRET_KEY to it.
A store with as much as one row is refused and left as it is. All of the backup goes in, or nothing.`,
    )
    .action(async (file: string, _options: object, command: Command) => {
      const { restore } = await import('./commands/restore.ts')
      await restore(file, hostOptions(command))
    })
}

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
      const { copyToStore } = await import('./commands/store-copy.ts')
      await copyToStore({ ...hostOptions(command), ...options })
    })
}
