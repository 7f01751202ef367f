import type { Catalogue } from '../messages.ts'

/** Accounts, in commands for superusers. */
const users: Catalogue = {
  'list and change the accounts of the server (superuser)': '서버의 계정 목록과 변경(관리자)',
  'list the accounts, the newest first': '계정 목록(최신순)',
  'only whose address or name has it': '주소나 이름에 이 글자가 있는 계정만',
  'only these': '이 상태만',
  'how many (default: 200)': '최대 개수(기본값: 200)',
  'the address, the user name, or the id or its beginning': '주소, 사용자 이름, ID 또는 그 앞부분',
  'make an account a superuser': '계정을 관리자로 지정',
  'show all of an account': '계정을 자세히 표시',
  'make an account; its owner gets a code for a password': '계정 추가(주인에게 비밀번호를 정할 코드를 보냄)',
  'have a code for a new password sent to the owner of an account':
    '계정 주인에게 새 비밀번호를 정할 코드를 보냄',
  'let an account in no more, and end its sessions': '계정을 비활성화하고 세션을 끝냄',
  'let an account in again': '계정을 다시 활성화',
  'make it a superuser': '관리자로 지정',
  'make an account a superuser no more': '관리자 지정 해제',
  'delete an account, for good': '계정을 영구히 삭제',
  'list where an account is logged in, or end all of it': '계정이 로그인된 곳을 보거나 모두 끝내기',
  'end all of its sessions': '계정의 세션을 모두 끝냄',
  'or its user name, or the beginning of its id': '사용자 이름이나 ID 앞부분도 가능',
  'There are no accounts yet; `auth users add EMAIL` makes one.':
    '아직 계정이 없습니다. `auth users add EMAIL` 명령으로 만들 수 있습니다.',
  'There is no account like that.': '조건에 맞는 계정이 없습니다.',
  'There are more: `--limit {next}` shows them, `--search TEXT` finds one.':
    '더 있습니다. `--limit {next}` 옵션으로 더 보거나 `--search TEXT` 옵션으로 찾을 수 있습니다.',
  'Added {address} as a superuser; a code for the first password waits.':
    '관리자 계정을 추가했습니다: {address}. 첫 비밀번호를 정할 코드가 준비되었습니다.',
  'Added {address}; a code for the first password waits.':
    '계정을 추가했습니다: {address}. 첫 비밀번호를 정할 코드가 준비되었습니다.',
  'Made a code for a new password of {email}; the old password is good until it is used.':
    '{email} 계정의 새 비밀번호를 정할 코드를 만들었습니다. 코드를 쓸 때까지는 기존 비밀번호를 쓸 수 있습니다.',
  'Its owner sets a password with it: `auth password reset --email {email} --code CODE`':
    '계정 주인이 이 코드로 비밀번호를 정합니다: `auth password reset --email {email} --code CODE`',
  'last used': '마지막 사용',
  status: '상태',
  sessions: '세션',
  STATUS: '상태',
  SESSIONS: '세션',
  '{email} is disabled; its sessions have ended.': '{email} 계정을 비활성화했습니다. 세션도 끝났습니다.',
  '{email} was disabled already.': '{email} 계정은 이미 비활성 상태입니다.',
  'Disable your own account? Only another superuser can enable it again.':
    '본인 계정을 비활성화할까요? 다른 관리자만 다시 활성화할 수 있습니다.',
  '{email} is enabled and can log in.': '{email} 계정을 활성화했습니다. 이제 로그인할 수 있습니다.',
  '{email} was enabled already.': '{email} 계정은 이미 활성 상태입니다.',
  '{email} is a superuser now.': '{email} 계정을 관리자로 지정했습니다.',
  '{email} was a superuser already.': '{email} 계정은 이미 관리자입니다.',
  '{email} is a superuser no more.': '{email} 계정의 관리자 지정을 해제했습니다.',
  '{email} was no superuser.': '{email} 계정은 관리자가 아닙니다.',
  'Demote your own account? Only another superuser can promote it again.':
    '본인의 관리자 지정을 해제할까요? 다른 관리자만 다시 지정할 수 있습니다.',
  'Whether to delete it': '삭제 여부',
  'Whether to end them': '종료 여부',
  'Whether to do that to your own account': '본인 계정에 적용할지 여부',
  'That is your own account.': '본인 계정입니다.',
  'Delete it with `auth account delete`.': '`auth account delete` 명령으로 탈퇴해 주세요.',
  'Deleted the account {email}.': '{email} 계정을 삭제했습니다.',
  'End all sessions of {email}?': '{email} 계정의 세션을 모두 끝낼까요?',
  'All sessions of {email} have ended.': '{email} 계정의 세션이 모두 끝났습니다.',
  'Give an address, a user name or a whole id.': '주소, 사용자 이름 또는 전체 ID를 적어 주세요.',
  'Give a whole address or user name, or the beginning of an id; see `auth users list`.':
    '전체 주소나 사용자 이름, 또는 ID 앞부분을 적어 주세요. `auth users list` 명령으로 볼 수 있습니다.',
  '"{typed}" is the beginning of {count} ids: {names}.':
    '"{typed}" 값으로 시작하는 ID가 {count}개입니다: {names}.',
  'Type more of it, or the address.': '더 길게 입력하거나 주소를 적어 주세요.',
  'There is no account "{typed}".': '그런 계정이 없습니다: "{typed}".',
  'Nearest: {names}.': '가까운 계정: {names}.',
  'There are too many accounts to find "{typed}" among their ids.':
    '계정이 너무 많아 ID로 찾을 수 없습니다: "{typed}".',
}

