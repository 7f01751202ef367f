import type { Catalogue } from '../messages.ts'

/** The help of `auth` itself, with the words of the library that writes it. */
const frame: Catalogue = {
  'Usage:': '사용법:',
  'choices:': '선택:',
  'Arguments:': '인수:',
  'Options:': '옵션:',
  'Global Options:': '공통 옵션:',
  'Commands:': '명령:',
  'Examples:': '예:',
  'Environment:': '환경 변수:',
  'Exit codes:': '종료 코드:',
  'Log in once, and let every script and program on this machine act as you.':
    '한 번 로그인하면 이 컴퓨터의 모든 스크립트와 프로그램이 그 계정으로 일합니다.',
  'the server to speak to (default: http://127.0.0.1:8420)': '사용할 서버(기본값: http://127.0.0.1:8420)',
  'the profile to use: one server and one account': '사용할 프로필(서버 하나와 계정 하나)',
  'print the answer, and any error, as JSON': '결과와 오류를 JSON으로 출력',
  'never ask; fail and name the flag instead': '묻지 않고, 필요한 옵션을 알린 뒤 실패',
  'print the answer and errors only': '결과와 오류만 출력',
  'show each request, its status and its time; never a secret':
    '요청마다 상태와 걸린 시간 표시(비밀 값은 표시하지 않음)',
  'no colour, as with NO_COLOR': '색을 쓰지 않음(NO_COLOR와 같음)',
  'trust this authority (PEM) for https': 'https에서 신뢰할 인증 기관(PEM)',
  'print the version': '버전 출력',
  'show this help': '이 도움말 표시',
  'show the help of a command': '명령의 도움말 표시',
  'make an account, redeem its code, log in': '가입, 코드 확인, 로그인',
  'the account that is logged in': '로그인된 계정',
  'call an API as yourself': '본인 계정으로 API 호출',
  'for scripts; the exit code says the same': '스크립트용. 종료 코드로도 알 수 있음',
  'an access token, used as it is instead of the stored login': '저장된 로그인 대신 그대로 쓸 액세스 토큰',
  'the server, like --server': '서버(--server와 같음)',
  'the profile, like --profile': '프로필(--profile과 같음)',
  'where logins are kept: keyring or file': '로그인을 저장할 곳: keyring 또는 file',
  '0 done': '0 완료',
  '1 failed': '1 실패',
  '2 wrong usage': '2 잘못된 사용법',
  '4 log in needed': '4 로그인 필요',
  '5 server unreachable, login kept': '5 서버 연결 실패, 로그인 유지',
  '6 credential store unreadable': '6 자격 증명 저장소 읽기 실패',
  '7 refused': '7 거부됨',
  '8 server not trusted': '8 신뢰할 수 없는 서버',
  '130 interrupted': '130 중단됨',
}

/** Registering, and the login of this machine. */
const entrance: Catalogue = {
  'make an account; on a terminal, also redeem its code and log in':
    '가입(터미널에서는 코드 확인과 로그인까지)',
  'the address of the new account': '새 계정의 주소',
  'a name to log in with beside the address': '주소 대신 로그인에 쓸 사용자 이름',
  'read the password from standard input, one line': '표준 입력 한 줄에서 비밀번호를 읽음',
  'read the password from standard input, behind the code if that is `-`':
    '표준 입력에서 비밀번호를 읽음(코드가 `-`이면 그다음 줄)',
  'the code of an invitation; `-` reads it from standard input': '초대 코드(`-`이면 표준 입력에서 읽음)',
  'where the server takes an invitation': '초대가 필요한 서버에서',
  'do not ask for the code; `auth verify` does it later': '코드를 묻지 않음(나중에 `auth verify`로 확인)',
  'redeem the code of a registration': '가입 코드 확인',
  'the registration made last on this machine': '이 컴퓨터에서 마지막으로 신청한 가입',
  'have the code sent again': '코드 다시 받기',
  'have a new code sent': '새 코드 받기',
  'whose code it is (default: the one registration that waits)':
    '코드를 받은 주소(기본값: 대기 중인 하나뿐인 가입)',
  'the code from the letter; `-` reads it from standard input':
    '메일로 받은 코드(`-`이면 표준 입력에서 읽음)',
  'log in with address and password, or by the yes of another device':
    '주소와 비밀번호로, 또는 다른 기기의 승인으로 로그인',
  'shows an address and a code for another device; works over SSH':
    '다른 기기에서 쓸 주소와 코드 표시. SSH에서도 사용 가능',
  'the address or the user name': '주소 또는 사용자 이름',
  'say yes on another device: by address, QR code or `auth approve`':
    '다른 기기에서 승인(주소, QR 코드 또는 `auth approve`)',
  'the same, and open the address in the browser here': '위와 같고, 이 컴퓨터의 브라우저에서 주소를 엶',
  'keep the login in the keyring, or fail, or in a file of mode 0600':
    '로그인 저장: 키링(안 되면 실패) 또는 권한 0600인 파일',
  'forget the login here and end its session at the server': '이 컴퓨터에서 로그아웃하고 서버의 세션도 끝냄',
  'log out of every server and account': '모든 서버와 계정에서 로그아웃',
  'print the address of the account that is logged in': '로그인된 계정의 주소 출력',
  'say how the login stands: server, account, storage, token, session':
    '로그인 상태 표시: 서버, 계정, 저장소, 토큰, 세션',
  'valid, expired, login-required, offline or storage-unreadable':
    'valid, expired, login-required, offline, storage-unreadable 중 하나',
  'say why the login stands as it does: who ended it, when and from where':
    '로그인 상태의 이유 표시: 누가 언제 어디서 끝냈는지',
  'print an access token, renewed if need be, and nothing else': '액세스 토큰만 출력(필요하면 먼저 갱신)',
  'renew a token that is good for less: 90s, 15m, 12h (default: 60s)':
    '남은 시간이 이보다 짧으면 갱신: 90s, 15m, 12h(기본값: 60s)',
  'print it as a whole header: Authorization: Bearer …': '헤더 전체로 출력: Authorization: Bearer …',
  'renew the access token now': '액세스 토큰을 지금 갱신',
}

