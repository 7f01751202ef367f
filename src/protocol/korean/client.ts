import type { Catalogue } from '../messages.ts'

/** How `auth` begins what it says, and words that several commands say. */
const frame: Catalogue = {
  'auth: note:': 'auth: 참고:',
  'Interrupted.': '중단되었습니다.',
  'Next: `{command}`': '다음 명령: `{command}`',
  'To go on later: `{command}`': '나중에 이어서 하려면: `{command}`',
  '{names} and {left} more': '{names} 외 {left}개',
  '{name} or {other}': '{name} 또는 {other}',
  'Use {flag}.': '대신 다음을 사용해 주세요: {flag}',
  'Use {flag} alone.': '{flag} 옵션만 따로 사용해 주세요.',
  'Use one of {names}.': '다음 중 하나를 사용해 주세요: {names}.',
  'Use one of the two.': '둘 중 하나만 사용해 주세요.',
  'Do one after the other.': '하나씩 차례로 실행해 주세요.',
  '{what} was not given, and there is nobody to ask.': '{what}: 값이 없고 물어볼 사람도 없습니다.',
  'Nothing was changed.': '아무것도 바뀌지 않았습니다.',
  'Nothing was changed; try again later.': '아무것도 바뀌지 않았습니다. 나중에 다시 시도해 주세요.',
  'Nothing was changed; try again in {seconds} s.':
    '아무것도 바뀌지 않았습니다. {seconds}초 뒤에 다시 시도해 주세요.',
  'Nothing was deleted.': '아무것도 삭제하지 않았습니다.',
  'Nothing was removed.': '아무것도 제거하지 않았습니다.',
  'Nothing was ended.': '아무것도 끝내지 않았습니다.',
  'Your login is kept; try again later.': '로그인은 유지됩니다. 나중에 다시 시도해 주세요.',
  'Your login is kept; try again in {seconds} s.':
    '로그인은 유지됩니다. {seconds}초 뒤에 다시 시도해 주세요.',
  'Try again in {seconds} s.': '{seconds}초 뒤에 다시 시도해 주세요.',
  'Run `auth login`.': '`auth login` 명령을 실행해 주세요.',
  'Run `auth login` to replace it.': '`auth login` 명령으로 다시 로그인하면 새로 저장됩니다.',
  'Run `auth login --profile {profile}`.': '`auth login --profile {profile}` 명령을 실행해 주세요.',
  'Run `auth login --server {server}`.': '`auth login --server {server}` 명령을 실행해 주세요.',
  'Run `auth profile add {name} --server URL`.':
    '`auth profile add {name} --server URL` 명령을 실행해 주세요.',
  you: '본인',
  session: '세션',
  token: '토큰',
  client: '클라이언트',
  invitation: '초대',
}

/** Spans and points of time. */
const times: Catalogue = {
  'just now': '방금',
  'in a moment': '잠시 뒤',
  '{span} ago': '{span} 전',
  'in {span}': '{span} 뒤',
  '{count} min': '{count}분',
  '{count} h': '{count}시간',
  '{count} days': '{count}일',
  '{amount}d': '{amount}일',
  '{amount}h': '{amount}시간',
  '{amount}m': '{amount}분',
  '{amount}s': '{amount}초',
  never: '없음',
  '{flag} {text} is no duration.': '{flag} {text}: 기간이 아닙니다.',
  'Write a number and s, m, h or d: 90s, 15m, 12h, 30d.':
    '숫자 뒤에 s(초), m(분), h(시간), d(일)를 붙여 주세요. 예: 90s, 15m, 12h, 30d.',
  '{flag} {text} is no time.': '{flag} {text}: 시각이 아닙니다.',
  'Write how long ago (90s, 2h, 30d), a date (2026-11-20), or a time (2026-11-20T14:30:00Z).':
    '얼마 전인지(90s, 2h, 30d), 날짜(2026-11-20) 또는 시각(2026-11-20T14:30:00Z)을 적어 주세요.',
  "This machine's clock is {span} ahead of the server's.": '이 컴퓨터의 시계가 서버보다 {span} 빠릅니다.',
  "This machine's clock is {span} behind the server's.": '이 컴퓨터의 시계가 서버보다 {span} 느립니다.',
}

