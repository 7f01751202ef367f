import { knownDeviceHeader, mailHeader } from '../../protocol/endpoints.ts'

/** Headers of note, for `/openapi.json`. */
export type AnswerHeaders = Record<string, { description: string; schema: { type: 'string' | 'integer' } }>

/** What holds a secret stays out of every cache (RFC 6749 §5.1). */
export const noStore: AnswerHeaders = {
  'Cache-Control': { description: '`no-store`.', schema: { type: 'string' } },
}

export const knownDevice: AnswerHeaders = {
  [knownDeviceHeader]: {
    description:
      'Where one was sent: keep it beyond the session for the next login on this device. It opens nothing.',
    schema: { type: 'string' },
  },
}

export const cachedAnswer: AnswerHeaders = {
  'Cache-Control': { description: 'How long it may be kept.', schema: { type: 'string' } },
}

export const mailed: AnswerHeaders = {
  [mailHeader]: {
    description: '`outbox` where the server has no SMTP: its operator hands out the code.',
    schema: { type: 'string' },
  },
}

export const retryAfter: AnswerHeaders = {
  'Retry-After': { description: 'Seconds until a repetition makes sense.', schema: { type: 'integer' } },
}

/** RFC 9110 §11.6.1; RFC 6750 §3 for bearer tokens. */
export const challenge: AnswerHeaders = {
  'WWW-Authenticate': { description: 'How to authenticate.', schema: { type: 'string' } },
}
