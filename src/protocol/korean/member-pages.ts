import type { Catalogue } from '../messages.ts'

/** Accounts, for superusers. */
const members: Catalogue = {
  'Add a member': '구성원 추가',
  Add: '추가',
  'A code for a password goes to it.': '이 주소로 비밀번호를 정할 코드를 보냅니다.',
  'This server sends no mail: who runs it reads the code for a password with {command}.':
    '메일을 보내지 않는 서버입니다. 운영자는 비밀번호를 정할 코드를 다음 명령으로 볼 수 있습니다: {command}.',
  'May change accounts and invite (superuser)': '계정을 관리하고 초대할 수 있음(관리자)',
  'Back to the members': '구성원 목록으로',
  active: '활성',
  disabled: '비활성',
  unverified: '미확인',
  'not in use': '사용 기록 없음',
  All: '전체',
  Active: '활성',
  Disabled: '비활성',
  Unverified: '미확인',
  Superusers: '관리자',
  Search: '검색',
  'Nobody has that in the address or the user name.': '주소나 사용자 이름이 일치하는 구성원이 없습니다.',
  'Nobody is in this state.': '이 상태인 구성원이 없습니다.',
  'There are no members.': '구성원이 없습니다.',
  'There are no more.': '더 없습니다.',
  Changes: '변경',
  Delete: '삭제',
  Disable: '비활성화',
  Enable: '활성화',
  End: '끝내기',
  'End all sessions': '모든 세션 끝내기',
  'It is gone for good, with all that hangs on it.': '딸린 모든 것과 함께 영구히 삭제됩니다.',
  'As a superuser it may change accounts and invite.': '관리자가 되면 계정을 관리하고 초대할 수 있습니다.',
  'It is a superuser: it may change accounts and invite.':
    '관리자입니다. 계정을 관리하고 초대할 수 있습니다.',
  'Its owner gets a code for a new password; until it is used the old one stays.':
    '계정 주인에게 새 비밀번호를 정할 코드를 보냅니다. 코드를 쓸 때까지는 기존 비밀번호가 유지됩니다.',
  'Logged in at': '로그인 시각',
  'Logged in nowhere.': '로그인된 곳이 없습니다.',
  'It is logged out everywhere at once, and gets in no more until it is enabled.':
    '모든 곳에서 바로 로그아웃되고, 다시 활성화할 때까지 로그인할 수 없습니다.',
  'Make it a superuser': '관리자로 지정',
  'Nobody can log in with it now.': '지금은 이 계정으로 로그인할 수 없습니다.',
  'Take its rights': '관리자 권한 해제',
  'Delete for good': '영구 삭제',
  'Delete this account?': '이 계정을 삭제할까요?',
  'Disable it': '비활성화',
  'Disable your own account?': '본인 계정을 비활성화할까요?',
  'Give them up': '권한 내려놓기',
  'Give up your own rights?': '본인의 관리자 권한을 내려놓을까요?',
  'Its sessions end at once. This cannot be undone.': '세션이 바로 끝나며 되돌릴 수 없습니다.',
  'Members and invitations are closed to you then; only another superuser can give the rights back.':
    '구성원과 초대 페이지를 더는 볼 수 없습니다. 다른 관리자만 권한을 돌려줄 수 있습니다.',
  'You are logged out everywhere at once; only another superuser can enable the account.':
    '모든 곳에서 바로 로그아웃됩니다. 다른 관리자만 계정을 다시 활성화할 수 있습니다.',
}

/** Invitations, for superusers. */
const invitations: Catalogue = {
  'Invite somebody': '초대하기',
  'Make a code': '코드 만들기',
  'With one, only this address may use the code.': '주소를 적으면 그 주소로만 코드를 쓸 수 있습니다.',
  'With one, only this address may use the code, and a letter takes it there.':
    '주소를 적으면 그 주소로만 코드를 쓸 수 있고, 코드를 메일로 보냅니다.',
  Becomes: '가입 후 역할',
  'Good for': '유효 기간',
  '1 day': '1일',
  '7 days': '7일',
  '30 days': '30일',
  Made: '만든 날',
  open: '사용 전',
  used: '사용됨',
  'A new invitation': '새 초대',
  'This code is shown once: keep it now.': '이 코드는 지금 한 번만 표시됩니다. 바로 보관해 주세요.',
  'How it is used': '사용 방법',
  'In a browser, on this page:': '웹 브라우저에서 쓸 페이지:',
  'In a terminal:': '터미널에서 쓸 명령:',
  'A letter with the code is on its way to {email}.': '{email} 주소로 코드가 담긴 메일을 보냈습니다.',
  'This server takes no registrations, with a code or without.': '코드가 있어도 가입을 받지 않는 서버입니다.',
  'Back to the invitations': '초대 목록으로',
  'Made so far': '지금까지 만든 초대',
  For: '대상',
  Until: '기한',
  anybody: '누구나',
  'There are no invitations.': '초대가 없습니다.',
  'There is no such invitation.': '그런 초대가 없습니다.',
}

/** What the pages for superusers say. */
export const memberPages: Catalogue = { ...members, ...invitations }
