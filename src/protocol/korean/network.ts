import type { Catalogue } from '../messages.ts'

/** Whom to trust as a server, and how to find one on the own network. */
const trust: Catalogue = {
  trust: '신뢰',
  presented: '제시된 키',
  '{fingerprint} (CHANGED)': '{fingerprint} (바뀜)',
  '{fingerprint} (pinned {day})': '{fingerprint} (고정한 날짜: {day})',
  'the authority in --ca': '--ca 옵션으로 지정한 인증 기관',
  'the usual authorities': '일반 인증 기관',
  'plain http on this machine': '이 컴퓨터 안의 일반 http',
  'Trust it from now on?': '지금부터 신뢰할까요?',
  'Trusted so far:\n  {fingerprint}': '지금까지 신뢰한 지문:\n  {fingerprint}',
  '{server} shows now:\n  {fingerprint}\nIt is the right one if `authd fingerprint` prints the same on that machine.':
    '{server} 서버가 지금 제시하는 지문:\n  {fingerprint}\n그 컴퓨터에서 `authd fingerprint` 명령이 같은 값을 출력하면 맞는 서버입니다.',
  'Nobody here knows the authority of {server}. Its fingerprint is\n  {fingerprint}\nIt is the right one if `authd fingerprint` prints the same on that machine.':
    '{server} 서버의 인증 기관을 이 컴퓨터는 모릅니다. 지문:\n  {fingerprint}\n그 컴퓨터에서 `authd fingerprint` 명령이 같은 값을 출력하면 맞는 서버입니다.',
  '{server} is trusted from now on, by {fingerprint}.':
    '지금부터 {server} 서버를 다음 지문으로 신뢰합니다: {fingerprint}',
  '{server} is no longer trusted by a pin.': '{server} 서버에 고정한 지문을 지웠습니다.',
  '{server} was not trusted by a pin.': '{server} 서버에는 고정한 지문이 없었습니다.',
}

