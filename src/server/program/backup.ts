import type { Command } from 'commander'
import { hostOptions } from './options.ts'

/** The commands that keep a house safe: backup and restore. */

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
      const { backup } = await import('../commands/backup.ts')
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
      const { restore } = await import('../commands/restore.ts')
      await restore(file, hostOptions(command))
    })
}
