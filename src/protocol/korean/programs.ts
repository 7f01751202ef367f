import type { Catalogue } from '../messages.ts'

/** Other programs that act as the account: `auth exec`, `auth proxy`. */

const help: Catalogue = {
  'run a program with an access token, and leave with its exit code':
    '액세스 토큰을 주고 프로그램을 실행하며, 그 종료 코드로 종료',
  'the program and its arguments; no shell reads them': '프로그램과 그 인수(셸을 거치지 않음)',
  'it finds the token in AUTH_TOKEN': '프로그램은 AUTH_TOKEN에서 토큰을 찾음',
  'AUTH_TOKEN_FILE names a file that stays fresh': 'AUTH_TOKEN_FILE은 계속 갱신되는 파일의 경로',
  'whatever it prints, the token is hidden': '무엇을 출력하든 토큰은 가려짐',
  'the variable that holds the token, or with --token-file the path':
    '토큰을 담을 변수, --token-file과 함께 쓰면 경로를 담을 변수',
  'give a file that is renewed while the program runs, and removed after it':
    '프로그램이 실행되는 동안 갱신되고 끝나면 지워지는 파일로 전달',
  'hide tokens in what the program prints': '프로그램의 출력에서 토큰 가리기',
  'listen on this machine and pass requests on to a server with a fresh token':
    '이 컴퓨터에서 요청을 받아 새 토큰과 함께 서버에 전달',
  'where requests go: https://HOST, with a path where it has one':
    '요청을 보낼 곳: https://HOST(필요하면 경로까지)',
  'prints its address, and runs until Ctrl-C': '주소를 출력하고 Ctrl-C를 누를 때까지 실행',
  'HOST:PORT of this machine, or unix:PATH (default: a free port)':
    '이 컴퓨터의 HOST:PORT 또는 unix:PATH(기본값: 비어 있는 포트)',
  'let every user of this machine act as you': '이 컴퓨터의 모든 사용자에게 내 권한 허용',
}

const requestHelp: Catalogue = {
  'send a request with an access token, much as curl does': 'curl처럼, 액세스 토큰과 함께 요청 보내기',
  'a path is one at the server of the profile': '경로만 쓰면 프로필의 서버로 보냄',
  'https://…, or a path at the server of the profile; a method may stand before it':
    'https://… 주소 또는 프로필의 서버의 경로. 앞에 메서드를 쓸 수 있음',
  'the method (default: GET, or POST with a body)': '메서드(기본값: GET, 본문이 있으면 POST)',
  'the body: a form, or JSON if it begins with { or [; @FILE, @-':
    '본문: 폼, { 또는 [ 문자로 시작하면 JSON. @FILE, @- 가능',
  'the body as it is: text, @FILE, or @- for standard input': '그대로 보낼 본문: 글, @FILE, 표준 입력은 @-',
  'save the answer; `-` for standard output, whatever it is':
    '응답을 저장할 파일. `-`이면 무엇이든 표준 출력으로',
  'show status and headers too': '상태와 헤더도 출력',
  'go where the server sends; the token does not go to other origins':
    '서버가 보내는 곳으로 따라감. 다른 곳에는 토큰을 보내지 않음',
  'give up when nothing comes or goes for: 30s, 5m (default: never)':
    '이 시간 동안 아무것도 오가지 않으면 그만둠: 30s, 5m(기본값: 끝없이 기다림)',
  'give up after: 90s, 15m (default: never)': '이 시간이 지나면 그만둠: 90s, 15m(기본값: 끝없이 기다림)',
  'let tokens of the profile be sent to this origin too': '프로필의 토큰을 보내도 되는 곳 추가',
  'https://HOST, with a port where it has one': 'https://HOST(필요하면 포트까지)',
  'send no more tokens of the profile to this origin': '이 곳에 프로필의 토큰을 더는 보내지 않기',
}

