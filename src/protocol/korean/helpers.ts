import type { Catalogue } from '../messages.ts'

/** Helpers of other programs, and completion. */
export const helpers: Catalogue = {
  'give git, kubectl and the like a token, each in its own protocol':
    'git, kubectl 등에 각자의 규약으로 토큰 전달',
  'what git wants: get, store or erase': 'git의 요청: get, store, erase 중 하나',
  'answer git as its credential helper: the token as bearer, or as the password of an older git':
    'git 자격 증명 도우미(Bearer 토큰, 예전 git에는 비밀번호로)',
  'It answers for the server of the profile and what `auth profile allow` names, for no other host.':
    '프로필의 서버와 `auth profile allow`로 허용한 곳에만 답하고, 다른 호스트에는 답하지 않습니다.',
  'It never asks. A token that was refused is renewed at the next try. Nothing needs to store it.':
    '묻지 않습니다. 거부된 토큰은 다음 시도 때 갱신합니다. 따로 저장할 필요가 없습니다.',
  'answer kubectl as its credential plugin: the token as an ExecCredential':
    'kubectl 자격 증명 플러그인(ExecCredential 형식의 토큰)',
  'The same in a kubeconfig:': 'kubeconfig에 적을 때:',
  'It never asks and reads no input, so `Never` is right; `IfAvailable` does as well.':
    '묻지도 입력을 읽지도 않으므로 `Never`가 맞습니다. `IfAvailable`도 됩니다.',
  'KUBERNETES_EXEC_INFO asks for no version that is known here.':
    'KUBERNETES_EXEC_INFO가 요청한 버전을 알 수 없습니다.',
  'Set apiVersion to client.authentication.k8s.io/v1 in the kubeconfig.':
    'kubeconfig의 apiVersion을 client.authentication.k8s.io/v1로 설정해 주세요.',
  'The user name or the token has a line end in it, so git is told nothing.':
    '사용자 이름이나 토큰에 줄바꿈이 있어서 git에 아무것도 알리지 않습니다.',
  'Standard input has more than 64 KiB.': '표준 입력이 64KiB를 넘습니다.',
  'It is git that calls this command; see `auth helper git --help`.':
    '이 명령은 git이 호출합니다. `auth helper git --help`를 참고해 주세요.',
  'whose script it is': '스크립트를 쓸 셸',
  'print a script that completes commands, flags, their values and profiles':
    '명령, 옵션, 옵션 값, 프로필을 자동 완성하는 스크립트 출력',
  'in ~/.bashrc': '~/.bashrc에 추가',
  'in ~/.zshrc, behind compinit': '~/.zshrc의 compinit 다음에 추가',
}
