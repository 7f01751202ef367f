import type { Catalogue } from '../messages.ts'

/** Words beside values, and titles of tables. */
const labels: Catalogue = {
  server: '서버',
  profile: '프로필',
  account: '계정',
  state: '상태',
  storage: '저장소',
  device: '기기',
  address: '주소',
  program: '프로그램',
  'may use': '사용 권한',
  asked: '요청',
  'runs out': '만료',
  name: '이름',
  kind: '종류',
  grants: '권한 부여',
  scopes: '권한 범위',
  redirects: '되돌림 주소',
  'id tokens': 'ID 토큰',
  added: '추가',
  public: '공개',
  'with secret': '비밀 값 있음',
  NAME: '이름',
  KIND: '종류',
  GRANTS: '권한 부여',
  SCOPES: '권한 범위',
  ADDED: '추가',
  DEVICE: '기기',
  'LAST USED': '마지막 사용',
  ADDRESS: '주소',
  EMAIL: '이메일',
  email: '이메일',
  'LOGGED IN': '로그인',
  PROGRAM: '프로그램',
  EXPIRES: '만료',
  MADE: '생성',
  WHEN: '시각',
  COMMAND: '명령',
  RESULT: '결과',
  SESSION: '세션',
}

/** Questions, and what cannot be taken as an answer. */
const questions: Catalogue = {
  'E-mail address or user name': '이메일 주소 또는 사용자 이름',
  '{question}, again': '{question} 다시 입력',
  'Password for the new account': '새 계정의 비밀번호',
  'The two differ; type both again.': '두 번 입력한 값이 다릅니다. 둘 다 다시 입력해 주세요.',
  'Type something, or press Ctrl-C to leave.': '값을 입력하거나 Ctrl-C를 눌러 그만둘 수 있습니다.',
  'Type the code, or press Ctrl-C to leave.': '코드를 입력하거나 Ctrl-C를 눌러 그만둘 수 있습니다.',
  'Code of your invitation': '초대 코드',
  'Code for {email} (empty to have it sent again)': '{email} 주소의 코드(비우면 다시 보낼 수 있음)',
  'Send the code again?': '코드를 다시 보낼까요?',
  'Log in now?': '지금 로그인할까요?',
  'The account is made; only the login is missing.': '계정은 만들어졌고, 로그인만 남았습니다.',
  'Yes or no': '승인 또는 거부',
  '--yes or --deny': '--yes 또는 --deny',
  'Code that the device shows': '기기에 표시된 코드',
  'the code: `auth approve CODE`': '코드를 적은 명령 `auth approve CODE`',
  'Whether to remove it': '제거 여부',
  '{flag} reads from a pipe, but standard input is a terminal.':
    '{flag} 옵션은 파이프에서 읽는데 표준 입력이 터미널입니다.',
  'Leave {flag} out to be asked.': '{flag} 옵션을 빼면 직접 입력할 수 있습니다.',
  'Standard input has a line of more than 64 KiB.': '표준 입력에 64KiB를 넘는 줄이 있습니다.',
  'Standard input ended before {name}.': '표준 입력이 다음 값 없이 끝났습니다: {name}.',
  'Standard input has an empty line where {name} belongs.':
    '표준 입력에서 다음 값이 있어야 할 줄이 비어 있습니다: {name}.',
  'Standard input is not UTF-8 where {name} belongs.':
    '표준 입력에서 다음 값이 있어야 할 줄이 UTF-8이 아닙니다: {name}.',
  'the code': '코드',
  'the password': '비밀번호',
  'the current password': '현재 비밀번호',
  'the new password': '새 비밀번호',
  'Pipe it in, one value to a line: `printf \'%s\\n\' "$PASSWORD" | auth …`.':
    '한 줄에 값을 하나씩 파이프로 넣어 주세요: `printf \'%s\\n\' "$PASSWORD" | auth …`.',
}

/** Words on the command line. */
const usage: Catalogue = {
  'See `{command} --help`.': '`{command} --help` 명령을 참고해 주세요.',
  '`{command}` needs one more word: {words}.': '`{command}` 뒤에 단어가 하나 더 필요합니다: {words}.',
  'Did you mean {names}?': '혹시 {names} 아닌가요?',
  'Unknown command "{name}".': '알 수 없는 명령입니다: "{name}"',
  'Unknown option "{name}".': '알 수 없는 옵션입니다: "{name}"',
  'Missing required argument "{name}".': '필요한 인수가 없습니다: "{name}"',
  'Option "{option}" needs a value.': '옵션에 값이 없습니다: "{option}"',
  'Too many arguments for "{command}": expected {count}, but got {given}.':
    '"{command}" 명령의 인수가 너무 많습니다. 필요한 수: {count}, 받은 수: {given}개.',
  '1 argument': '1개',
  '{expected} arguments': '{expected}개',
  '--limit {text} is no number of lines.': '--limit {text}: 줄 수가 아닙니다.',
  'Write a whole number, such as 500.': '500과 같은 정수를 적어 주세요.',
  '"{typed}" is the beginning of {count} ids.': '"{typed}" 값으로 시작하는 ID가 {count}개입니다.',
  'Type more of it.': '더 길게 입력해 주세요.',
  'There is no {what} "{typed}".': '{what} 목록에 없습니다: "{typed}".',
  'See `auth {group} list`.': '`auth {group} list` 명령으로 확인해 주세요.',
}