const requests: Catalogue = {
  'Tokens of profile "{name}" may be sent to {origin}.':
    '"{name}" 프로필의 토큰을 보내도 되는 곳에 넣었습니다: {origin}',
  'No token of profile "{name}" is sent to {origin}.': '"{name}" 프로필의 토큰을 보내지 않습니다: {origin}',
  '{origin} is not the server of this login ({server}); nothing was sent.':
    '이 로그인의 서버({server})가 아닌 곳입니다: {origin}. 아무것도 보내지 않았습니다.',
  'If that service takes tokens of this server, run `auth profile allow {origin}`.':
    '그 서비스가 이 서버의 토큰을 받는다면 실행해 주세요: `auth profile allow {origin}`.',
  'Nothing was kept of it; try again.': '받은 것은 남기지 않았습니다. 다시 시도해 주세요.',
  'See `auth status` and `auth why`.': '`auth status`, `auth why` 명령으로 확인해 주세요.',
  'The answer of {origin} broke off: {why}.': '{origin} 서버의 응답이 끊어졌습니다: {why}.',
  '{method} {url} was answered {status}.': '{method} {url} 요청의 응답: {status}.',
  '{origin} was silent for the {seconds} s of --idle-timeout.':
    '{origin} 서버에서 --idle-timeout {seconds}초 동안 아무것도 오지 않았습니다.',
  '{origin} took longer than --max-time {seconds} s.':
    '{origin} 서버의 응답이 --max-time {seconds}초를 넘었습니다.',
  'Save it with -o FILE, or send it on with a pipe.': '-o FILE 옵션으로 저장하거나 파이프로 넘겨 주세요.',
  'The answer is no text, and a terminal would make a mess of it.':
    '응답이 글이 아니라서 터미널에 출력하지 않았습니다.',
  '-d, --data-binary and -F are three kinds of body.': '-d, --data-binary, -F 옵션은 서로 다른 본문입니다.',
  'Name a file that can be read, or `-` for standard input.':
    '읽을 수 있는 파일을 지정하거나 표준 입력이면 `-`를 써 주세요.',
  '{path} cannot be read: {why}; nothing was sent.':
    '{path} 파일을 읽을 수 없습니다: {why}. 아무것도 보내지 않았습니다.',
  'Use one of them.': '하나만 써 주세요.',
  '{path} cannot be read: {why}.': '{path} 파일을 읽을 수 없습니다: {why}.',
  '{path} is no file; nothing was sent.': '{path}: 파일이 아닙니다. 아무것도 보내지 않았습니다.',
  '{from} sends the body on to {to}, which is another; it was not sent there.':
    '{from} 서버가 본문을 다른 곳으로 보내라고 합니다: {to}. 보내지 않았습니다.',
  '{origin} sends callers around in circles.': '{origin} 서버가 요청을 계속 다른 주소로 돌립니다.',
  '-F {field} is no field.': '-F {field}: 필드가 아닙니다.',
  'Write NAME=VALUE or NAME=@FILE.': 'NAME=VALUE 또는 NAME=@FILE 형식으로 써 주세요.',
  '"{method}" is no method.': '"{method}": 메서드가 아닙니다.',
  'That is more than a method and a URL.': '메서드와 URL 말고 다른 것이 있습니다.',
  '"{text}" is no URL.': '"{text}": URL이 아닙니다.',
  '-H "{line}" is no header.': '-H "{line}": 헤더가 아닙니다.',
  '-H {name}: auth sets that header itself.': '-H {name}: auth가 직접 정하는 헤더입니다.',
  'A URL holds no name or password here; the token takes their place.':
    'URL에는 이름이나 비밀번호를 쓰지 않습니다. 토큰이 대신합니다.',
  'Leave it out.': '빼 주세요.',
  'Write "Name: value".': '"Name: value" 형식으로 써 주세요.',
  'Write https://…, or /… for the server of the profile.':
    'https://… 주소를 쓰거나, 프로필의 서버라면 /… 경로를 써 주세요.',
  'Write `auth request [METHOD] URL`.': '이렇게 써 주세요: `auth request [METHOD] URL`.',
}

