import type { Catalogue } from '../messages.ts'

/** What `auth doctor` examines, finds and advises. */
export const doctor: Catalogue = {
  'examine what lies between this machine and the server, and say what to do about it':
    '이 컴퓨터와 서버 사이의 상태 점검과 해결 방법 안내',
  'Asking the server': '서버에 묻는 중',
  'Trying the lock': '잠금을 시험하는 중',
  'Trying the login': '로그인을 시험하는 중',
  'Trying two refreshes at once': '동시 갱신 두 번을 시험하는 중',
  'Trying where logins are kept': '로그인 저장소를 시험하는 중',
  'The server does not answer, so this was not tried.': '서버가 응답하지 않아 시험하지 않았습니다.',
  'The server is not trusted, so this was not tried.': '신뢰할 수 없는 서버여서 시험하지 않았습니다.',
  'The server is not trusted, as said above.': '위에 적은 이유로 서버를 신뢰할 수 없습니다.',
  'Another key answered than the one that is trusted.': '신뢰하는 키가 아닌 다른 키가 응답했습니다.',
  ok: '정상',
  warning: '주의',
  FAULT: '이상',
  'Nobody is logged in here, so this was not tried.': '이 컴퓨터에 로그인한 계정이 없어 시험하지 않았습니다.',
  'AUTH_TOKEN is set: a token alone cannot be renewed.':
    'AUTH_TOKEN 변수가 설정되어 있습니다. 토큰만으로는 갱신할 수 없습니다.',
  'The token in AUTH_TOKEN is used as it is.': 'AUTH_TOKEN 변수의 토큰을 그대로 씁니다.',
  '{account} is logged in.': '{account} 계정으로 로그인되어 있습니다.',
  'There is no part "{part}".': '"{part}" 항목은 없습니다.',
  'A second process never got the lock in {where}.': '다른 프로세스가 {where} 폴더의 잠금을 얻지 못했습니다.',
  'Remove what is left over in {where} if no other auth is running.':
    '실행 중인 다른 auth가 없다면 {where} 폴더에 남은 잠금을 지워 주세요.',
  'Another process holds the lock of this login, for {age} by now (since {time}): {path}.':
    '다른 프로세스가 이 로그인의 잠금을 {age}째({time}부터) 쥐고 있습니다: {path}.',
  'Look for an auth that hangs, and end it if it lasts; what needs a new token waits for it, a minute at most.':
    '멈춰 있는 auth 프로세스를 찾아, 계속되면 종료해 주세요. 새 토큰이 필요한 명령은 최대 1분 동안 기다립니다.',
  'Two processes held the lock in {where} at once.': '두 프로세스가 {where} 폴더의 잠금을 동시에 가졌습니다.',
  'Its file system keeps no locks: move XDG_RUNTIME_DIR or XDG_CONFIG_HOME to a local disk.':
    '파일 시스템이 잠금을 지키지 않습니다. XDG_RUNTIME_DIR 또는 XDG_CONFIG_HOME 위치를 로컬 디스크로 옮겨 주세요.',
  'Two processes take turns on the lock in {where}.': '두 프로세스가 {where} 폴더의 잠금을 차례로 가집니다.',
  'Logins are kept in {path}, which is yours alone.': '로그인은 본인만 볼 수 있는 {path} 폴더에 저장됩니다.',
  'No login is kept on this machine yet.': '이 컴퓨터에 저장된 로그인이 아직 없습니다.',
  'Others can look into {path}.': '다른 사용자가 {path} 폴더를 볼 수 있습니다.',
  'Run `chmod 700 {path}`.': '`chmod 700 {path}` 명령을 실행해 주세요.',
  '{path} cannot be written, so no login can be renewed.':
    '{path} 폴더에 쓸 수 없어 로그인을 갱신할 수 없습니다.',
  'Give it back to this user, or make space on its disk.':
    '이 사용자에게 쓰기 권한을 주거나 디스크 공간을 비워 주세요.',
  'The keychain takes, gives back and forgets an entry, asked by a child process.':
    '자식 프로세스가 키체인에 항목을 쓰고, 읽고, 지울 수 있습니다.',
  'The keychain gave no answer to a child process within 15 s.':
    '키체인이 자식 프로세스에 15초 안에 응답하지 않았습니다.',
  'Unlock or start it, or keep the login in a file: `auth storage move file`.':
    '키체인을 풀거나 시작하거나, 로그인을 파일에 보관해 주세요: `auth storage move file`.',
  '{server} answers, after {took} ms.': '{server} 서버가 {took} ms 만에 응답했습니다.',
  'The server is on this machine, where plain http is enough.':
    '이 컴퓨터에 있는 서버여서 일반 http로 충분합니다.',
  'The server is trusted by {how}.': '서버를 신뢰하는 근거: {how}.',
  'The next command without --ca will not trust it; `auth trust accept` does for good.':
    '--ca 없이 실행하면 신뢰하지 않습니다. `auth trust accept` 명령으로 계속 신뢰할 수 있습니다.',
  "This machine's clock agrees with the server's, within 5 s.":
    '이 컴퓨터의 시계와 서버의 시계는 5초 안에서 같습니다.',
  'Set the clock, best by NTP (`timedatectl set-ntp true`); logins bear the difference meanwhile.':
    '시계를 맞춰 주세요. NTP가 가장 좋습니다(`timedatectl set-ntp true`). 그동안에도 로그인은 유지됩니다.',
  'auth {version} on Node {node}, {system}; authd {theirs}.':
    '버전: auth {version}, Node {node}, {system}; authd {theirs}.',
  'They are of different ages; install the same version of both.':
    '두 버전이 다릅니다. 같은 버전을 설치해 주세요.',
  'A proxy stands before the server, and is not believed: it sends {headers}, and all of its callers count as {address}.':
    '서버가 믿지 않는 프록시가 앞에 있습니다. 프록시가 보내는 헤더: {headers}, 모든 요청이 한 주소로 보입니다: {address}.',
  'On the server, set AUTHD_TRUSTED_PROXIES to the addresses of the proxy.':
    '서버에서 AUTHD_TRUSTED_PROXIES 변수에 프록시의 주소를 설정해 주세요.',
  'The server cannot tell where this request comes from.': '서버가 이 요청의 출발지를 알 수 없습니다.',
  'Have the proxy send X-Forwarded-For with the address of its caller.':
    '프록시가 요청한 쪽의 주소를 X-Forwarded-For 헤더로 보내게 해 주세요.',
  'The server calls itself {issuer} and is reached as {server}: links in letters and device logins lead there.':
    '서버가 스스로를 부르는 주소와 접속한 주소가 다릅니다: {issuer}, {server}. 편지의 링크와 기기 로그인은 앞의 주소로 갑니다.',
  'If that address does not work here, set AUTHD_ISSUER on the server.':
    '그 주소를 여기서 쓸 수 없다면 서버에서 AUTHD_ISSUER 변수를 설정해 주세요.',
  'The server sees this machine as {address}, by a proxy that it believes.':
    '서버가 믿는 프록시를 거쳐 보이는 이 컴퓨터의 주소: {address}.',
  'The server sees this machine as {address}; no proxy stands between.':
    '서버에 보이는 이 컴퓨터의 주소: {address}. 사이에 프록시가 없습니다.',
  'The server has nothing to complain of: store, mail, keys and backups.':
    '서버의 저장소, 메일, 키, 백업에 문제가 없습니다.',
  'The server says: {warnings}.': '서버의 경고: {warnings}.',
  'Tell who runs it: `authd mail list` and the log have the cause.':
    '운영자에게 알려 주세요. 원인은 `authd mail list` 출력과 로그에 있습니다.',
  'The server starts no more logins for a moment, because there were many of late.':
    '최근 로그인 요청이 많아 서버가 잠시 새 로그인을 받지 않습니다.',
  'Two refreshes at once get the same successor: parallel shells are safe.':
    '동시에 두 번 갱신해도 같은 토큰을 받습니다. 여러 셸을 함께 써도 안전합니다.',
  'Two refreshes at once got two successors, one of which will count as stolen.':
    '동시에 두 번 갱신했더니 서로 다른 토큰을 받았습니다. 그중 하나는 도난당한 것으로 처리됩니다.',
  'Report this: something between here and the server answers twice.':
    '신고해 주세요. 이 컴퓨터와 서버 사이의 무언가가 두 번 응답합니다.',
  'The throw-away session "auth doctor" could not be ended; see `auth sessions`: {why}':
    '일회용 세션 "auth doctor"의 세션을 끝내지 못했습니다. `auth sessions` 명령으로 확인해 주세요: {why}',
}
