import type { Catalogue } from '../messages.ts'

/** The titles of errors, as `protocol/errors.ts` has them. */
const titles: Catalogue = {
  'The request could not be understood': '요청을 이해할 수 없습니다',
  'The address cannot be used': '사용할 수 없는 주소입니다',
  'The user name cannot be used': '사용할 수 없는 사용자 이름입니다',
  'The password is too weak': '비밀번호가 너무 약합니다',
  'The password is too long': '비밀번호가 너무 깁니다',
  'The request body is too large': '요청 본문이 너무 큽니다',
  'There is nothing at this address': '이 주소에는 아무것도 없습니다',
  'This address does not take that method': '이 주소에서 쓸 수 없는 메서드입니다',
  'The address is taken': '이미 사용 중인 주소입니다',
  'The user name is taken': '이미 사용 중인 사용자 이름입니다',
  'The code is not valid': '올바르지 않은 코드입니다',
  'Several registrations are waiting for this address': '이 주소로 대기 중인 가입이 여러 개입니다',
  'This server takes no registrations': '가입을 받지 않는 서버입니다',
  'Registration takes an invitation': '가입하려면 초대가 필요합니다',
  'The invitation is not valid': '올바르지 않은 초대입니다',
  'Wrong address or password': '주소 또는 비밀번호가 올바르지 않습니다',
  'The current password is wrong': '현재 비밀번호가 올바르지 않습니다',
  'The address is not verified': '아직 확인되지 않은 주소입니다',
  'The account is disabled': '비활성화된 계정입니다',
  'A bearer token is needed': 'Bearer 토큰이 필요합니다',
  'The token is not valid': '올바르지 않은 토큰입니다',
  'The token has expired': '토큰이 만료되었습니다',
  'The session has ended': '세션이 끝났습니다',
  'The last active superuser stays': '활성 상태인 마지막 관리자는 남아 있어야 합니다',
  'Not allowed': '권한이 없습니다',
  'The token is not meant for this': '이 작업에 쓸 수 없는 토큰입니다',
  'Too many tries': '시도가 너무 많습니다',
  'The server is busy': '서버가 바쁩니다',
  'The store cannot be reached': '저장소에 연결할 수 없습니다',
  'The form is too old, or not from this server': '양식이 오래되었거나 이 서버의 양식이 아닙니다',
  'The server failed': '서버에 오류가 발생했습니다',
}

/** What is said of one field of a request. */
const faults: Catalogue = {
  'Field "{field}": {fault}': '"{field}" 필드: {fault}',
  'The body must be a JSON object.': '본문은 JSON 객체여야 합니다.',
  'it is missing.': '값이 없습니다.',
  'it must be a string.': '문자열이어야 합니다.',
  'it must be a number.': '숫자여야 합니다.',
  'it must be true or false.': 'true 또는 false여야 합니다.',
  'it must be an RFC 3339 time.': 'RFC 3339 형식의 시각이어야 합니다.',
  'it is empty.': '비어 있습니다.',
  'nobody sets the password of somebody else; its owner chooses it by the code that goes to the address.':
    '다른 사람의 비밀번호는 정할 수 없습니다. 계정 주인이 주소로 받은 코드로 직접 정합니다.',
  'its owner changes the address, by the code that goes to the new one.':
    '주소는 계정 주인이 새 주소로 받은 코드로 직접 바꿉니다.',
  'it is unknown here.': '여기에서 쓰지 않는 필드입니다.',
  'it has more than 64 characters.': '64자를 넘습니다.',
  'it has more than 320 characters.': '320자를 넘습니다.',
  'it holds a character that cannot be shown.': '표시할 수 없는 문자가 들어 있습니다.',
  'it holds a character that is in no address and no name.': '주소나 이름에 쓸 수 없는 문자가 들어 있습니다.',
  'it holds an unknown scope, or none.': '알 수 없는 권한 범위가 있거나 범위가 하나도 없습니다.',
  'it is no id.': 'ID 형식이 아닙니다.',
  'it is no https address, or http to loopback.':
    'https 주소, 또는 이 컴퓨터 자신을 가리키는 http 주소여야 합니다.',
  'it is no kind of event, such as login or session.reused.':
    '이벤트 종류가 아닙니다. 예: login, session.reused.',
  'name at least one grant.': '권한 부여 방식을 하나 이상 지정해 주세요.',
  'name at least one scope.': '권한 범위를 하나 이상 지정해 주세요.',
  'choose from asc, desc.': 'asc, desc 중에서 골라 주세요.',
  'choose from member, superuser.': 'member, superuser 중에서 골라 주세요.',
  'choose from active, disabled, unverified, superuser.':
    'active, disabled, unverified, superuser 중에서 골라 주세요.',
  'say ?others=true.': '?others=true로 요청해 주세요.',
  'Field "scopes": choose from {scopes}.': '"scopes" 필드: {scopes} 중에서 골라 주세요.',
  'Field "expires_at": it is in the past.': '"expires_at" 필드: 이미 지난 시각입니다.',
  'Field "expires_at": it is more than 90 days ahead.': '"expires_at" 필드: 지금부터 90일을 넘는 시각입니다.',
  'Field "person": it is neither an account id nor an address.': '"person" 필드: 계정 ID도 주소도 아닙니다.',
}

