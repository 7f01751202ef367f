import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { spokenLanguage, translator } from '../../src/cli/language.ts'
import { widthOf } from '../../src/cli/terminal/width.ts'
import { message } from '../../src/protocol/messages.ts'
import { loggedIn } from '../support/login.ts'
import { Machine } from '../support/machine.ts'
import { oneAccount, problem, type StandIn, startStandIn } from '../support/stand-in.ts'

const korean = { LANG: 'ko_KR.UTF-8' }
const english = { LANG: 'C' }

describe('whose language is spoken', () => {
  test.each([
    [{ LANG: 'ko_KR.UTF-8' }, 'ko'],
    [{ LANG: 'ko' }, 'ko'],
    [{ LANG: 'ko_KR.utf8@hanja' }, 'ko'],
    [{ LC_ALL: 'C', LC_MESSAGES: 'ko_KR.UTF-8', LANG: 'ko_KR.UTF-8' }, 'en'],
    [{ LC_MESSAGES: 'ko_KR.UTF-8', LANG: 'de_DE.UTF-8' }, 'ko'],
    [{ LC_ALL: '', LANG: 'ko_KR.UTF-8' }, 'ko'],
    [{ LANG: 'kok_IN.UTF-8' }, 'en'],
    [{}, 'en'],
  ])('%j is %s (POSIX, Base Definitions §8.2)', (env, language) => {
    expect(spokenLanguage(env, 'linux')).toBe(language)
  })

  test('lines of a sentence are ours alone: what is put into it stays on its own', () => {
    const inner = message('on {device}', { device: 'a\r\nauth: hint: b\u2028c' })
    expect(translator({})(message('{who}\nis trusted', { who: inner }))).toBe(
      'on a auth: hint: b c\nis trusted',
    )
  })

  test('what we write is UTF-8, so a locale of another encoding gets English', () => {
    expect(spokenLanguage({ LANG: 'ko_KR.eucKR' }, 'linux')).toBe('en')
  })

  test('Windows and macOS are asked themselves where no variable is set, and only there', () => {
    const { locale } = Intl.DateTimeFormat().resolvedOptions()
    expect(spokenLanguage({}, 'win32')).toBe(locale.startsWith('ko') ? 'ko' : 'en')
    expect(spokenLanguage({ LANG: 'ko_KR.UTF-8' }, 'darwin')).toBe('ko')
    expect(spokenLanguage({ LC_ALL: 'C' }, 'darwin')).toBe('en')
  })
})