/** One's own account. */
const account: Catalogue = {
  'change a known password, or reset a forgotten one': '비밀번호 변경 또는 재설정',
  'set a new password; this login stays': '비밀번호 변경(지금 로그인은 유지)',
  'read two lines from standard input: the current and the new password':
    '표준 입력 두 줄에서 현재 비밀번호와 새 비밀번호를 읽음',
  'end all other sessions of the account': '계정의 다른 세션을 모두 끝냄',
  'set a new password by a mailed code; ends all sessions':
    '메일로 받은 코드로 비밀번호 재설정(모든 세션이 끝남)',
  'has the code sent, then asks for it': '코드를 보낸 뒤 입력받음',
  'the address of the account': '계정의 주소',
  'read the new password from standard input, behind the code if that is `-`':
    '표준 입력에서 새 비밀번호를 읽음(코드가 `-`이면 그다음 줄)',
  'change the address of the account': '계정의 주소 변경',
  'have a code sent to the new address, and bring it back': '새 주소로 코드를 받아 확인',
  'asks for password and code': '비밀번호와 코드를 물음',
  'finishes a change begun without a terminal': '터미널 없이 시작한 변경을 마침',
  'the new address': '새 주소',
  'read the current password from standard input, one line': '표준 입력 한 줄에서 현재 비밀번호를 읽음',
  'delete the account': '계정 탈퇴',
  'delete the account at the server, for good': '서버의 계정을 영구히 삭제',
  'do not ask whether you are sure': '확인 질문을 하지 않음',
  'let in a device that waits at `auth login --device`': '`auth login --device`로 기다리는 기기 승인',
  'the code that the other device shows': '다른 기기에 표시된 코드',
  'shows who asks, then asks you': '누가 요청했는지 보여 준 뒤 물음',
  'let it in without being asked': '묻지 않고 승인',
  'keep it out without being asked': '묻지 않고 거부',
  'list where the account is logged in, and end it there': '로그인된 곳을 보고 끝내기',
  'list the sessions; a star marks this one': '세션 목록(별표는 지금 세션)',
  'as much of the id as tells it apart': '구별될 만큼의 ID 앞부분',
  'all but this one': '지금 세션만 빼고 모두',
  'the id, or its beginning': 'ID 또는 그 앞부분',
  'end a session, at once; your own is a logout': '세션을 바로 끝냄(지금 세션이면 로그아웃)',
  'end all sessions but this one': '지금 세션만 빼고 모두 끝냄',
  'make, list and revoke personal access tokens for scripts and CI':
    '스크립트와 CI용 개인 액세스 토큰 생성, 목록, 폐기',
  'list the tokens, without their values': '토큰 목록(값은 표시하지 않음)',
  'make a token and print its value, for the only time': '토큰을 만들고 값을 한 번만 출력',
  'what it may be used for; may be repeated (default: account)':
    '권한 범위. 여러 번 쓸 수 있음(기본값: account)',
  'when it dies: 12h, 30d (default: when it is revoked)': '유효 기간: 12h, 30d(기본값: 폐기할 때까지)',
  'a name to know it by': '알아볼 이름',
  'revoke a token, at once': '토큰을 바로 폐기',
}

/** Profiles, and the programs of a server. */
const things: Catalogue = {
  'keep several servers and accounts apart': '여러 서버와 계정을 나누어 쓰기',
  'list the profiles; a star marks the one in use': '프로필 목록(별표는 사용 중인 프로필)',
  'use a profile from now on': '이제부터 쓸 프로필 선택',
  'add a profile for the server in --server': '--server 옵션의 서버로 프로필 추가',
  'log a profile out and forget it': '프로필을 로그아웃하고 제거',
  'give a profile another name; its login stays': '프로필 이름 변경(로그인은 유지)',
  'register, change and remove the programs that may ask for tokens (superuser)':
    '토큰을 요청할 수 있는 프로그램 등록, 변경, 제거(관리자)',
  'list the clients': '클라이언트 목록',
  'show all of a client; its secret is not kept readable': '클라이언트를 자세히 표시(비밀 값은 볼 수 없음)',
  'remove a client and end its sessions': '클라이언트를 제거하고 세션을 끝냄',
  'register a client and print its secret, for the only time': '클라이언트를 등록하고 비밀 값을 한 번만 출력',
  'it runs on machines of people and gets no secret': '사용자 컴퓨터에서 실행되며 비밀 값이 없음',
  'change what is given of a client, and leave the rest': '클라이언트에서 적은 것만 바꾸고 나머지는 유지',
  'what people read when it asks for them': '사용자에게 보일 이름',
  'the name of the profile': '프로필의 이름',
  'where they shall lie': '옮길 곳',
  'its new name': '새 이름',
  'how it may ask for tokens; may be repeated': '토큰을 요청하는 방식. 여러 번 쓸 수 있음',
  'what it may ask for; may be repeated': '요청할 수 있는 권한 범위. 여러 번 쓸 수 있음',
  'an exact address to send people back to; may be repeated':
    '사용자를 돌려보낼 정확한 주소. 여러 번 쓸 수 있음',
  'what signs its ID tokens': 'ID 토큰의 서명 방식',
}

/** What `auth --help` says. */
export const help: Catalogue = { ...frame, ...entrance, ...account, ...things }
