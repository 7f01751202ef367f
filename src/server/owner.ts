import { closeSync, fchownSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/*
 * What root's commands made in a service's data directory once kept the service from starting. So it belongs to whom the
 * things around it belong to, as SQLite does it with its side files. Others can give nothing away, nor can the root of
 * some containers: then it stays theirs.
 */

/**
 * Gives a file that this process has just made (`wx`) to whom `model` belongs to. Never one that was opened by its name: whoever
 * owns the folder could have put a link there.
 */
export function giveToOwnerOf(model: string, handle: number): void {
  if (process.getuid?.() !== 0) return
  try {
    const { uid, gid } = statSync(model)
    fchownSync(handle, uid, gid)
  } catch {} // see above
}

/** Makes an empty file (0600) of whom its folder belongs to, unless it is there or cannot be made. */
export function makeOwnersFile(file: string): void {
  try {
    const handle = openSync(file, 'wx', 0o600)
    giveToOwnerOf(dirname(file), handle)
    closeSync(handle)
  } catch {} // whoever opens it next says why
}