/** Why a password, a name or a code is not taken. */
const credentials: Catalogue = {
  'The password is empty; use at least {least} characters.':
    '비밀번호가 비어 있습니다. {least}자 이상으로 정해 주세요.',
  'The password has 1 character; use at least {least} characters.':
    '비밀번호가 1자입니다. {least}자 이상으로 정해 주세요.',
  'The password has {length} characters; use at least {least} characters.':
    '비밀번호가 {length}자입니다. {least}자 이상으로 정해 주세요.',
  'The password has {size}, and at most {most} bytes can be used; take a shorter one.':
    '비밀번호 길이가 {size}입니다. 최대 {most}바이트까지 쓸 수 있으니 더 짧게 정해 주세요.',
  '{bytes} bytes': '{bytes}바이트',
  '{bytes} bytes ({count} characters, some of 2 to 4 bytes)': '{bytes}바이트({count}자, 한 글자가 2~4바이트)',
  'The password has a control character in it, such as a tab or line break; leave it out.':
    '비밀번호에 탭이나 줄 바꿈 같은 제어 문자가 들어 있습니다. 빼고 다시 정해 주세요.',
  'The password contains {what}; take one without it.':
    '비밀번호에 다음이 들어 있습니다: {what}. 빼고 다시 정해 주세요.',
  'your e-mail address': '이메일 주소',
  'the first part of your e-mail address': '이메일 주소의 앞부분',
  'your user name': '사용자 이름',
  'This password is a common one or easily guessed; take several unrelated words or a generated one.':
    '흔하거나 쉽게 짐작할 수 있는 비밀번호입니다. 서로 관련 없는 단어 여러 개나 자동으로 만든 비밀번호를 써 주세요.',
  'Too many requests are under way at this moment; try again shortly.':
    '지금 처리 중인 요청이 너무 많습니다. 잠시 후 다시 시도하세요.',
  'Too many passwords are being checked at this moment; try again shortly.':
    '지금 확인 중인 비밀번호가 너무 많습니다. 잠시 뒤에 다시 시도해 주세요.',
  'The address or the password is wrong.': '주소 또는 비밀번호가 올바르지 않습니다.',
  'The current password is wrong; nothing was changed.':
    '현재 비밀번호가 올바르지 않습니다. 아무것도 바뀌지 않았습니다.',
  'This is no e-mail address that mail can be sent to, such as ann@example.com.':
    '메일을 보낼 수 있는 이메일 주소가 아닙니다. 예: ann@example.com.',
  "A user name has 1 to 64 letters, digits, spaces and . _ ' - and begins with a letter or digit.":
    "사용자 이름은 글자, 숫자, 공백과 . _ ' - 로 된 1~64자이고 글자나 숫자로 시작해야 합니다.",
  'The code is wrong, used or expired; check it or ask for a new one.':
    '코드가 틀렸거나 이미 쓰였거나 만료되었습니다. 다시 확인하거나 새 코드를 요청해 주세요.',
  'The code is wrong and was tried too often; ask for a new one.':
    '코드가 틀렸고 시도 횟수를 넘었습니다. 새 코드를 요청해 주세요.',
  'The code is wrong; 1 try is left.': '코드가 틀렸습니다. 1번 더 시도할 수 있습니다.',
  'The code is wrong; {count} tries are left.': '코드가 틀렸습니다. {count}번 더 시도할 수 있습니다.',
  'Too many tries; try again in {seconds} s.': '시도가 너무 많습니다. {seconds}초 뒤에 다시 시도해 주세요.',
}