const refusals: Catalogue = {
  'no authority of its own': '자체 인증 기관 없음',
  '{server} IS NOT THE SERVER THAT YOU TRUST: it shows {shown}, and {trusted} is trusted. Nothing was sent, and your login is kept.':
    '{server} 주소의 서버는 신뢰하던 서버가 아닙니다! 제시된 지문: {shown}, 신뢰하는 지문: {trusted}. 아무것도 보내지 않았고 로그인은 유지됩니다.',
  'Somebody may be listening in. If the operator says that the key is new, compare it with `authd fingerprint` there, then run `auth trust accept --server {server}`.':
    '누군가 엿듣고 있을 수 있습니다. 운영자가 키를 바꾸었다고 하면 그곳의 `authd fingerprint` 출력과 비교한 뒤 실행해 주세요: `auth trust accept --server {server}`.',
  '{server} is not trusted; nothing was sent.':
    '{server} 서버를 신뢰하지 않습니다. 아무것도 보내지 않았습니다.',
  '{server} is not trusted: {why}. Nothing was sent.':
    '{server} 서버를 신뢰할 수 없습니다: {why}. 아무것도 보내지 않았습니다.',
  '{server} is not trusted: nobody here knows its authority, whose fingerprint is {fingerprint}. Nothing was sent.':
    '{server} 서버를 신뢰할 수 없습니다. 이 컴퓨터가 모르는 인증 기관이며 지문은 다음과 같습니다: {fingerprint}. 아무것도 보내지 않았습니다.',
  'If its authority is your own, name it: --ca FILE. Else compare with `authd fingerprint` there, then run `auth trust accept --server {server} --fingerprint FINGERPRINT`.':
    '직접 만든 인증 기관이라면 --ca FILE 옵션으로 지정해 주세요. 아니면 그곳의 `authd fingerprint` 출력과 비교한 뒤 실행해 주세요: `auth trust accept --server {server} --fingerprint FINGERPRINT`.',
  'its certificate does not name {host}, but {names}':
    '인증서에 {host} 이름이 없습니다. 인증서에 있는 이름: {names}',
  'its certificate is good from {from} to {to}': '인증서의 유효 기간은 {from}부터 {to}까지입니다',
  'Use one of these names as --server, or give the server this one: AUTHD_ISSUER there, then a restart.':
    '이 이름 중 하나를 --server 옵션에 쓰거나, 서버의 AUTHD_ISSUER 설정에 지금 쓴 이름을 넣고 다시 시작해 주세요.',
  'Check the clocks of both machines; a running server renews its certificate by itself.':
    '두 컴퓨터의 시계를 확인해 주세요. 실행 중인 서버는 인증서를 스스로 갱신합니다.',
  'Ask the operator of the server; `authd` there logs what it does with its certificate.':
    '서버 운영자에게 문의해 주세요. 그곳의 `authd` 로그에 인증서에 관한 기록이 남습니다.',
  '{path} does not say whom to trust as {server}; nothing was sent.':
    '{path} 파일이 손상되어 {server} 서버의 지문을 알 수 없습니다. 아무것도 보내지 않았습니다.',
  'Compare the fingerprint again: `auth trust accept --server {server}`.':
    '지문을 다시 비교해 주세요: `auth trust accept --server {server}`.',
  '{server} shows no authority of its own that could be trusted; nothing was changed.':
    '{server} 서버에는 신뢰할 자체 인증 기관이 없습니다. 아무것도 바뀌지 않았습니다.',
  'The usual authorities vouch for such a server, or one of your own: --ca FILE.':
    '그런 서버는 일반 인증 기관이나 직접 만든 인증 기관이 보증합니다: --ca FILE',
  '{server} shows {fingerprint}, and there is nobody to compare it; nothing was changed.':
    '{server} 서버가 제시한 지문을 비교할 사람이 없습니다: {fingerprint}. 아무것도 바뀌지 않았습니다.',
  'Give what `authd fingerprint` prints on that machine: --fingerprint FINGERPRINT.':
    '그 컴퓨터에서 `authd fingerprint` 명령이 출력하는 값을 넣어 주세요: --fingerprint FINGERPRINT',
  '{server} shows {shown}, and not {wanted}; nothing was changed.':
    '{server} 서버가 제시한 지문은 {shown} 값이며, 요청한 {wanted} 값과 다릅니다. 아무것도 바뀌지 않았습니다.',
  'Either this is another server, or the fingerprint is of another one: compare with `authd fingerprint` there.':
    '다른 서버이거나 다른 서버의 지문입니다. 그곳의 `authd fingerprint` 출력과 비교해 주세요.',
  '--fingerprint {text} is no fingerprint.': '--fingerprint {text}: 지문이 아닙니다.',
  'Copy the whole of what `authd fingerprint` prints.': '`authd fingerprint` 출력을 모두 복사해 주세요.',
  '{server} is spoken to without TLS, so it has no fingerprint.':
    '{server} 서버와는 TLS 없이 통신하므로 지문이 없습니다.',
  'Give --server https://….': '--server https://… 옵션을 넣어 주세요.',
}

const joining: Catalogue = {
  'Joined {server} as profile "{name}", which is used from now on.':
    '{server} 서버에 연결했습니다. 지금부터 "{name}" 프로필을 사용합니다.',
  '{server} was trusted by {fingerprint} until now.': '{server} 서버에 지금까지 고정된 지문: {fingerprint}',
  'The string names the server, so --server has no place here.':
    '연결 문자열에 서버가 들어 있으므로 --server 옵션은 쓸 수 없습니다.',
  'Leave --server out.': '--server 옵션을 빼 주세요.',
  'Next: `auth login` or `auth register`': '다음 명령: `auth login` 또는 `auth register`',
  'The string {fault}.': '연결 문자열이 잘못되었습니다: {fault}.',
  'is not auth://HOST:PORT#sha256=PIN': 'auth://HOST:PORT#sha256=PIN 형식이 아닙니다',
  'has more than a host, a port and a path': '호스트, 포트, 경로 밖의 것이 들어 있습니다',
  'has no whole pin: sha256= and 43 letters behind the #':
    '# 뒤에 온전한 지문이 없습니다(sha256= 뒤에 43글자)',
  'has an invitation that is none': '초대 코드가 올바르지 않습니다',
  "Copy all of what `authd fingerprint` prints, and put it in quotes: `auth join 'auth://…'`.":
    "`authd fingerprint` 출력을 모두 복사해 따옴표로 묶어 주세요: `auth join 'auth://…'`.",
  '{server} is not the server of this string: it shows {shown}, and the string names {wanted}. Nothing was sent or changed.':
    '{server} 주소의 서버는 이 연결 문자열의 서버가 아닙니다. 제시된 지문: {shown}, 문자열의 지문: {wanted}. 아무것도 보내지 않았고 아무것도 바뀌지 않았습니다.',
  'Have a new string printed: `authd fingerprint`. If it is the same, somebody else answers at this address.':
    '`authd fingerprint` 명령으로 문자열을 다시 출력해 주세요. 같은 값이라면 다른 누군가가 이 주소에서 응답하고 있습니다.',
  '{server} cannot be reached: {why}; nothing was changed.':
    '{server} 서버에 연결할 수 없습니다: {why}. 아무것도 바뀌지 않았습니다.',
  'Where names in .local are not found, take the string with an address, which `authd fingerprint` prints too.':
    '.local 이름을 찾을 수 없는 곳에서는 `authd fingerprint` 명령이 함께 출력하는, 주소가 든 문자열을 사용해 주세요.',
  'Are both machines on the same network, and does `authd serve --lan` run there?':
    '두 컴퓨터가 같은 네트워크에 있고 그곳에서 `authd serve --lan` 명령이 실행 중인지 확인해 주세요.',
  '{variable} is set and goes before the profile that is used.':
    '{variable} 환경 변수가 설정되어 있어 사용 중인 프로필보다 우선합니다.',
}

