// Runs the client's hot paths once and keeps what V8 compiled for them beside the bundle. Started by build.mjs.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeCache, load } from '../dist/auth.js'

const home = mkdtempSync(join(tmpdir(), 'latchkey-build-'))
const folder = join(home, 'latchkey')
mkdirSync(join(folder, 'tokens'), { recursive: true })
const profile = { server: 'http://127.0.0.1:8420', account: 'a@example.org', credential: 'c' }
writeFileSync(join(folder, 'config.json'), JSON.stringify({ version: 1, profiles: { default: profile } }))
const token = { v: 1, access_token: 'x', obtained_at: Date.now(), expires_at: Date.now() + 9e5 }
writeFileSync(join(folder, 'tokens', 'c.json'), JSON.stringify(token))

process.env.XDG_CONFIG_HOME = home
for (const name of ['AUTH_TOKEN', 'AUTH_SERVER', 'AUTH_PROFILE', 'LC_ALL', 'LC_MESSAGES', 'LANG'])
  delete process.env[name]
// Each run of the program ends in process.exit; here three of them follow each other.
const { exit } = process
process.exit = () => undefined
const { program, script } = load()
for (const args of [['token'], ['--help'], ['logn']]) await program.main(['node', 'auth', ...args])
writeFileSync(codeCache, script.createCachedData())
rmSync(home, { recursive: true, force: true })
exit(0)