/** Why a token opens nothing, and how a session ended: the rest of a sentence about it. */
const sessions: Catalogue = {
  'Send an access token as "Authorization: Bearer <token>".':
    '액세스 토큰을 "Authorization: Bearer <token>" 형식으로 보내 주세요.',
  'The Authorization header holds no bearer token.': 'Authorization 헤더에 Bearer 토큰이 없습니다.',
  'The access token has expired; refresh it.': '액세스 토큰이 만료되었습니다. 갱신해 주세요.',
  'The access token is not valid here.': '이 서버에서 쓸 수 없는 액세스 토큰입니다.',
  'The personal access token is unknown, revoked or expired.':
    '개인 액세스 토큰이 없거나 폐기되었거나 만료되었습니다.',
  'The session of this token has ended; log in again.': '이 토큰의 세션이 끝났습니다. 다시 로그인해 주세요.',
  'This takes a login; a personal access token will not do.':
    '로그인해야 할 수 있는 작업입니다. 개인 액세스 토큰으로는 할 수 없습니다.',
  'This token lacks the scope "{scope}".': '이 토큰에는 "{scope}" 권한 범위가 없습니다.',
  'An old refresh token was used again, so the session was ended for safety; log in again.':
    '이전 갱신 토큰이 다시 쓰여 안전을 위해 세션을 끝냈습니다. 다시 로그인해 주세요.',
  'This is no refresh token of this server; log in again.':
    '이 서버의 갱신 토큰이 아닙니다. 다시 로그인해 주세요.',
  'This is no token of a session of this server.': '이 서버의 세션에 속한 토큰이 아닙니다.',
  'The account was changed meanwhile; nothing was done, log in again.':
    '그사이 계정이 바뀌어 아무것도 하지 않았습니다. 다시 로그인해 주세요.',
  'The session {end}.': '이 세션은 {end}.',
  'The session {end}; log in again.': '이 세션은 {end}. 다시 로그인해 주세요.',
  'has ended': '이미 끝났습니다',
  'was logged out on {from} at {time}': '{time}에 다음 기기에서 로그아웃되었습니다: {from}',
  'was ended by you from {from} at {time}': '{time}에 다음 기기에서 본인이 끝냈습니다: {from}',
  'was ended for safety, because an old refresh token was used from {from} at {time}':
    '{time}에 이전 갱신 토큰이 쓰여 안전을 위해 끝났습니다. 쓰인 곳: {from}',
  'was ended with the change of the password on {from} at {time}':
    '{time}에 비밀번호가 바뀌면서 끝났습니다. 바꾼 곳: {from}',
  'was ended with the reset of the password from {from} at {time}':
    '{time}에 비밀번호가 재설정되면서 끝났습니다. 재설정한 곳: {from}',
  'was ended because the account was disabled at {time}': '{time}에 계정이 비활성화되어 끝났습니다',
  'was ended by an administrator at {time}': '{time}에 관리자가 끝냈습니다',
  'was ended because its program is not registered any more at {time}':
    '{time}에 프로그램 등록이 삭제되어 끝났습니다',
  'was ended at {time}': '{time}에 끝났습니다',
  'reached the longest life of a session at {time}': '{time}에 최대 유지 기간이 지나 끝났습니다',
  'was not used until {time}': '{time}까지 쓰이지 않아 끝났습니다',
  'an unknown device': '알 수 없는 기기',
}

