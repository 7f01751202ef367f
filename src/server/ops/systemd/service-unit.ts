import { HostError } from '../../host-error.ts'

/** What a unit is made from. */
export interface UnitPlan {
  kind: 'user' | 'system'
  /** Absolute paths: systemd looks nothing up. */
  node: string
  program: string
  /** Undefined in a system unit whose data is where systemd keeps state, for a user that systemd makes up. */
  dataDir: string | undefined
  /** User id that a system unit with a data directory of its own runs as. */
  runAs: number | undefined
  envFile: string | undefined
  /** Folders beside the data directory that the settings name: backups, a database elsewhere. */
  alsoWritten: readonly string[]
}

/** Ours begin with it; a unit without it is somebody else's, and is left alone. */
export const unitMark = '# Written by `authd service install`; `authd service uninstall` removes it.'

/** Made by systemd, for the user that it makes up. */
export const systemDataDir = '/var/lib/authd'

/** The text of `authd.service`. Throws HostError for paths that no unit can hold. */
export function renderUnit(plan: UnitPlan): string {
  const sections = [unitHead(plan), service(plan), install(plan)]
  return `${unitMark}\n${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function unitHead({ kind }: UnitPlan): string[] {
  // The manager of a user knows no network.
  const network = ['After=network-online.target', 'Wants=network-online.target']
  return [
    '[Unit]',
    'Description=Latchkey identity server',
    ...(kind === 'system' ? network : []),
    '# Never given up: after a power cut the database or the disk may come much later than this service.',
    'StartLimitIntervalSec=0',
  ]
}

function service(plan: UnitPlan): string[] {
  // Behind `--`, since node 20 takes an --env-file anywhere on its line for its own.
  const command = [plan.node, '--', plan.program, 'serve', '--data-dir', dataDirOf(plan)].map(quoteWord)
  return [
    '[Service]',
    '# Started means that requests are answered. A large store may take its time to be brought up to date.',
    'Type=notify',
    'NotifyAccess=all',
    'TimeoutStartSec=infinity',
    `ExecStart=${[...command, ...envFileWords(plan)].join(' ')}`,
    'Restart=on-failure',
    'RestartSec=3',
    '# The server drains for 10 s, then ends what is left.',
    'TimeoutStopSec=20',
    'SyslogIdentifier=authd',
    'LimitNOFILE=65536',
    'UMask=0077',
    ...hardening,
    ...(plan.kind === 'system' ? systemHardening(plan) : []),
  ]
}

/** In a system unit root reads the file and hands it over: it may hold secrets that nobody else can read. */
function envFileWords({ envFile, kind }: UnitPlan): string[] {
  if (envFile === undefined) return []
  return ['--env-file', kind === 'system' ? `$\{CREDENTIALS_DIRECTORY}/authd.env` : quoteWord(envFile)]
}

/** Works in user units too, which may not change user, mounts or capabilities everywhere. */
const hardening = [
  'NoNewPrivileges=yes',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
  'RestrictNamespaces=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'LockPersonality=yes',
  'SystemCallArchitectures=native',
  'SystemCallFilter=@system-service',
  'SystemCallErrorNumber=EPERM',
  '# V8 writes machine code and then runs it: with yes, node does not start.',
  'MemoryDenyWriteExecute=no',
]

/** Below these, data may lie where systemd hides it from services. */
const homes = /^\/(home|root|run\/user)(\/|$)/

function systemHardening(plan: UnitPlan): string[] {
  const isInHome = [plan.node, plan.program, dataDirOf(plan), ...plan.alsoWritten].some((path) =>
    homes.test(path),
  )
  return [
    ...owner(plan),
    // Without the minus a folder that is not there, as on a disk that is not in, would keep the server from starting.
    ...plan.alsoWritten.map((folder) => `ReadWritePaths=-${quotePath(folder)}`),
    ...(plan.envFile === undefined ? [] : [`LoadCredential=authd.env:${quotePath(plan.envFile)}`]),
    'ProtectSystem=strict',
    `ProtectHome=${isInHome ? 'read-only' : 'yes'}`,
    'PrivateTmp=yes',
    'PrivateDevices=yes',
    'ProtectClock=yes',
    'ProtectControlGroups=yes',
    'ProtectHostname=yes',
    'ProtectKernelLogs=yes',
    'ProtectKernelModules=yes',
    'ProtectKernelTunables=yes',
    'ProtectProc=invisible',
    'RemoveIPC=yes',
    '# Ports below 1024 may be listened on, and nothing else of root’s.',
    'AmbientCapabilities=CAP_NET_BIND_SERVICE',
    'CapabilityBoundingSet=CAP_NET_BIND_SERVICE',
  ]
}

function owner({ dataDir, runAs }: UnitPlan): string[] {
  if (dataDir !== undefined) return [`User=${runAs}`, `ReadWritePaths=${quotePath(dataDir)}`]
  const made = ['DynamicUser=yes', 'StateDirectory=authd', 'StateDirectoryMode=0700']
  return ['# A user of its own, that is there while the service runs.', ...made]
}

function install({ kind }: UnitPlan): string[] {
  return ['[Install]', `WantedBy=${kind === 'system' ? 'multi-user.target' : 'default.target'}`]
}

function dataDirOf({ dataDir }: UnitPlan): string {
  return dataDir ?? systemDataDir
}

/** A word of a command line (systemd.service(5), "Command lines"), where `$` would be expanded too. */
function quoteWord(word: string): string {
  return quotePath(word).replaceAll('$', '$$$$')
}

/** systemd.syntax(7), "Quoting"; `%` begins a specifier. */
function quotePath(path: string): string {
  if (/[\n\r\0]/.test(path))
    throw new HostError(
      'A path with a line break cannot be in a unit; nothing was written.',
      'Use another path.',
    )
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')
  return /^[\w@+=:,./%-]+$/.test(escaped) ? escaped : `"${escaped}"`
}
