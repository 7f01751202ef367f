import type { Catalogue } from '../messages.ts'

const help: Catalogue = {
  '\nThe token goes to the server of the profile, and to origins that `auth profile allow` names; never further.\nExit code: 0 below 400, 4 for 401, 7 for 403, 5 for 429, 5xx and no answer, 1 for the rest.':
    '\n토큰은 프로필의 서버와 `auth profile allow`로 허용한 출처에만 갑니다.\n종료 코드: 400 미만 0, 401은 4, 403은 7, 429와 5xx와 무응답은 5, 나머지는 1.',
  'a field of a multipart form: NAME=VALUE or NAME=@FILE[;type=TYPE]':
    'multipart 폼의 필드: NAME=VALUE 또는 NAME=@FILE[;type=TYPE]',
  'one more header: "Name: value", or @FILE with one to a line':
    '추가할 헤더: "Name: value", 또는 한 줄에 하나씩 적은 @FILE',
}

const sending: Catalogue = {
  '-d {text} is larger than 64 MiB.': '-d {text}: 64 MiB를 넘습니다.',
  'Stream it: --data-binary @FILE.': '--data-binary @FILE로 보내 주세요.',
  '{path} became shorter while it was sent.': '{path}: 보내는 동안 파일이 짧아졌습니다.',
  'Send it when nothing else writes to it.': '다른 프로그램이 쓰지 않을 때 다시 보내 주세요.',
  'The token was refused; what was piped in cannot be sent a second time.':
    '토큰이 거부되었습니다. 파이프로 받은 내용은 두 번 보낼 수 없습니다.',
}

const redirects: Catalogue = {
  '{origin} sends callers on, and that cannot be followed: {why}':
    '{origin} 서버가 다른 주소로 보내지만 따라갈 수 없습니다: {why}',
  '{origin} sends callers to what is no URL.': '{origin} 서버가 URL이 아닌 곳으로 보냅니다.',
  '{url} wants the body again, and what was piped in is used up.':
    '{url} 서버가 본문을 다시 요구하지만 파이프로 받은 내용은 이미 다 읽었습니다.',
  '{url} sends callers on to {place}; -L goes there.':
    '{url} 서버가 다른 주소로 보냅니다: {place}. 따라가려면 -L을 쓰세요.',
}

const answers: Catalogue = {
  'The answer is larger than 3 MiB, too much for one value.':
    '응답이 3 MiB를 넘어 값 하나로 출력할 수 없습니다.',
  'Save it with -o FILE, or leave --json out.': '-o FILE로 저장하거나 --json을 빼 주세요.',
  'Name a file in a folder that is there.': '있는 폴더 안의 파일을 지정해 주세요.',
  '-o {path} is no place for a file; nothing was sent.':
    '-o {path}: 파일을 쓸 수 있는 곳이 아닙니다. 아무것도 보내지 않았습니다.',
  '{path} cannot be written: {why}.': '{path} 파일을 쓸 수 없습니다: {why}.',
  '{what} The token in AUTH_TOKEN was used.': '{what} AUTH_TOKEN의 토큰을 썼습니다.',
}

const portals: Catalogue = {
  'If that is the right server, give it as --server; if this network wants a sign-in first, do so in a browser. {kept}':
    '올바른 서버라면 --server 옵션으로 지정하고, 이 네트워크가 먼저 로그인을 요구하면 브라우저에서 로그인해 주세요. {kept}',
  'If this network wants a sign-in first, open a browser and do so; else check the address. {kept}':
    '이 네트워크가 먼저 로그인을 요구하면 브라우저에서 로그인하고, 아니면 주소를 확인해 주세요. {kept}',
  'This network wants a sign-in before it lets anyone reach {name}.':
    '이 네트워크에서는 먼저 로그인해야 다음 서버에 연결할 수 있습니다: {name}.',
  'Where {name} should answer, a web page came ({status}).':
    '{name} 서버의 응답 대신 웹 페이지가 왔습니다({status}).',
}

const token: Catalogue = {
  'AUTH_TOKEN is used as it is; nobody here knows whether it stays good for {asked}.':
    'AUTH_TOKEN을 그대로 씁니다. {asked} 동안 유효한지는 여기서 알 수 없습니다.',
}

export const requests: Catalogue = { ...help, ...sending, ...redirects, ...answers, ...portals, ...token }
