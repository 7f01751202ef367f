import type { Catalogue } from '../messages.ts'

/** How a login stands, and how it came to that. */
const standing: Catalogue = {
  'Not logged in to {server}{by}.': '{server}에 로그인하지 않았습니다{by}.',
  ' (set by {variable})': '({variable} 설정값)',
  'Not logged in with profile "{profile}" ({server}).':
    '"{profile}" 프로필로 로그인하지 않았습니다({server}).',
  'Not logged in; nothing to do.': '로그인하지 않아 할 일이 없습니다.',
  'The login of {account} at {server} is over: {why}': '{server}의 {account} 로그인이 끝났습니다: {why}',
  'There is no login of {account} at {server} in the keychain.':
    '키체인에 {server}의 {account} 로그인이 없습니다.',
  'There is no login of {account} at {server} in the credential file.':
    '자격 증명 파일에 {server}의 {account} 로그인이 없습니다.',
  'AUTH_STORAGE={kind} is set, but the login was stored with {stored}: unset it.':
    'AUTH_STORAGE={kind} 설정과 달리 로그인은 다음 저장소에 있습니다: {stored}. 설정을 지워 주세요.',
  'AUTH_TOKEN is set, but holds something else than one token.':
    'AUTH_TOKEN에 토큰 하나가 아닌 다른 값이 들어 있습니다.',
  'Set it anew or unset it.': '다시 설정하거나 설정을 지워 주세요.',
  'The token in AUTH_TOKEN was refused: {why}': 'AUTH_TOKEN의 토큰이 거부되었습니다: {why}',
  'Unset AUTH_TOKEN to use the stored login, or set it to a token that may do this, as by `auth tokens create NAME --scope SCOPE`.':
    'AUTH_TOKEN 설정을 지우고 저장된 로그인을 쓰거나, 이 일을 할 수 있는 토큰을 설정해 주세요. 만드는 법: `auth tokens create NAME --scope SCOPE`.',
  'Unset AUTH_TOKEN to use the stored login, or set it to a token that is valid.':
    'AUTH_TOKEN 설정을 지우고 저장된 로그인을 쓰거나 올바른 토큰을 설정해 주세요.',
  '{variable} is set and chose {server}.': '{variable} 설정에 따라 다음 서버를 씁니다: {server}.',
  '{server} ({variable} is set)': '{server} ({variable} 설정값)',
  'good for {left}, from ': '{left} 남음, 출처: ',
  'run out, from ': '만료됨, 출처: ',
  'This is the account of AUTH_TOKEN.': 'AUTH_TOKEN의 계정입니다.',
  'The server is out of reach.': '서버에 연결할 수 없습니다.',
  'The renewed login could not be stored. {why}': '갱신한 로그인을 저장하지 못했습니다. {why}',
  'The former one is kept and good for a moment yet: then try again.':
    '이전 로그인은 남아 있고 잠시 더 쓸 수 있으니 그사이 다시 시도해 주세요.',
  'The access token could not be cached, so each call asks the server: {why}':
    '액세스 토큰을 캐시하지 못해 매번 서버에 요청합니다: {why}',
  'Renewed; the new access token is good for {left}.': '갱신했습니다. 새 액세스 토큰의 유효 시간: {left}.',
  'AUTH_TOKEN is set, and a token alone cannot be renewed.':
    'AUTH_TOKEN이 설정되어 있습니다. 토큰만으로는 갱신할 수 없습니다.',
  'Unset AUTH_TOKEN to renew the stored login.': '저장된 로그인을 갱신하려면 AUTH_TOKEN 설정을 지워 주세요.',
  "This server's tokens live shorter than --min-validity {asked}.":
    '이 서버의 토큰은 --min-validity {asked} 값보다 유효 시간이 짧습니다.',
  'The session stands; the server honours this login.': '세션이 유효합니다. 서버가 이 로그인을 인정합니다.',
  'The session of {label} stands; the server honours this login.':
    '{label} 기기의 세션이 유효합니다. 서버가 이 로그인을 인정합니다.',
  'The server could not be asked; this is what is known here. {why}':
    '서버에 물어보지 못해 이 컴퓨터가 아는 것만 보여 드립니다. {why}',
  'The server does not know the session any more: it or its account was removed there.':
    '서버에 이 세션이 더는 없습니다. 세션이나 계정이 삭제되었습니다.',
  'Here it counts as ended; `auth refresh` brings it back.':
    '이 컴퓨터에는 끝난 것으로 기록되어 있습니다. `auth refresh` 명령으로 되살릴 수 있습니다.',
  'Nothing here says that the login is over.': '로그인이 끝났다는 기록은 이 컴퓨터에 없습니다.',
  'Nothing here says that the login is over. It was used last {time}.':
    '로그인이 끝났다는 기록은 이 컴퓨터에 없습니다. 마지막 사용: {time}.',
  'Nobody has logged in to {server} here.': '이 컴퓨터에서 {server}에 로그인한 적이 없습니다.',
  '{account} was logged out on this machine by `auth {command}` at {time}.':
    '{time}에 이 컴퓨터에서 `auth {command}` 명령으로 로그아웃되었습니다: {account}.',
  'The account': '계정',
  'this machine': '이 컴퓨터',
  'logged in': '로그인함',
  renewed: '갱신함',
  'logged out': '로그아웃함',
  'logged out, server not told': '로그아웃함, 서버에 알리지 못함',
}

