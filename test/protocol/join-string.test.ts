import { describe, expect, test } from 'vitest'
import { formatJoinString, parseJoinString, parsePin } from '../../src/protocol/join-string.ts'
import { message } from '../../src/protocol/messages.ts'

const pin = 'kmTs9fmzReqBv0vRTU802oXUEqE9FLUwnBtIQKJ5CoE'
const hex = '9264ECF5F9B345EA81BF4BD14D4F34DA85D412A13D14B5309C1B4840A2790A81'

describe('a join string', () => {
  test.each([
    [{ server: 'https://nas.local:8420', pin }, `auth://nas.local:8420#sha256=${pin}`],
    [{ server: 'https://[fd00::2]:1', pin }, `auth://[fd00::2]:1#sha256=${pin}`],
    [{ server: 'https://auth.example.org/base', pin }, `auth://auth.example.org/base#sha256=${pin}`],
    [{ server: 'https://nas', pin, invite: 'K7MP-Q2' }, `auth://nas#sha256=${pin}&invite=K7MP-Q2`],
  ])('of %j is %s, and is read back', (parts, text) => {
    expect(formatJoinString(parts)).toBe(text)
    expect(parseJoinString(text)).toEqual(parts)
  })

  test('is read however it was copied: spaces around it, the scheme in capitals, fields of a newer server', () => {
    expect(parseJoinString(` AUTH://NAS.local:443/#v=2&sha256=${pin} \n`)).toEqual({
      server: 'https://nas.local',
      pin,
    })
  })

  test.each([
    ['', 'is not auth://HOST:PORT#sha256=PIN'],
    ['https://nas.local', 'is not auth://HOST:PORT#sha256=PIN'],
    [`auth://nas:99999#sha256=${pin}`, 'is not auth://HOST:PORT#sha256=PIN'],
    ['auth://nas.local:8420', 'has no whole pin: sha256= and 43 letters behind the #'],
    [`auth://nas.local#sha256=${pin.slice(1)}`, 'has no whole pin: sha256= and 43 letters behind the #'],
    [`auth://bob:secret@nas#sha256=${pin}`, 'has more than a host, a port and a path'],
    [`auth://nas?x=1#sha256=${pin}`, 'has more than a host, a port and a path'],
    [`auth://nas#sha256=${pin}&invite=%1b[2J`, 'has an invitation that is none'],
    [`auth://nas#sha256=${pin}&invite=-`, 'has an invitation that is none'], // would mean standard input
  ])('%j is none: it %s', (text, fault) => {
    expect(parseJoinString(text)).toEqual({ fault: message(fault) })
  })
})

describe('a pin', () => {
  test.each([
    pin,
    `sha256:${pin}`,
    `SHA256=${pin}`,
    `${pin}=`,
    hex,
    hex.toLowerCase(),
    `sha256:${hex.replace(/..(?!$)/g, '$&:')}`,
    Buffer.from(hex, 'hex').toString('base64'),
  ])('is read as %s', (text) => {
    expect(parsePin(text)).toBe(pin)
  })

  test.each(['', 'x', pin.slice(0, 42), `${pin}A`, hex.slice(2), pin.replace(/E$/, 'F'), 'é'.repeat(43)])(
    '%j is none',
    (text) => {
      expect(parsePin(text)).toBeUndefined()
    },
  )
})