describe('`auth` in Korean and in English', () => {
  let server: StandIn
  let machine: Machine
  beforeAll(async () => {
    const session = { id: '5263e06a-0000-4000-8000-000000000009', client_id: 'latchkey-cli', current: true }
    const times = { created_at: '2026-01-01T00:00:00Z', expires_at: '2030-01-01T00:00:00Z' }
    const used = { last_used_at: new Date(Date.now() - 180_500).toISOString() }
    const items = [{ ...session, ...times, ...used, label: '지은의 노트북', address: '192.0.2.7' }]
    server = await startStandIn({
      ...oneAccount(),
      'GET /auth/sessions?limit=200': () => ({ body: { items, next_cursor: null } }),
      'DELETE /auth/sessions?others=true': ({ headers }) =>
        problem(403, 'forbidden', headers['accept-language'] === 'ko' ? '안 됩니다.' : 'No.'),
    })
    machine = await loggedIn(server)
  })
  afterAll(async () => {
    machine.remove()
    await server.stop()
  })

  test('an error and its hint', async () => {
    const fresh = new Machine({ AUTH_SERVER: 'http://127.0.0.1:1' })
    const said = async (env: NodeJS.ProcessEnv) => await fresh.auth(['whoami'], { env })
    expect(await said(korean)).toEqual({
      code: 4,
      stdout: '',
      stderr:
        'auth: error: http://127.0.0.1:1에 로그인하지 않았습니다(AUTH_SERVER 설정값).\n' +
        'auth: hint: `auth login` 명령을 실행해 주세요.\n',
    })
    expect(await said(english)).toEqual({
      code: 4,
      stdout: '',
      stderr:
        'auth: error: Not logged in to http://127.0.0.1:1 (set by AUTH_SERVER).\nauth: hint: Run `auth login`.\n',
    })
    fresh.remove()
  })

  test('`auth token` that fails says so in Korean, too, though it loads no words until then', async () => {
    const fresh = new Machine({ AUTH_SERVER: 'http://127.0.0.1:1', ...korean })
    expect((await fresh.auth(['token'])).stderr).toContain('auth: hint: `auth login` 명령을 실행해 주세요.')
    fresh.remove()
  })

  test('words of the command line that are wrong', async () => {
    const said = async (...args: string[]) => (await machine.auth(args, { env: korean })).stderr
    expect(await said('logn')).toBe(
      'auth: error: 알 수 없는 명령입니다: "logn"\nauth: hint: 혹시 "login" 아닌가요?\n',
    )
    expect(await said('login', '--devise')).toBe(
      'auth: error: 알 수 없는 옵션입니다: "--devise"\nauth: hint: 혹시 "--device" 아닌가요?\n',
    )
    expect(await said('profile', 'use')).toBe(
      'auth: error: 필요한 인수가 없습니다: "name"\nauth: hint: `auth profile use --help` 명령을 참고해 주세요.\n',
    )
  })

  test('whoami is data: the same in every language', async () => {
    const said = (env: NodeJS.ProcessEnv) => machine.auth(['whoami'], { env })
    const expected = { code: 0, stdout: 'ann@example.org\n', stderr: '' }
    expect([await said(korean), await said(english)]).toEqual([expected, expected])
  })

  test('status has its labels under each other, wide letters counted twice', async () => {
    const { code, stdout } = await machine.auth(['status'], { env: korean })
    expect(code).toBe(0)
    expect(stdout.split('\n').slice(0, 6)).toEqual([
      `서버     ${server.url}`,
      '신뢰     이 컴퓨터 안의 일반 http',
      '프로필   default',
      '계정     ann@example.org',
      '상태     valid',
      '저장소   file (로그인할 때 --storage로 선택함)',
    ])
    expect(stdout).toMatch(/\n토큰 {5}\d+분( \d+초)? 남음, 출처: cache\n세션 {5}session-1\n$/)
  })

  test('a table on a terminal of 80 columns keeps its columns and its width (UAX #11)', async () => {
    const terminal = machine.terminal(['sessions'], korean, { cols: 80 })
    await terminal.ended
    const [titles = '', row = ''] = terminal.screen().split('\n')
    expect(titles.trim().split(/ {2,}/)).toEqual(['ID', '기기', '마지막 사용', '주소', '로그인', '프로그램'])
    expect(row).toContain('지은의 노트북')
    expect(row).toContain('3분 전')
    expect([titles, row].map(widthOf).filter((width) => width > 80)).toEqual([])
    const columnOf = (line: string, text: string) => widthOf(line.slice(0, line.indexOf(text)))
    expect(columnOf(row, '3분 전')).toBe(columnOf(titles, '마지막 사용'))
    expect(columnOf(row, '192.0.2.7')).toBe(columnOf(titles, '주소'))
  })

  test('what the server refuses is said in the language of the terminal', async () => {
    const said = async (env: NodeJS.ProcessEnv) =>
      (await machine.auth(['sessions', 'revoke', '--others'], { env })).stderr
    expect(await said(korean)).toBe('auth: error: 안 됩니다.\n')
    expect(await said(english)).toBe('auth: error: No.\n')
  })

  test('the help, with the words of the library that writes it', async () => {
    const { code, stdout } = await machine.auth(['sessions', 'revoke', '--help'], { env: korean })
    expect(code).toBe(0)
    expect(stdout.split('\n').slice(0, 13)).toEqual([
      '예:',
      '  auth sessions revoke 5263e06a',
      '  auth sessions revoke --others',
      '',
      '사용법: auth sessions revoke [options] [id]',
      '',
      '세션을 바로 끝냄(지금 세션이면 로그아웃)',
      '',
      '인수:',
      '  id                ID 또는 그 앞부분',
      '',
      '옵션:',
      '  --others          지금 세션만 빼고 모두 끝냄',
    ])
    expect(stdout).toContain('\n공통 옵션:\n')
  })

  test('a question, its answer that will not do, and a flag to give it without being asked', async () => {
    const terminal = machine.terminal(['approve'], korean)
    await terminal.waitFor('기기에 표시된 코드')
    terminal.type('\x03')
    expect((await terminal.ended).code).toBe(130)
    const { code, stderr } = await machine.auth(['approve'], { env: korean })
    expect([code, stderr]).toEqual([
      2,
      'auth: error: 기기에 표시된 코드: 값이 없고 물어볼 사람도 없습니다.\n' +
        'auth: hint: 대신 다음을 사용해 주세요: 코드를 적은 명령 `auth approve CODE`\n',
    ])
  })

  test.each([
    [['status', '--json']],
    [['whoami', '--json']],
    [['sessions', '--json']],
    [['sessions', 'revoke', '--others', '--json']],
    [['profile', 'use', 'nobody', '--json']],
    [['logn', '--json']],
    [['why', '--json']],
  ])('%j is for programs: the same, and English, in every language', async (args) => {
    const [inKorean, inEnglish] = await Promise.all(
      [korean, english].map((env) => machine.auth(args, { env })),
    )
    expect(inKorean).toEqual(inEnglish)
    expect(`${inKorean?.stdout}${inKorean?.stderr}`.replaceAll('지은의 노트북', '')).not.toMatch(/[가-힣]/)
  })
})