/** Logging in and out. */
const entrance: Catalogue = {
  'Logged in to {server} as {email}.': '{server}에 {email} 계정으로 로그인했습니다.',
  'AUTH_TOKEN is set and is used instead of this login until you unset it.':
    'AUTH_TOKEN이 설정되어 있어 지울 때까지 이 로그인 대신 쓰입니다.',
  'AUTH_TOKEN is set and is used instead of this login.':
    'AUTH_TOKEN이 설정되어 있어 이 로그인 대신 쓰입니다.',
  'AUTH_TOKEN is still set and stays in use until you unset it.':
    'AUTH_TOKEN이 아직 설정되어 있어 지울 때까지 계속 쓰입니다.',
  'The login of {account} in this profile was replaced.': '이 프로필의 {account} 로그인을 바꾸었습니다.',
  'Its secret could not be removed: {why}': '이전 로그인의 비밀 값을 제거하지 못했습니다: {why}',
  '{flag} takes no address and no password: whoever says yes decides the account.':
    '{flag} 옵션에는 주소와 비밀번호를 쓰지 않습니다. 승인하는 사람의 계정으로 로그인됩니다.',
  'Logged out of {server} ({account}).': '{server}에서 로그아웃했습니다({account}).',
  'The server was not told, so the session of {account} ends there by itself: {why}':
    '서버에 알리지 못해 {account} 세션은 서버에서 저절로 만료됩니다: {why}',
  'The server was not told: {why}': '서버에 알리지 못했습니다: {why}',
  'The server was not told of the logout: {why}': '서버에 로그아웃을 알리지 못했습니다: {why}',
  'there was no token left to tell it with.': '알릴 때 쓸 토큰이 남아 있지 않습니다.',
  'The session is over, but its secret could not be removed: {why}':
    '세션은 끝났지만 비밀 값을 제거하지 못했습니다: {why}',
  'No browser was opened: {why}.': '브라우저를 열지 않았습니다: {why}.',
  'nothing here can open one (xdg-open is missing)': '열 수 있는 프로그램이 없습니다(xdg-open 없음)',
  'there is no terminal': '터미널이 없습니다',
  'this is an SSH session': 'SSH 세션입니다',
  'there is no display': '화면이 없습니다',
  'Open this address where you are logged in:': '로그인되어 있는 곳에서 이 주소를 열어 주세요:',
  'and say yes if it shows the code {code}; or run `auth approve {code}` in another terminal.':
    '이 코드가 보이면 승인해 주세요: {code}. 다른 터미널에서 실행해도 됩니다: `auth approve {code}`.',
  'Waiting for your yes': '승인 대기 중',
  '{trouble} Trying again until it answers.': '{trouble} 응답할 때까지 다시 시도합니다.',
  'Start again: `auth login --device`.': '다시 시작해 주세요: `auth login --device`.',
  'The login was denied; nothing was changed.': '로그인이 거부되었습니다. 아무것도 바뀌지 않았습니다.',
  'Nobody said yes in time; nothing was changed.': '제때 승인되지 않았습니다.',
  'The server does not know this login any more; nothing was changed.':
    '서버에 이 로그인 요청이 더는 없습니다.',
  '--yes and --deny contradict each other.': '--yes와 --deny는 함께 쓸 수 없습니다.',
  'A login waits for your word:': '승인을 기다리는 로그인이 있습니다:',
  'Say yes only if it was you who started this just now: whoever did will be you from then on.':
    '방금 직접 시작한 로그인일 때만 승인해 주세요. 시작한 사람이 이 계정을 쓰게 됩니다.',
  'gives no name': '이름 없음',
  'the device': '기기',
  'the account of AUTH_TOKEN': 'AUTH_TOKEN의 계정',
  'Let it act as {who} at {server}?': '{server}에서 다음 계정을 쓰도록 허용할까요: {who}?',
  'Approved: {device} is let in.': '승인했습니다: {device}.',
  'Denied: {device} stays out.': '거부했습니다: {device}.',
}