/** Accounts, registrations and passwords. */
const accounts: Catalogue = {
  'This server sends no mail: its operator reads the code with `{command}`.':
    '메일을 보내지 않는 서버입니다. 운영자가 `{command}` 명령으로 코드를 볼 수 있습니다.',
  'Registered {email}; the address is not verified yet.':
    '{email} 주소로 가입을 신청했습니다. 아직 주소가 확인되지 않았습니다.',
  'The registration could not be noted here, but it stands: {why}':
    '가입은 되었지만 이 컴퓨터에 기록하지 못했습니다: {why}',
  'Verified {email}.': '{email} 주소가 확인되었습니다.',
  '--resend has a new code sent, so the one in --code would be void.':
    '--resend 옵션은 새 코드를 보내므로 --code에 적은 코드는 쓸 수 없게 됩니다.',
  'Asked for a new code for {email}.': '{email} 주소로 새 코드를 요청했습니다.',
  'Asked for a code for {email}.': '{email} 주소로 코드를 요청했습니다.',
  'Asked for a code for {email}; the address is the old one until then.':
    '{email} 주소로 코드를 요청했습니다. 코드를 입력하기 전까지는 이전 주소가 유지됩니다.',
  'The address is now {email}.': '주소가 바뀌었습니다: {email}.',
  '--code finishes a change; --email and --password-stdin begin one.':
    '--code는 변경을 마칠 때, --email과 --password-stdin은 변경을 시작할 때 씁니다.',
  'The password is changed, and all other sessions have ended.':
    '비밀번호가 바뀌었고 다른 세션은 모두 끝났습니다.',
  'The password is changed, and all sessions have ended.': '비밀번호가 바뀌었고 모든 세션이 끝났습니다.',
  'AUTH_TOKEN is set; an account is deleted by its stored login only.':
    'AUTH_TOKEN이 설정되어 있습니다. 계정은 저장된 로그인으로만 삭제할 수 있습니다.',
  'Unset AUTH_TOKEN.': 'AUTH_TOKEN 설정을 지워 주세요.',
  'Delete the account {account} at {server} for good?': '{server}의 {account} 계정을 영구히 삭제할까요?',
  'Deleted the account {account} at {server}.': '{server}의 {account} 계정을 삭제했습니다.',
  'Its secret, of no use any more, could not be removed: {why}':
    '이제 쓸모없어진 비밀 값을 제거하지 못했습니다: {why}',
  'Log in with `auth login`, or set a new password with `auth password reset`.':
    '`auth login` 명령으로 로그인하거나 `auth password reset` 명령으로 비밀번호를 새로 정해 주세요.',
  'Look at the newest letter, or have a new code sent: `auth password reset` without --code.':
    '가장 최근 메일을 확인하거나 --code 없이 `auth password reset` 명령으로 새 코드를 받아 주세요.',
  'Look at the newest letter, or have a new code sent: `auth email change --email ADDRESS`.':
    '가장 최근 메일을 확인하거나 새 코드를 받아 주세요: `auth email change --email ADDRESS`.',
  'Give another address: `auth email change --email ADDRESS`.':
    '다른 주소를 적어 주세요: `auth email change --email ADDRESS`.',
  'See `auth users list --search ADDRESS`.': '`auth users list --search ADDRESS` 명령으로 확인해 주세요.',
  'Look at the newest letter, or have the code sent again: `auth verify --resend`.':
    '가장 최근 메일을 확인하거나 코드를 다시 요청해 주세요: `auth verify --resend`.',
  'Verify where you registered, or register again: `auth register` replaces nothing that is verified.':
    '가입한 곳에서 확인하거나 다시 가입해 주세요. `auth register` 명령은 이미 확인된 것을 바꾸지 않습니다.',
  'Ask the operator of the server for an account.': '서버 운영자에게 계정을 요청해 주세요.',
  'Ask the operator of the server for one and give its code: `auth register --invite CODE`.':
    '서버 운영자에게 초대를 요청한 뒤 코드를 적어 주세요: `auth register --invite CODE`.',
  'With a new code: `auth register --invite CODE`.':
    '새 코드를 받으면 `auth register --invite CODE` 명령을 실행해 주세요.',
  'Check the address and the password; `auth password reset` sets a new one.':
    '주소와 비밀번호를 확인해 주세요. `auth password reset` 명령으로 새로 정할 수 있습니다.',
  'Forgotten? `auth password reset` sets a new one.':
    '잊으셨다면 `auth password reset` 명령으로 새로 정할 수 있습니다.',
  'Enter the code: `auth verify --email ADDRESS`; with --resend a new one is sent.':
    '코드를 입력해 주세요: `auth verify --email ADDRESS`. --resend 옵션을 쓰면 새 코드를 보냅니다.',
  'Ask the operator of the server to enable the account.': '서버 운영자에게 계정 활성화를 요청해 주세요.',
  'Promote another account first.': '먼저 다른 계정을 관리자로 지정해 주세요.',
}

/** What commands say about accounts, and around values. */
export const commands: Catalogue = { ...labels, ...questions, ...usage, ...accounts }
