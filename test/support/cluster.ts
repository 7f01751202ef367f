import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectStore } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { addLoadAccount } from './load.ts'
import { findPostgres, type Postgres, startPostgres } from './postgres.ts'
import { type AuthdOptions, type RunningAuthd, ServerHost, until } from './processes.ts'

export const nginx = ['nginx', '/usr/sbin/nginx'].find((program) => !spawnSync(program, ['-v']).error)

/** Why there can be none here; undefined where there can. */
export const noCluster = findPostgres() ? undefined : 'no PostgreSQL for this platform'

/** Machines that share one PostgreSQL, which keeps what it acknowledged; perhaps an nginx before them. */
export class Cluster {
  readonly #folder: string
  readonly #hosts: ServerHost[] = []
  readonly #secretKey = randomBytes(32).toString('hex')
  readonly postgres: Postgres
  #proxy: ChildProcess | undefined

  private constructor(folder: string, postgres: Postgres) {
    this.#folder = folder
    this.postgres = postgres
  }

  static async start(): Promise<Cluster> {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-cluster-'))
    chmodSync(folder, 0o755) // PostgreSQL runs as another user
    const postgres = await startPostgres(findPostgres() ?? '', folder, { durable: true })
    const db = await connectStore(postgres.url)
    await migrate(db).finally(() => db.destroy())
    await addLoadAccount(postgres.url)
    return new Cluster(folder, postgres)
  }

  get databaseUrl(): string {
    return this.postgres.url
  }

  /** A machine of its own: what nodes share is the store and the secret key. */
  addHost(env: NodeJS.ProcessEnv = {}): ServerHost {
    const host = new ServerHost({
      AUTHD_DATABASE_URL: this.databaseUrl,
      AUTHD_SECRET_KEY: this.#secretKey,
      AUTHD_ISSUER: 'https://auth.example.com',
      AUTHD_RATE_LIMITS: 'off',
      ...env,
    })
    this.#hosts.push(host)
    return host
  }

  async addNodes(count: number, options: AuthdOptions = {}): Promise<RunningAuthd[]> {
    return Promise.all(Array.from({ length: count }, () => this.addHost().serve(options)))
  }

  /** Puts nginx before the nodes, as docs/examples/cluster.md has it; resolves to its URL. */
  async addProxy(nodes: readonly RunningAuthd[]): Promise<string> {
    const port = await freePort()
    const folder = join(this.#folder, 'nginx')
    mkdirSync(folder)
    const file = join(folder, 'nginx.conf')
    writeFileSync(file, configure(nodes, port, folder))
    const child = spawn(nginx ?? '', ['-c', file, '-p', folder], { stdio: 'ignore' })
    this.#proxy = child
    const url = `http://127.0.0.1:${port}`
    await until('nginx answers', () =>
      fetch(`${url}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    return url
  }

  async stop(): Promise<void> {
    for (const host of this.#hosts) host.remove()
    if (this.#proxy?.exitCode === null) {
      this.#proxy.kill('SIGTERM')
      await once(this.#proxy, 'exit')
    }
    await this.postgres.stop()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
}

/** What may be sent to the next node although it may have been carried out: a refresh gets the same successor again. */
function configure(nodes: readonly RunningAuthd[], port: number, folder: string): string {
  const servers = nodes.map(({ port: each }) => `server 127.0.0.1:${each} max_fails=1 fail_timeout=1s;`)
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  return `
daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  ${paths.join('\n  ')}
  upstream authd { ${servers.join(' ')} }
  server {
    listen 127.0.0.1:${port};
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_connect_timeout 2s;
    proxy_next_upstream error timeout;
    location / { proxy_pass http://authd; }
    location = /oauth2/token { proxy_pass http://authd; proxy_next_upstream error timeout non_idempotent; }
  }
}
`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