/** Profiles, sessions, tokens and programs. */
const things: Catalogue = {
  'There is no profile "{name}"{by}.': '"{name}" 프로필이 없습니다{by}.',
  'See `auth profile list`.': '`auth profile list` 명령으로 확인해 주세요.',
  'There are no profiles yet; `auth login` makes the first.':
    '아직 프로필이 없습니다. `auth login` 명령으로 로그인하면 만들어집니다.',
  'Profile "{name}" is used from now on.': '이제부터 "{name}" 프로필을 씁니다.',
  'A profile needs its server.': '프로필에는 서버가 필요합니다.',
  'Profile "{name}" is there already.': '"{name}" 프로필이 이미 있습니다.',
  'Choose another name, or remove that one first: `auth profile remove {name}`.':
    '다른 이름을 고르거나 그 프로필을 먼저 제거해 주세요: `auth profile remove {name}`.',
  'Added profile "{name}" for {server}.': '{server} 서버의 "{name}" 프로필을 추가했습니다.',
  'Removed profile "{name}".': '"{name}" 프로필을 제거했습니다.',
  'Profile "{from}" is now "{to}".': '"{from}" 프로필의 이름이 바뀌었습니다: "{to}".',
  '"{name}" cannot name a profile.': '"{name}": 프로필 이름으로 쓸 수 없습니다.',
  'Use letters, digits, dot, dash and underscore, 64 at most.':
    '영문자, 숫자, 점, 하이픈, 밑줄을 64자까지 쓸 수 있습니다.',
  'Profile "{name}" belongs to {owner}, not to {server}.':
    '"{name}" 프로필의 서버({owner})가 {server} 서버와 다릅니다.',
  'Give the profile or the server, or add a profile: `auth profile add NAME --server URL`.':
    '프로필과 서버 중 하나만 적거나 프로필을 추가해 주세요: `auth profile add NAME --server URL`.',
  'There are no sessions.': '세션이 없습니다.',
  'Name one session, or give --others.': '세션 하나를 적거나 --others 옵션을 써 주세요.',
  'See `auth sessions list` for their ids.': 'ID는 `auth sessions list` 명령으로 볼 수 있습니다.',
  'The session on {name} has ended.': '{name} 기기의 세션을 끝냈습니다.',
  'It was the session of AUTH_TOKEN, which is dead from now on.':
    'AUTH_TOKEN의 세션이었습니다. 이제 그 토큰은 쓸 수 없습니다.',
  'That was this login, so this was a logout: {account} is logged out of {server}.':
    '지금 쓰던 로그인이어서 로그아웃했습니다: {server}의 {account}.',
  'There are no tokens yet; `auth tokens create NAME` makes one.':
    '아직 토큰이 없습니다. `auth tokens create NAME` 명령으로 만들 수 있습니다.',
  'This is shown once: keep it now. It may be used for {scopes} until you revoke it.':
    '지금 한 번만 표시됩니다. 바로 보관해 주세요. 권한 범위: {scopes}, 기한: 폐기할 때까지.',
  'This is shown once: keep it now. It may be used for {scopes} until {end}.':
    '지금 한 번만 표시됩니다. 바로 보관해 주세요. 권한 범위: {scopes}, 기한: {end}.',
  'Revoked the token "{name}".': '"{name}" 토큰을 폐기했습니다.',
  'There are no clients yet; `auth clients add NAME` registers one.':
    '아직 클라이언트가 없습니다. `auth clients add NAME` 명령으로 등록할 수 있습니다.',
  'A client needs at least one --grant.': '클라이언트에는 --grant가 하나 이상 필요합니다.',
  'Registered the client "{name}".': '"{name}" 클라이언트를 등록했습니다.',
  'Changed the client "{name}".': '"{name}" 클라이언트를 바꾸었습니다.',
  '{flag} {typed} is not known.': '{flag} {typed}: 알 수 없는 값입니다.',
  'The secret is shown once: keep it now.': '비밀 값은 지금 한 번만 표시됩니다. 바로 보관해 주세요.',
  'Nothing to change was given.': '바꿀 내용이 없습니다.',
  'See `auth clients change --help`.': '`auth clients change --help` 명령을 참고해 주세요.',
  'Remove "{name}" and end all its sessions?': '"{name}" 클라이언트를 제거하고 세션을 모두 끝낼까요?',
  'Removed the client "{name}"; its sessions have ended.':
    '"{name}" 클라이언트를 제거했습니다. 세션도 끝났습니다.',
}

/** What commands say about logins, and what one can do with them. */
export const logins: Catalogue = { ...standing, ...entrance, ...things }
