import type { Authd } from './authd.ts'

/** An account whose address is verified. */
export interface Account {
  email: string
  password: string
}

export interface Tokens {
  access_token: string
  refresh_token: string
}

export async function registerAccount(authd: Authd): Promise<Account> {
  const account = { email: 'bench@example.org', password: 'seven brisk otters juggle lanterns' }
  await post(`${authd.url}/auth/register`, account)
  const verification_code = await authd.readCode(account.email)
  await post(`${authd.url}/auth/register/verification_code`, { email: account.email, verification_code })
  return account
}

/** As many sessions, each with tokens of its own; one by one, since the server queues only so many logins. */
export async function logIn(authd: Authd, account: Account, sessions: number): Promise<Tokens[]> {
  const all: Tokens[] = []
  while (all.length < sessions) all.push((await post(`${authd.url}/auth/login`, account)) as Tokens)
  return all
}

/** Throws unless it was taken; the answer as JSON, undefined where it is empty. */
export async function post(url: string, body: object): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  const text = await answer.text()
  return text === '' ? undefined : JSON.parse(text)
}