/** What is there already, not there any more, or not for everybody. */
const refusals: Catalogue = {
  'There is nothing at this address.': '이 주소에는 아무것도 없습니다.',
  'This address takes {methods} only.': '이 주소에서는 다음 메서드만 쓸 수 있습니다: {methods}.',
  'An account with this address exists; log in, or reset its password.':
    '이 주소를 쓰는 계정이 이미 있습니다. 로그인하거나 비밀번호를 재설정해 주세요.',
  'An account with this address exists; nothing was added.':
    '이 주소를 쓰는 계정이 이미 있어 추가하지 않았습니다.',
  'Another account has this address; your own address stays as it was.':
    '다른 계정이 쓰는 주소입니다. 기존 주소가 그대로 유지됩니다.',
  'Somebody has this user name; choose another or leave it out.':
    '이미 사용 중인 사용자 이름입니다. 다른 이름을 고르거나 비워 두세요.',
  'Somebody has this user name; choose another.':
    '이미 사용 중인 사용자 이름입니다. 다른 이름을 골라 주세요.',
  'Somebody has this user name; nothing was added.': '이미 사용 중인 사용자 이름이어서 추가하지 않았습니다.',
  'Somebody has this user name; nothing was changed.': '이미 사용 중인 사용자 이름이어서 바꾸지 않았습니다.',
  'Several registrations wait for this address; send the registration_id of yours.':
    '이 주소로 대기 중인 가입이 여러 개입니다. 본인 가입의 registration_id도 보내 주세요.',
  'This server takes registrations by invitation; send its code.':
    '초대를 받아야 가입할 수 있는 서버입니다. 초대 코드를 보내 주세요.',
  'The invitation is mistyped, used, expired or for another address; nothing was registered. Ask who sent it for a new one.':
    '초대 코드를 잘못 입력했거나, 이미 쓰였거나 만료되었거나, 다른 주소로 보낸 초대입니다. 가입되지 않았습니다. 보낸 사람에게 새 초대를 요청해 주세요.',
  'There is no such invitation, or it has been used.': '없거나 이미 쓰인 초대입니다.',
  'The address waits for its code; enter it, or ask for a new one.':
    '아직 코드로 확인되지 않은 주소입니다. 코드를 입력하거나 새 코드를 요청해 주세요.',
  'This account is disabled; ask who runs the server.':
    '비활성화된 계정입니다. 서버 운영자에게 문의해 주세요.',
  'This is the last active superuser; nothing was changed.':
    '활성 상태인 마지막 관리자입니다. 아무것도 바꾸지 않았습니다.',
  'This is the last active superuser; nothing was deleted.':
    '활성 상태인 마지막 관리자입니다. 아무것도 삭제하지 않았습니다.',
  'There is no such account.': '그런 계정이 없습니다.',
  'There is no such client.': '그런 클라이언트가 없습니다.',
  'There is no such session.': '그런 세션이 없습니다.',
  'This account has no such session, or it has ended already.': '이 계정에 없거나 이미 끝난 세션입니다.',
  'You have no such session, or it has ended already.': '없거나 이미 끝난 세션입니다.',
  'You have {count} tokens, and more cannot be made; revoke one first.':
    '토큰이 이미 {count}개 있어 더 만들 수 없습니다. 먼저 하나를 폐기해 주세요.',
  'Field "scopes": only superusers can choose admin.': '"scopes" 필드: admin은 관리자만 고를 수 있습니다.',
  'You have no such token.': '그런 토큰이 없습니다.',
  'No login waits under this code; it may be mistyped, decided or expired.':
    '이 코드로 대기 중인 로그인이 없습니다. 코드를 잘못 입력했거나, 이미 처리되었거나, 만료되었을 수 있습니다.',
  'That login asks for more than this one has; approve it from a full login.':
    '그 로그인은 지금 로그인보다 넓은 권한을 요청합니다. 모든 권한으로 로그인한 곳에서 승인해 주세요.',
  'A public client has no secret, so it cannot have client_credentials.':
    '공개 클라이언트에는 비밀 값이 없어 client_credentials를 쓸 수 없습니다.',
  'Only superusers may pass here.': '관리자만 들어갈 수 있습니다.',
  'This takes a superuser.': '관리자만 할 수 있는 작업입니다.',
  'This page is for superusers.': '관리자만 볼 수 있는 페이지입니다.',
}

/** What went wrong on the way, or in the server. */
const trouble: Catalogue = {
  'Send the body as JSON, with "Content-Type: application/json".':
    '본문을 JSON으로, "Content-Type: application/json" 헤더와 함께 보내 주세요.',
  'Send the login as a form or as JSON, and name its Content-Type.':
    '로그인 요청은 양식이나 JSON으로 보내고 Content-Type을 함께 적어 주세요.',
  'The body is not valid UTF-8.': '본문이 올바른 UTF-8이 아닙니다.',
  'The body is over 64 KiB.': '본문이 64KiB를 넘습니다.',
  'The client hung up.': '클라이언트가 연결을 끊었습니다.',
  'The cursor is not one that a list gave.': '목록에서 받은 커서가 아닙니다.',
  'The store does not answer at the moment; nothing was changed, try again.':
    '지금 저장소가 응답하지 않습니다. 아무것도 바뀌지 않았으니 다시 시도해 주세요.',
  'Something went wrong here; it has been logged.': '서버에 문제가 생겼습니다. 기록은 남겨 두었습니다.',
  'This form is too old or not from this page, so nothing was done; open the page again.':
    '양식이 오래되었거나 이 페이지의 양식이 아니어서 아무것도 하지 않았습니다. 페이지를 다시 열어 주세요.',
}

/** What the server answers when something is refused or fails. */
export const errors: Catalogue = {
  ...titles,
  ...faults,
  ...credentials,
  ...sessions,
  ...refusals,
  ...trouble,
}