/** The way to the server. */
const connection: Catalogue = {
  'Waiting for {server}': '{server} 응답 대기 중',
  '{server} (set by {variable})': '{server} ({variable} 설정값)',
  '{name} cannot be reached: {why}.': '{name} 서버에 연결할 수 없습니다: {why}.',
  '{name} gave no usable answer: {why}.': '{name} 서버가 쓸 수 있는 응답을 주지 않았습니다: {why}.',
  '{name} is not trusted: {why}.': '{name} 서버를 신뢰할 수 없습니다: {why}.',
  'If its authority is your own, name it: --ca FILE. Nothing was sent.':
    '직접 만든 인증 기관이라면 --ca FILE 옵션으로 지정해 주세요. 아무것도 보내지 않았습니다.',
  '{name} answered {status}.': '{name} 서버가 {status} 상태로 응답했습니다.',
  '{name} was asked by http and speaks https only; nothing was changed.':
    '{name} 서버는 https만 받는데 http로 요청했습니다. 바뀐 것은 없습니다.',
  "Write https:// in front of its address; on your own network run `authd fingerprint` there, then `auth join 'auth://…'` here.":
    "주소 앞에 https://를 붙여 주세요. 내부 네트워크라면 서버에서 `authd fingerprint`를, 여기에서 `auth join 'auth://…'`을 실행해 주세요.",
  '{name} answered {how}, but it is not an authd.': '{name} 서버는 authd가 아닙니다. 받은 응답: {how}.',
  'with something else than was asked for': '요청한 것과 다른 내용',
  'with something that is not JSON': 'JSON이 아닌 내용',
  '{status} in words of its own': '알 수 없는 {status} 응답',
  'The server answered "{error}".': '서버 응답: "{error}".',
  '{name} sends callers to {location}; a token is never sent along.':
    '{name} 서버가 다음 주소로 보내려 합니다: {location}. 토큰은 함께 보내지 않습니다.',
  'Check the address: --server, AUTH_SERVER or `auth profile list`. Nothing was changed.':
    '서버 주소를 확인해 주세요: --server, AUTH_SERVER 또는 `auth profile list`. 아무것도 바뀌지 않았습니다.',
  'no connection within {seconds} s': '{seconds}초 안에 연결되지 않았습니다',
  'no whole answer within {seconds} s': '{seconds}초 안에 응답이 끝나지 않았습니다',
  'the answer is larger than 1 MiB': '응답이 1MiB를 넘습니다',
  'the answer is no HTTP': 'HTTP 응답이 아닙니다',
  'nothing listens there': '그 주소에서 실행 중인 서버가 없습니다',
  'the name is not known': '이름을 찾을 수 없습니다',
  'the name could not be looked up': '이름을 조회하지 못했습니다',
  'there is no way to that network': '그 네트워크로 가는 경로가 없습니다',
  'there is no way to that host': '그 호스트로 가는 경로가 없습니다',
  'no connection came about': '연결되지 않았습니다',
  'it closed the connection': '서버가 연결을 끊었습니다',
  'it does not speak TLS': 'TLS를 쓰지 않는 서버입니다',
  '--ca {path} is no certificate in PEM form.': '--ca {path}: PEM 형식 인증서가 아닙니다.',
  'Name the file of the authority that signed the certificate of the server.':
    '서버의 인증서에 서명한 인증 기관의 파일을 지정해 주세요.',
  '{source} {text} is no http(s) address.': '{source} {text}: http(s) 주소가 아닙니다.',
  '{source} {text} holds a name or a password.': '{source} {text}: 주소에 이름이나 비밀번호가 들어 있습니다.',
  '{source} {text} has more than a host and a path.':
    '{source} {text}: 주소에 호스트와 경로 외의 것이 들어 있습니다.',
  'Write it like https://auth.example.org.': 'https://auth.example.org 같은 형식으로 적어 주세요.',
  '{path} has {server} as a server, which is no http(s) address.':
    '{path} 파일에 서버로 적힌 {server}은(는) http(s) 주소가 아닙니다.',
  '{source} {text} would be plain http to another machine; nothing was sent.':
    '{source} {text}: 암호화하지 않는 http는 이 컴퓨터에만 쓸 수 있습니다. 아무것도 보내지 않았습니다.',
  'Use https://{host} instead.': '대신 https://{host} 주소를 사용해 주세요.',
}