/** Invitations. */
const invites: Catalogue = {
  'make, list and revoke invitations to make an account (superuser)': '가입 초대 생성, 목록, 폐기(관리자)',
  'list the invitations, without their codes': '초대 목록(코드는 표시하지 않음)',
  'make an invitation and print its code, for the only time': '초대를 만들고 코드를 한 번만 출력',
  'the only address that may use it (default: any)': '코드를 쓸 수 있는 주소(기본값: 누구나)',
  'what its account will be (default: member)': '가입할 계정의 역할(기본값: member)',
  'when it dies: 12h, 30d (default: what the server has set)': '유효 기간: 12h, 30d(기본값: 서버 설정)',
  'revoke an invitation, at once': '초대를 바로 폐기',
  'There are no invitations yet; `auth invites create` makes one.':
    '아직 초대가 없습니다. `auth invites create` 명령으로 만들 수 있습니다.',
  'This is shown once: keep it now. It makes a superuser of {whose} until {end}.':
    '지금 한 번만 표시됩니다. 바로 보관해 주세요. 관리자 초대 대상: {whose}, 기한: {end}.',
  'This is shown once: keep it now. It makes an account for {whose} until {end}.':
    '지금 한 번만 표시됩니다. 바로 보관해 주세요. 초대 대상: {whose}, 기한: {end}.',
  'To use it: `auth register --server {server} --invite CODE`':
    '사용 방법: `auth register --server {server} --invite CODE`',
  member: '구성원',
  FOR: '대상',
  ROLE: '역할',
  STATE: '상태',
  'Revoked the invitation for {whose}.': '초대를 폐기했습니다. 대상: {whose}.',
}