const discovery: Catalogue = {
  HOST: '호스트',
  FINGERPRINT: '지문',
  TRUSTED: '신뢰',
  'No server was heard.': '찾은 서버가 없습니다.',
  'Listening on the network': '네트워크에서 찾는 중',
  'Listening had trouble: {why}.': '네트워크에서 찾는 데 문제가 있었습니다: {why}.',
  "Anybody can announce anything; join by what `authd fingerprint` prints there: `auth join 'auth://…'`.":
    "누구나 무엇이든 알릴 수 있습니다. 그곳의 `authd fingerprint` 출력으로 연결해 주세요: `auth join 'auth://…'`.",
  '--timeout {text} is not between 1s and 60s.': '--timeout {text}: 1s부터 60s까지 쓸 수 있습니다.',
  'Write how long to listen, such as 5s.': '5s처럼 찾을 시간을 적어 주세요.',
  'this machine is on no network': '이 컴퓨터는 네트워크에 연결되어 있지 않습니다',
  'another program keeps UDP port 5353 to itself': '다른 프로그램이 UDP 포트 5353을 독점하고 있습니다',
  'this user may not listen on UDP port 5353': '이 사용자는 UDP 포트 5353을 쓸 수 없습니다',
  'no network carries multicast': '멀티캐스트를 쓸 수 있는 네트워크가 없습니다',
}

const connections: Catalogue = {
  'it shows no certificate': '인증서를 제시하지 않습니다',
  'no handshake within {seconds} s': '{seconds}초 안에 핸드셰이크가 끝나지 않았습니다',
  'HTTPS_PROXY names no http(s) proxy': 'HTTPS_PROXY 값이 http(s) 프록시가 아닙니다',
  'the proxy {host} failed: {why}': '{host} 프록시에 문제가 있습니다: {why}',
  'it answered {status}': '{status} 응답',
  'it answered {status}; NO_PROXY={host} goes past it':
    '{status} 응답. 프록시를 거치지 않으려면 NO_PROXY={host}',
}

const help: Catalogue = {
  'trust a server by the string that `authd fingerprint` prints there, and use it':
    '서버에서 `authd fingerprint` 명령이 출력한 문자열로 그 서버를 신뢰하고 사용',
  'list the servers that announce themselves on this network': '이 네트워크에서 스스로 알리는 서버 목록',
  'auth://HOST:PORT#sha256=PIN, in quotes': 'auth://HOST:PORT#sha256=PIN(따옴표로 묶어서)',
  'how long to listen: 5s, 1m (default: 2s)': '찾는 시간: 5s, 1m(기본값: 2s)',
  'see and decide whom to trust as the server': '어느 서버를 신뢰할지 확인하고 결정',
  'for scripts': '스크립트용',
  'show how the server is trusted and what it presents; exit 8 where that differs':
    '신뢰하는 키와 서버가 제시하는 키 표시(다르면 종료 코드 8)',
  'trust what the server presents now, after comparing it': '서버가 지금 제시하는 키를 비교한 뒤 신뢰',
  'accept this one and no other, without being asked': '묻지 않고 이 지문만 허용',
  'trust the server by the usual authorities again': '서버를 다시 일반 인증 기관으로 신뢰',
}

export const network: Catalogue = { ...trust, ...refusals, ...joining, ...discovery, ...connections, ...help }
