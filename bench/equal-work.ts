import { randomInt } from 'node:crypto'
import { registerAccount, post as send } from './account.ts'
import { startAuthd } from './authd.ts'
import { median, quantile } from './result.ts'
import { withStage } from './stage.ts'

/**
 * `npx tsx bench/equal-work.ts`: does the time of an answer tell whether an address is known (keycloak#48888)? A real
 * authd is asked about a known and an unknown address in turn, in random order. Medians and 95th percentiles must differ
 * by no more than chance allows. bcrypt's cost is 4, or its work would drown what is looked for; rate limits are off.
 */

const samples = 1_000
const shuffles = 1_000
/** Chance of a false alarm in the whole run, shared by all its comparisons. */
const level = 0.05

interface Question {
  name: string
  path: string
  body(email: string): object
  expected: number
}

const wrong = 'a password of nobody at all'
const questions: Question[] = [
  { name: 'login', path: '/auth/login', body: (email) => ({ email, password: wrong }), expected: 401 },
  { name: 'forgot', path: '/auth/password/forgot', body: (email) => ({ email }), expected: 202 },
  { name: 'resend', path: '/auth/register/resend', body: (email) => ({ email }), expected: 202 },
  {
    name: 'registration code',
    path: '/auth/register/verification_code',
    body: (email) => ({ email, verification_code: 'AAAAAA' }),
    expected: 401,
  },
  {
    name: 'reset code',
    path: '/auth/password/reset',
    body: (email) => ({ email, code: 'AAAAAA', new_password: 'seven brisk otters juggle plums' }),
    expected: 401,
  },
]

/** Two questions are about registrations that wait, the others about accounts. */
const aboutPending = ['resend', 'registration code']

async function main(): Promise<boolean> {
  return withStage(async (stage) => {
    const authd = await startAuthd(stage, { AUTHD_BCRYPT_COST: '4' })
    const account = await registerAccount(authd)
    let isEqual = true
    for (const question of questions) {
      // A claim takes a few wrong codes and no more, so each is asked about once.
      const isPending = aboutPending.includes(question.name)
      const known = isPending ? await registerMany(authd.url, question.name) : [account.email]
      // A code to be wrong about; sent again now and then, since wrong tries use it up.
      const renew = question.name === 'reset code' ? renewReset(authd.url, account.email) : async () => {}
      isEqual = report(question.name, await askInTurn(authd.url, question, known, renew)) && isEqual
    }
    return isEqual
  })
}

/** As many pending registrations as there are samples, and some to warm up with. */
async function registerMany(url: string, name: string): Promise<string[]> {
  const emails = Array.from(
    { length: samples + warmUp },
    (_, index) => `p${index}.${name.length}@example.org`,
  )
  for (const email of emails) {
    await send(`${url}/auth/register`, { email, password: 'seven brisk otters juggle lanterns' })
  }
  return emails
}

function renewReset(url: string, known: string): () => Promise<void> {
  return async () => {
    await send(`${url}/auth/password/forgot`, { email: known })
    await send(`${url}/auth/password/forgot`, { email: 'nobody@example.org' })
  }
}

const warmUp = 100

interface Times {
  known: number[]
  unknown: number[]
}

async function askInTurn(
  url: string,
  question: Question,
  known: readonly string[],
  renew: () => Promise<void>,
): Promise<Times> {
  const times: Times = { known: [], unknown: [] }
  for (let round = -warmUp; round < samples; round += 1) {
    if (round % 4 === 0) await renew()
    const email = known[(round + warmUp) % known.length] ?? ''
    // As long as the known one, since parsing takes time too.
    const stranger = `q${email.slice(1)}`
    const order = randomInt(2) === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
    for (const kind of order) {
      const ms = await time(url, question, kind === 'known' ? email : stranger)
      if (round >= 0) times[kind].push(ms)
    }
  }
  return times
}

async function time(url: string, { path, body, expected }: Question, email: string): Promise<number> {
  const text = JSON.stringify(body(email))
  const started = performance.now()
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: text,
  })
  await answer.arrayBuffer()
  const ms = performance.now() - started
  if (answer.status !== expected) throw new Error(`${path} answered ${answer.status}, not ${expected}`)
  return ms
}

function report(name: string, { known, unknown }: Times): boolean {
  const bound = level / (2 * questions.length)
  const verdicts = [
    { what: 'median', of: (values: readonly number[]) => median(values) },
    { what: 'p95', of: (values: readonly number[]) => quantile(values, 0.95) },
  ].map(({ what, of }) => {
    const chance = chanceOf(known, unknown, of)
    const difference = of(known) - of(unknown)
    const verdict = chance >= bound ? 'within noise' : 'DIFFERS'
    const figures = `known ${inUs(of(known))}, unknown ${inUs(of(unknown))}, difference ${inUs(difference)}`
    process.stdout.write(`${name}, ${what}: ${figures}; p = ${chance.toFixed(3)}: ${verdict}\n`)
    return chance >= bound
  })
  return verdicts.every(Boolean)
}

/** Permutation test: how often labels dealt out by chance differ as much. The smallest it can tell is 1 in `shuffles`. */
function chanceOf(
  known: readonly number[],
  unknown: readonly number[],
  of: (values: readonly number[]) => number,
): number {
  const seen = Math.abs(of(known) - of(unknown))
  let asFar = 1
  for (let round = 0; round < shuffles; round += 1) {
    const first: number[] = []
    const second: number[] = []
    // Pairs were measured one right after the other, so only they may change places.
    known.forEach((value, index) => {
      const other = unknown[index] ?? value
      const swap = Math.random() < 0.5
      first.push(swap ? other : value)
      second.push(swap ? value : other)
    })
    if (Math.abs(of(first) - of(second)) >= seen) asFar += 1
  }
  return asFar / (shuffles + 1)
}

function inUs(ms: number): string {
  return `${Math.round(ms * 1000)} µs`
}

// The stage cleans up at 'exit', which a signal alone would skip.
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143))
setTimeout(() => {
  process.stderr.write('it took too long and was ended\n')
  process.exit(1)
}, 5 * 60_000).unref()

void main().then((isEqual) => {
  process.exitCode = isEqual ? 0 : 1
})