/** The audit log. */
const audit: Catalogue = {
  'show what was done at the server, and by whom (superuser)': '서버에서 누가 무엇을 했는지 표시(관리자)',
  'more flags: `auth audit list --help`': '더 많은 옵션: `auth audit list --help`',
  'until Ctrl-C': 'Ctrl-C를 누를 때까지',
  'until Ctrl-C; with --json one object to a line': 'Ctrl-C를 누를 때까지. --json이면 한 줄에 객체 하나',
  'whether it is still as it was written': '기록된 그대로인지 확인',
  'show the newest entries of the log, the newest at the bottom':
    '감사 로그의 최근 항목 표시(가장 새로운 항목이 맨 아래)',
  'login and login.failed': 'login과 login.failed',
  'what this account did, and what was done to it': '이 계정이 한 일과 이 계정에 일어난 일',
  'only this kind, or all that begin so before a dot': '이 종류만, 또는 점 앞이 같은 것 모두',
  'from then on: 2h (ago), 2026-11-20 or 2026-11-20T14:30:00Z':
    '이때부터: 2h(2시간 전), 2026-11-20 또는 2026-11-20T14:30:00Z',
  'up to then; a date means its end': '이때까지(날짜는 그날 끝까지)',
  'how many (default: 200, with --follow 10)': '최대 개수(기본값: 200, --follow와 함께 쓰면 10)',
  'go on with what comes': '새로 생기는 항목도 이어서 표시',
  'find out whether anything of the log was changed, removed or made anew':
    '감사 로그에서 바뀌거나 지워지거나 새로 만들어진 곳이 있는지 확인',
  'exit code 1 where it is broken': '손상되었으면 종료 코드 1',
  'after the server was restored from a backup': '서버를 백업에서 복원한 뒤',
  'do not compare with what this machine saw before': '이 컴퓨터가 전에 본 것과 비교하지 않음',
  '--follow waits for what comes, so nothing can end it with --until.':
    '--follow는 새 항목을 기다리므로 --until로 끝낼 수 없습니다.',
  'There are no entries.': '항목이 없습니다.',
  'There are older ones: `--limit {next}` shows them, `--until TIME` ends earlier.':
    '더 오래된 항목이 있습니다. `--limit {next}` 또는 `--until TIME` 옵션으로 볼 수 있습니다.',
  'The server cannot be reached; waiting for it.': '서버에 연결할 수 없어 기다립니다.',
  'The server is back.': '서버에 다시 연결되었습니다.',
  'erased with its account': '계정과 함께 지워짐',
  'from {address}': '접속 {address}',
  'program {id}': '프로그램 {id}',
  TIME: '시각',
  EVENT: '이벤트',
  WHO: '누가',
  WHOM: '누구를',
  FROM: '접속 주소',
  WHY: '상세',
  '1 entry': '항목 1개',
  '{number} entries': '항목 {number}개',
  'Checked up to entry {count}': '{count}번 항목까지 확인함',
  'The log is unbroken since {since}: {count}, head {head}.':
    '{since}부터 끊김 없이 이어집니다. {count}, 마지막 해시: {head}.',
  'Without address and details, since their accounts were deleted: {erased}.':
    '계정이 삭제되어 주소와 상세 내용이 지워진 항목: {erased}개.',
  'The log is broken at entry {sequence} ({kind}): {detail}':
    '로그가 {sequence}번 항목에서 손상되었습니다({kind}): {detail}',
  'the log ends before it, but the server took down entry {newest} as its newest.':
    '로그가 그 앞에서 끝나지만 서버에는 {newest}번 항목이 마지막으로 적혀 있습니다.',
  'the server took down another entry as its newest than the log ends with.':
    '서버에 마지막으로 적힌 항목과 로그의 마지막 항목이 다릅니다.',
  'the log ends before it, but this machine saw entry {seen} at {time}.':
    '로그가 그 앞에서 끝나지만 이 컴퓨터는 {time}에 {seen}번 항목을 보았습니다.',
  'the log goes on with entry {sequence}.': '로그가 {sequence}번 항목으로 이어집니다.',
  'it is not as it was written, or does not follow the one before.':
    '기록된 그대로가 아니거나 앞 항목과 이어지지 않습니다.',
  'it is not the one that this machine saw at {time}: the log was written anew.':
    '이 컴퓨터가 {time}에 본 항목과 다릅니다. 로그가 새로 쓰였습니다.',
  'its address and details were erased, but no account of it was deleted afterwards.':
    '주소와 상세 내용이 지워졌지만 그 뒤에 삭제된 관련 계정이 없습니다.',
  '{file} is broken; nothing was compared.': '{file}: 손상된 파일이어서 비교하지 않았습니다.',
  'It holds what this machine has seen of audit logs; remove it to begin anew.':
    '이 컴퓨터가 본 감사 로그의 끝이 담긴 파일입니다. 제거하면 처음부터 다시 시작합니다.',
  'This machine keeps the head, and will notice where the log is cut or made anew.':
    '마지막 해시를 이 컴퓨터에 남겨 두었습니다. 로그가 잘리거나 새로 쓰이면 알 수 있습니다.',
  'The head could not be kept here: {why}': '마지막 해시를 이 컴퓨터에 남기지 못했습니다: {why}',
  'Was the server restored from a backup? Then `auth audit verify --accept` takes the log as it is now.':
    '서버를 백업에서 복원했나요? 그렇다면 `auth audit verify --accept` 명령으로 지금 로그를 받아들일 수 있습니다.',
  'Somebody changed the store by hand: compare it with a backup before you rely on the log.':
    '누군가 저장소를 직접 바꾸었습니다. 로그를 믿기 전에 백업과 비교해 주세요.',
}

/** What `auth` says to superusers. */
export const administration: Catalogue = { ...users, ...invites, ...audit }
