import type { Catalogue } from '../messages.ts'

/** One's own account. */
const account: Catalogue = {
  Profile: '프로필',
  'Member since': '가입일',
  'Change the user name': '사용자 이름 변경',
  'Another way to log in than the address. Leave it empty for none.':
    '주소 대신 로그인에 쓸 수 있습니다. 쓰지 않으려면 비워 두세요.',
  'Save the name': '이름 저장',
  'Change the address': '주소 변경',
  'New address': '새 주소',
  'A code goes to the new address; the old one stays until you have entered it.':
    '새 주소로 코드를 보냅니다. 코드를 입력하기 전까지는 기존 주소가 유지됩니다.',
  'A code is on its way to the new address.': '새 주소로 코드를 보냈습니다.',
  'A code is on its way to {email}.': '{email} 주소로 코드를 보냈습니다.',
  'Back to your account': '내 계정으로 돌아가기',
  'Change the password': '비밀번호 변경',
  'Log out all other devices': '다른 기기 모두 로그아웃',
  'Logged-in devices': '로그인된 기기',
  'A program of your own': '직접 만든 프로그램',
  Browser: '브라우저',
  'More devices': '기기 더 보기',
  'The newest': '최신 목록',
  'Unnamed device': '이름 없는 기기',
  'unknown address': '알 수 없는 주소',
  'Delete your account': '계정 탈퇴',
  'Delete the account for good': '계정 영구 삭제',
  'Keep the account': '계정 유지',
  'The account {email} goes for good, with its tokens and every login. Nobody can bring it back.':
    '{email} 계정과 토큰, 모든 로그인이 영구히 삭제됩니다. 누구도 되돌릴 수 없습니다.',
  'Account deleted': '탈퇴 완료',
  'Your account is gone, and every device is logged out.':
    '계정이 삭제되었고 모든 기기에서 로그아웃되었습니다.',
}

/** Tokens for scripts. */
const tokens: Catalogue = {
  'Personal access tokens': '개인 액세스 토큰',
  'For scripts that cannot log in. A token works until it expires or is revoked, and never more than you may yourself.':
    '로그인할 수 없는 스크립트에 씁니다. 만료되거나 폐기할 때까지 쓸 수 있고, 본인 권한을 넘지 못합니다.',
  'Make a token': '토큰 만들기',
  'Make the token': '토큰 만들기',
  'New token': '새 토큰',
  'What it is for': '용도',
  'A name by which you know it again, such as “nightly backup”.':
    '나중에 알아볼 수 있는 이름. 예: “야간 백업”.',
  'What it may do': '권한',
  'How long it works': '유효 기간',
  'Until it is revoked': '폐기할 때까지',
  '{days} days': '{days}일',
  'account: read and change your account': 'account: 계정 조회와 변경',
  'email: tell your address': 'email: 주소 제공',
  'openid: tell who you are': 'openid: 신원 확인',
  'profile: tell your user name': 'profile: 사용자 이름 제공',
  'admin: administer all accounts': 'admin: 모든 계정 관리',
  'The name must have 1 to 64 characters that can be shown.': '이름은 표시할 수 있는 1~64자여야 합니다.',
  'This is the value of “{name}”. Copy it now: it is shown here and never again.':
    '“{name}” 토큰의 값입니다. 지금만 볼 수 있으니 바로 복사해 주세요.',
  'A program sends it as a bearer token. Whoever has it can do what it is for, so keep it like a password.':
    '프로그램이 Bearer 토큰으로 보냅니다. 토큰을 가진 사람은 누구나 그 권한을 쓸 수 있으니 비밀번호처럼 보관해 주세요.',
  'I have copied it': '복사했습니다',
  'Made on': '만든 날',
  Expires: '만료',
  Expired: '만료됨',
  expired: '만료됨',
  'does not expire': '만료 없음',
  'never used': '사용한 적 없음',
}

/** What the pages of one's own account say. */
export const accountPages: Catalogue = { ...account, ...tokens }
