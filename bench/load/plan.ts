/** What travels between a benchmark and the load generator. Requests are whole HTTP/1.1 messages. */
export type Plan = RepeatPlan | RefreshPlan | SteadyPlan

/** One connection per request, which sends it again as soon as it is answered. */
export interface RepeatPlan {
  kind: 'repeat'
  url: string
  requests: string[]
  durationMs: number
  /** Whether the generator takes its whole core, although it mostly waits (see closed-loop.ts). */
  keepAwake: boolean
}

/** One connection per refresh token, which trades it for the next one again and again. */
export interface RefreshPlan {
  kind: 'refresh'
  url: string
  tokens: string[]
  durationMs: number
}

/** Requests at a steady rate, whether or not the ones before are answered. */
export interface SteadyPlan {
  kind: 'steady'
  url: string
  request: string
  requestsPerSecond: number
  durationMs: number
  /** Sent at the same time without pause, one connection each. */
  beside: string[]
}

export interface LoadReport {
  ratePerSecond: number
  /** Of a steady plan: from the time a request was due to its answer. */
  latenciesMs: number[]
  /** Of a refresh plan: where the next one goes on. */
  tokens: string[]
}

export function getRequest(path: string, bearer?: string): string {
  const authorization = bearer === undefined ? '' : `Authorization: Bearer ${bearer}\r\n`
  return `GET ${path} HTTP/1.1\r\nHost: bench\r\n${authorization}\r\n`
}

export function jsonRequest(path: string, body: object): string {
  const text = JSON.stringify(body)
  const length = Buffer.byteLength(text)
  return `POST ${path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${text}`
}
