import { spawnSync } from 'node:child_process'
import { HostError } from '../../host-error.ts'

export interface SystemctlAnswer {
  ok: boolean
  /** Whether it was still at it when our patience ended; what it was asked for goes on. */
  goesOn: boolean
  /** What it said, errors included. */
  said: string
}

/** Longer than a start that fails takes; one that brings a large store up to date goes on without us. In ms. */
const patience = 120_000

/** systemd's own command, for the services of the machine or of this user. Throws HostError where there is none. */
export function runSystemctl(kind: 'user' | 'system', args: readonly string[]): SystemctlAnswer {
  const scope = kind === 'user' ? ['--user'] : []
  const { status, stdout, stderr, error } = spawnSync('systemctl', [...scope, '--no-ask-password', ...args], {
    encoding: 'utf8',
    timeout: patience,
  })
  if (error && 'code' in error && error.code === 'ENOENT')
    throw new HostError(
      'This machine has no systemd: there is no systemctl here; nothing was changed.',
      'Have whatever starts your services run `authd serve`; `authd service install --dry-run` shows the unit.',
      { cause: error },
    )
  const goesOn = error !== undefined && 'code' in error && error.code === 'ETIMEDOUT'
  return { ok: status === 0, goesOn, said: `${stdout ?? ''}${stderr ?? ''}`.trim() || (error?.message ?? '') }
}
