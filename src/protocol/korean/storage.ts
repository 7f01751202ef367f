import type { Catalogue } from '../messages.ts'

/** Where logins are kept, and which profile is in force. */
export const storage: Catalogue = {
  'Profile "{name}" is in use ({why}).': '"{name}" 프로필을 쓰고 있습니다({why}).',
  SERVER: '서버',
  'TOKENS ALSO TO': '토큰을 더 보내는 곳',
  'AUTH_PROFILE is set': 'AUTH_PROFILE 변수가 설정됨',
  'AUTH_SERVER is set': 'AUTH_SERVER 변수가 설정됨',
  'asked for by --profile': '--profile 옵션으로 지정',
  'asked for by --server': '--server 옵션으로 지정',
  'chosen by `auth profile use`': '`auth profile use` 명령으로 선택',
  'the first one': '맨 앞의 프로필',
  '{origin} is the server of this login, so its tokens go there; nothing was changed.':
    '이 로그인의 서버이므로 토큰을 보냅니다: {origin}. 아무것도 바뀌지 않았습니다.',
  'Log out of it with `auth logout`, or name another origin.':
    '`auth logout` 명령으로 로그아웃하거나 다른 출처를 적어 주세요.',
  'the only one': '하나뿐임',
  'AUTH_STORAGE={kind} is set, and wins over what is stored.':
    'AUTH_STORAGE={kind} 변수가 설정되어 있어 저장된 선택보다 앞섭니다.',
  'A copy that an earlier move had left behind was removed: {store}.':
    '이전에 옮길 때 남은 사본을 지웠습니다: {store}.',
  '{done} of {all} logins are there now; left where they were: {profiles}. {why}':
    '로그인 {all}개 중 {done}개가 이제 그곳에 있습니다. 원래 자리에 남은 것: {profiles}. {why}',
  'Then run `auth storage move {kind}` again: it moves the rest.':
    '그런 다음 `auth storage move {kind}` 명령을 다시 실행하면 나머지를 옮깁니다.',
  'Run `auth storage move {kind}` again: it moves the rest.':
    '`auth storage move {kind}` 명령을 다시 실행하면 나머지를 옮깁니다.',
  'The login of profile "{profile}" was moved, but a copy is left: {store}. {why} When that is mended, `auth storage move {kind}` removes the copy.':
    '"{profile}" 프로필의 로그인을 옮겼지만 사본이 남아 있습니다: {store}. {why} 문제를 해결한 뒤 `auth storage move {kind}` 명령을 실행하면 사본을 지웁니다.',
  'Whether a copy of profile "{profile}" is left could not be seen: {store}. {why}':
    '"{profile}" 프로필의 사본이 남아 있는지 확인할 수 없었습니다: {store}. {why}',
  'The session of {account} is ended at the server, but could not be forgotten on this machine: {why} Left are: {files}.':
    '{account}의 세션은 서버에서 끝났지만, 이 컴퓨터에서는 지울 수 없었습니다: {why} 남은 것: {files}.',
  'The login of {account} could not be forgotten on this machine: {why} Left are: {files}.':
    '{account}의 로그인을 이 컴퓨터에서 지울 수 없었습니다: {why} 남은 것: {files}.',
  'Make {folder} writable, or make space on its disk, and run `auth logout` again.':
    '{folder} 폴더를 쓸 수 있게 하거나 디스크 공간을 확보한 뒤 `auth logout` 명령을 다시 실행해 주세요.',
  'Moving the login': '로그인을 옮기는 중',
  'No login is kept on this machine.': '이 컴퓨터에 저장된 로그인이 없습니다.',
  'Profile "{profile}" has no login to move.': '"{profile}" 프로필에는 옮길 로그인이 없습니다.',
  'The login of profile "{profile}" is in {kind} already.':
    '"{profile}" 프로필의 로그인은 이미 그곳에 있습니다: {kind}.',
  'The login of profile "{profile}" was moved to {kind}.':
    '"{profile}" 프로필의 로그인을 옮겼습니다: {kind}.',
  file: '파일',
  readers: '읽기',
  reboot: '재부팅',
  yes: '유지됨',
  'next login': '다음 로그인',
  'yes, it opens with your session': '유지됨(세션을 시작하면 열림)',
  'you alone (mode 0600), the administrator, and whoever has the disk or a backup of it':
    '본인만(권한 0600). 관리자, 디스크나 백업을 가진 사람도 읽을 수 있음',
  'no, its folder is in memory only': '유지되지 않음(폴더가 메모리에만 있음)',
  'others too, if they can enter its folder: run `chmod 600` on it':
    '폴더에 들어올 수 있는 다른 사용자도 가능. 파일에 `chmod 600` 명령을 실행해 주세요',
  'your own programs while the keychain is unlocked': '키체인이 열려 있는 동안 본인의 프로그램',
  'move logins to the `keyring` or to a `file`; all of them, or that of --profile':
    '로그인을 `keyring` 또는 `file`로 옮기기(전부 또는 --profile 하나)',
  'see where logins are kept and who can read them, and move them':
    '로그인이 저장된 곳과 읽을 수 있는 사람 확인, 옮기기',
  'show where the login is kept, why, and who can read it':
    '로그인이 저장된 곳, 이유, 읽을 수 있는 사람 출력',
  'The login is where it was.': '로그인은 원래 자리에 있습니다.',
  'The new store did not keep what was written.': '새 저장소가 쓴 것을 간직하지 않았습니다.',
  'moved there by `auth storage move`': '`auth storage move` 명령으로 옮김',
}
