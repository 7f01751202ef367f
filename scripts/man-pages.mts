// Writes auth(1) and authd(8) into dist/man from what the programs say of themselves. Bundled and started by build.mjs.
import { mkdirSync, writeFileSync } from 'node:fs'
import packageJson from '../package.json' with { type: 'json' }
import { describeProgram as describeAuth } from '../src/cli/program.ts'
import { describeProgram as describeAuthd } from '../src/server/program.ts'
import { authPage } from './manual/auth.mts'
import { authdPage } from './manual/authd.mts'
import { writePage } from './manual/page.mts'

// https://reproducible-builds.org/specs/source-date-epoch/
const seconds = process.env.SOURCE_DATE_EPOCH
const date = (seconds ? new Date(Number(seconds) * 1_000) : new Date()).toISOString().slice(0, 10)
const about = { version: packageJson.version, date }

mkdirSync('dist/man', { recursive: true })
writeFileSync('dist/man/auth.1', writePage(describeAuth(), { ...authPage, ...about }))
writeFileSync('dist/man/authd.8', writePage(describeAuthd(), { ...authdPage, ...about }))
