import type { Catalogue } from '../messages.ts'

/** Around every page. */
const frame: Catalogue = {
  'Skip to the content': '본문으로 건너뛰기',
  Pages: '페이지',
  Account: '계정',
  Members: '구성원',
  Invitations: '초대',
  Device: '기기',
  Language: '언어',
  'Log in': '로그인',
  'Log out': '로그아웃',
  Register: '가입',
  'To your account': '내 계정으로',
  'On this page': '이 페이지의 내용',
  'API reference': 'API 문서',
}

/** Words that several pages have on fields and buttons. */
const words: Catalogue = {
  Address: '주소',
  'Address or user name': '주소 또는 사용자 이름',
  'E-mail address': '이메일 주소',
  'E-mail address (optional)': '이메일 주소(선택)',
  'User name': '사용자 이름',
  'User name (optional)': '사용자 이름(선택)',
  Password: '비밀번호',
  'Your password': '현재 비밀번호',
  'Current password': '현재 비밀번호',
  'New password': '새 비밀번호',
  Code: '코드',
  Done: '완료',
  Next: '다음',
  No: '아니요',
  'No, back': '아니요, 돌아가기',
  More: '더 보기',
  Revoke: '폐기',
  State: '상태',
  Since: '가입일',
  Id: '계정 ID',
  Sessions: '세션',
  Superuser: '관리자',
  superuser: '관리자',
  Member: '구성원',
  'Last used': '마지막 사용',
  unknown: '알 수 없음',
  none: '없음',
  'this one': '지금 이 기기',
  'gave no name': '이름 없음',
  'Back to the newest': '최신 목록으로',
}

/** Logging in, registering, a forgotten password. */
const entrance: Catalogue = {
  'Forgot the password?': '비밀번호를 잊으셨나요?',
  'Your session has ended; log in again, and you go on where you were.':
    '세션이 끝났습니다. 다시 로그인하면 보시던 곳으로 돌아갑니다.',
  'I have a code': '코드가 있습니다',
  'I have an invitation': '초대를 받았습니다',
  'Enter the code': '코드 입력',
  'Send a code': '코드 보내기',
  'Send a new code': '새 코드 보내기',
  'Set the password': '비밀번호 정하기',
  'Invitation code': '초대 코드',
  'At least {length} characters; several unrelated words are good.':
    '{length}자 이상. 서로 관련 없는 단어를 여러 개 쓰면 좋습니다.',
  'Every device is logged out by it.': '비밀번호를 바꾸면 모든 기기에서 로그아웃됩니다.',
  'If an account has this address, a code for a new password goes to it. The old password stays until then.':
    '이 주소를 쓰는 계정이 있으면 비밀번호를 새로 정할 코드를 보냅니다. 그때까지는 기존 비밀번호를 그대로 쓸 수 있습니다.',
  'If an account has this address, a code is on its way to it.':
    '이 주소를 쓰는 계정이 있으면 코드를 보냈습니다.',
  'If something waits for this address, a new code is on its way.':
    '이 주소로 대기 중인 가입이 있으면 새 코드를 보냈습니다.',
  'A code is on its way to the address.': '입력하신 주소로 코드를 보냈습니다.',
  'This server sends no mail: ask who runs it for the code.':
    '메일을 보내지 않는 서버입니다. 코드는 서버 운영자에게 문의해 주세요.',
  'This server takes no registrations; ask who runs it for an account.':
    '가입을 받지 않는 서버입니다. 계정은 서버 운영자에게 문의해 주세요.',
}

/** Letting another device in. */
const device: Catalogue = {
  'Log in a device': '기기 로그인',
  'A device shows a code. Enter it here; next you see who asks.':
    '기기에 표시된 코드를 입력해 주세요. 다음 화면에서 누가 요청했는지 보여 드립니다.',
  'Who asks': '로그인 요청',
  'Does this come from you? It will be logged in as {email}.':
    '직접 요청하셨나요? {email} 계정으로 로그인됩니다.',
  'Yes, log it in': '예, 로그인합니다',
  Program: '프로그램',
  'Asked at': '요청 시각',
  'May use': '사용 권한',
  'Nothing waits': '대기 중인 요청 없음',
  'This login was decided somewhere else meanwhile.': '이 로그인은 그사이 다른 곳에서 처리되었습니다.',
  'Logged in': '로그인 완료',
  'The device is logged in; you can close this page.':
    '기기에서 로그인되었습니다. 이 페이지를 닫으셔도 됩니다.',
  Denied: '거부됨',
  'The device stays out; nothing was changed.': '기기 로그인을 거부했습니다. 아무것도 바뀌지 않았습니다.',
}

/** What went well, at the top of the next page. */
const notices: Catalogue = {
  'You are logged out.': '로그아웃되었습니다.',
  'Your account is ready; log in.': '계정이 준비되었습니다. 로그인해 주세요.',
  'The new password is set, and every device is logged out; log in with it.':
    '새 비밀번호를 정했고 모든 기기에서 로그아웃되었습니다. 새 비밀번호로 로그인해 주세요.',
  'The user name is changed.': '사용자 이름이 바뀌었습니다.',
  'The address is changed.': '주소가 바뀌었습니다.',
  'The password is changed.': '비밀번호가 바뀌었습니다.',
  'The session has ended.': '세션이 끝났습니다.',
  'All other sessions have ended.': '다른 세션이 모두 끝났습니다.',
  'The token is revoked.': '토큰이 폐기되었습니다.',
  'The account is added; its owner gets a code for a password.':
    '계정을 추가했습니다. 계정 주인에게 비밀번호를 정할 코드를 보냅니다.',
  'The account is changed.': '계정이 바뀌었습니다.',
  'The account is deleted.': '계정이 삭제되었습니다.',
  'All sessions of the account have ended.': '계정의 모든 세션이 끝났습니다.',
  'Its owner gets a code for a new password; until then the old one stays.':
    '계정 주인에게 새 비밀번호를 정할 코드를 보냅니다. 그때까지는 기존 비밀번호가 유지됩니다.',
  'The invitation is revoked.': '초대가 폐기되었습니다.',
}

/** What the pages for everybody say. */
export const pages: Catalogue = { ...frame, ...words, ...entrance, ...device, ...notices }