const running: Catalogue = {
  'Say which program is to be run.': '실행할 프로그램을 지정해 주세요.',
  'Name it: `auth exec -- ./deploy.sh --all`.': '이렇게 지정해 주세요: `auth exec -- ./deploy.sh --all`.',
  '--env {name} is no name of a variable.': '--env {name}: 변수 이름이 아닙니다.',
  'Use letters, digits and underscore: --env GITLAB_TOKEN.':
    '영문자, 숫자, 밑줄만 써 주세요: --env GITLAB_TOKEN',
  'There is no program "{program}".': '"{program}" 프로그램이 없습니다.',
  'What only a shell knows needs the shell: `auth exec -- sh -c "…"`.':
    '셸의 내장 명령은 셸로 실행해 주세요: `auth exec -- sh -c "…"`.',
  '{program} cannot be run: {why}.': '{program} 프로그램을 실행할 수 없습니다: {why}.',
  '--mask needs a pseudo-terminal, and the library for it (@lydell/node-pty) is not installed on this machine.':
    '--mask에는 가상 터미널이 필요한데, 그 라이브러리(@lydell/node-pty)가 이 컴퓨터에 없습니다.',
  'Send the output through a pipe, where it is masked without one: `auth exec --mask … | cat`.':
    '파이프로 보내면 가상 터미널 없이도 가려집니다: `auth exec --mask … | cat`.',
  'The access token could not be renewed; the old one stays and it is tried again: {why}':
    '액세스 토큰을 갱신하지 못했습니다. 이전 토큰을 그대로 두고 다시 시도합니다: {why}',
  'The access token could be renewed again.': '액세스 토큰이 다시 갱신되었습니다.',
}

const proxying: Catalogue = {
  'Requests there go to {target} as {account}; Ctrl-C ends it.':
    '이 주소로 온 요청은 {account} 계정으로 {target} 서버에 전달됩니다. 끝내려면 Ctrl-C를 누르세요.',
  '{why} It is tried again at each request.': '{why} 요청이 올 때마다 다시 시도합니다.',
  'This system does not tell who connects to a port, so every user of the machine could act as you.':
    '이 시스템은 누가 포트에 연결하는지 알려 주지 않으므로, 컴퓨터의 모든 사용자가 내 권한을 쓸 수 있습니다.',
  'Listen on a socket file (--listen unix:PATH), or say that nobody else is here: --open.':
    '소켓 파일(--listen unix:PATH)을 쓰거나, 다른 사용자가 없다면 --open을 지정해 주세요.',
  '--listen {text} is no place to listen.': '--listen {text}: 요청을 받을 수 있는 주소가 아닙니다.',
  'Write it like 127.0.0.1:8180 or unix:/run/user/1000/api.sock.':
    '127.0.0.1:8180 또는 unix:/run/user/1000/api.sock 형식으로 써 주세요.',
  '--listen {text}: {host} is not this machine alone, and whoever reaches the proxy acts as you.':
    '--listen {text}: {host} 주소는 이 컴퓨터에만 속하지 않으며, 프록시에 닿는 사람은 누구나 내 권한을 쓰게 됩니다.',
  'Listen on 127.0.0.1 or a socket file, and let ssh -L bring others there.':
    '127.0.0.1이나 소켓 파일을 쓰고, 다른 곳에서는 ssh -L로 연결해 주세요.',
  '{where} cannot be listened on: {why}.': '{where} 주소에서 요청을 받을 수 없습니다: {why}.',
  'Choose another place: --listen 127.0.0.1:0 picks a free port.':
    '다른 주소를 골라 주세요. --listen 127.0.0.1:0은 비어 있는 포트를 고릅니다.',
  '--listen unix:{path}: there is a file already, and it is no socket.':
    '--listen unix:{path}: 이미 있는 파일이고, 소켓이 아닙니다.',
  'another program listens there': '다른 프로그램이 쓰고 있습니다',
  'the folder does not exist': '폴더가 없습니다',
  'A page of another origin may not use this proxy.': '다른 출처의 페이지는 이 프록시를 쓸 수 없습니다.',
  'This proxy is not "{host}".': '이 프록시는 "{host}" 주소가 아닙니다.',
  'This proxy serves the user who started it, and you are another.':
    '이 프록시는 시작한 사용자만 쓸 수 있습니다.',
  'Keep your side open until the answer is there, so that this proxy can tell who asks.':
    '누가 요청하는지 확인할 수 있도록, 응답을 받을 때까지 보내는 쪽 연결을 닫지 말아 주세요.',
  '{name} changed the protocol, and nobody had asked it to.':
    '{name} 서버가 요청하지 않았는데 프로토콜을 바꾸었습니다.',
  'Ask for a path, such as /v1/things.': '/v1/things 같은 경로를 요청해 주세요.',
}

export const programs: Catalogue = { ...requestHelp, ...requests, ...help, ...running, ...proxying }