/** What is kept on this machine. */
const storage: Catalogue = {
  'A file': '파일',
  '{file} cannot be used: {why}.': '{file}: 사용할 수 없습니다({why}).',
  '{path} could not be read: {why}.': '{path}: 읽지 못했습니다({why}).',
  '{path} could not be written: {why}.': '{path}: 쓰지 못했습니다({why}).',
  '{path} could not be removed: {why}.': '{path}: 제거하지 못했습니다({why}).',
  'there is no such file': '그런 파일이 없습니다',
  'the disk is full': '디스크가 가득 찼습니다',
  'the disk quota is used up': '디스크 할당량을 모두 썼습니다',
  'permission denied': '권한이 없습니다',
  'the file system is read-only': '읽기 전용 파일 시스템입니다',
  'a part of the path is not a folder': '경로 일부가 폴더가 아닙니다',
  'it is a folder': '폴더입니다',
  'Nothing was lost; repair it and try again.': '잃은 것은 없습니다. 고친 뒤 다시 시도해 주세요.',
  'Repair the file or its folder; what was stored before is untouched.':
    '파일이나 폴더를 고쳐 주세요. 이전에 저장된 내용은 그대로입니다.',
  '{path} is not a configuration of auth.': '{path}: auth의 설정 파일이 아닙니다.',
  '{path} was made by a newer auth.': '{path}: 더 새로운 auth가 만든 파일입니다.',
  'Repair it by hand, or move it away and log in again; nothing was overwritten.':
    '직접 고치거나 다른 곳으로 옮긴 뒤 다시 로그인해 주세요. 덮어쓴 것은 없습니다.',
  'Use that newer auth, or point XDG_CONFIG_HOME elsewhere; nothing was overwritten.':
    '더 새로운 auth를 쓰거나 XDG_CONFIG_HOME 값을 다른 곳으로 바꿔 주세요. 덮어쓴 것은 없습니다.',
  'Use that newer auth.': '더 새로운 auth를 사용해 주세요.',
  'The login in {where} was made by a newer auth.': '더 새로운 auth가 저장한 로그인입니다: {where}.',
  'The login in {where} is damaged.': '저장된 로그인이 손상되었습니다: {where}.',
  'the keychain': '키체인',
  'Trying the keychain': '키체인 확인 중',
  'The keychain cannot be used: {why}.': '키체인을 사용할 수 없습니다: {why}.',
  'it did not keep what was written': '쓴 내용이 저장되지 않았습니다',
  'it does not answer': '응답하지 않습니다',
  'it gave no answer within {seconds} s': '{seconds}초 안에 응답하지 않았습니다',
  'this session has no D-Bus, as is usual over SSH': 'SSH에서 흔히 그렇듯 이 세션에는 D-Bus가 없습니다',
  'no Secret Service (such as GNOME Keyring or KWallet) is running':
    'Secret Service(GNOME Keyring, KWallet 등)가 실행 중이 아닙니다',
  'it has no collection to write to: create a login keyring first':
    '쓸 수 있는 보관함이 없습니다. 먼저 로그인 키링을 만들어 주세요',
  'it is locked': '잠겨 있습니다',
  'its library is not installed for this platform': '이 플랫폼용 라이브러리가 설치되어 있지 않습니다',
  'Unlock or start it, or keep the login in a file of mode 0600: `auth login --storage file`.':
    '잠금을 풀거나 실행해 주세요. 또는 권한 0600 파일에 저장할 수 있습니다: `auth login --storage file`.',
  'Keep the login in a file that only you can read (mode 0600) instead?':
    '대신 본인만 읽을 수 있는 파일(권한 0600)에 로그인을 저장할까요?',
  '{trouble} {source} asked for it.': '{trouble} {source} 설정에 따라 사용하려 했습니다.',
  'AUTH_STORAGE is set': 'AUTH_STORAGE 설정값',
  'AUTH_TOKEN is set': 'AUTH_TOKEN 설정값',
  'the default': '기본값',
  'chosen at login by AUTH_STORAGE': '로그인할 때 AUTH_STORAGE로 선택함',
  'chosen at login by --storage': '로그인할 때 --storage로 선택함',
  'the keychain worked at login': '로그인할 때 키체인을 쓸 수 있었음',
  'nobody is logged in': '로그인하지 않음',
  'If no other auth is running, remove {path} and try again.':
    '실행 중인 다른 auth가 없다면 {path} 항목을 제거하고 다시 시도해 주세요.',
  'Another auth has held {path} for {seconds} s.':
    '다른 auth가 {seconds}초 동안 잠금을 잡고 있습니다: {path}.',
  'Remove {folder}, or set XDG_RUNTIME_DIR to a folder of your own.':
    '{folder} 폴더를 제거하거나 XDG_RUNTIME_DIR 값을 본인 폴더로 정해 주세요.',
  '{folder} is not a folder that only you can enter.': '{folder}: 본인만 들어갈 수 있는 폴더가 아닙니다.',
  'Standard output cannot be written: {why}.': '표준 출력에 쓸 수 없습니다: {why}.',
  'Something unexpected happened: {why}': '예상하지 못한 오류: {why}',
  'This is a fault of auth itself; --verbose shows where it happened.':
    'auth 자체의 문제입니다. --verbose 옵션을 쓰면 어디서 생겼는지 볼 수 있습니다.',
}

/** What `auth` says whatever the command is. */
export const client: Catalogue = { ...frame, ...times, ...connection, ...storage }
