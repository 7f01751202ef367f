import type { Catalogue } from '../messages.ts'

/** What a terminal or a system other than the usual one makes of things. */
export const manners: Catalogue = {
  'Type y for yes or n for no.': '예는 y, 아니요는 n을 입력해 주세요.',
  'it is locked, as is usual over SSH: run `security unlock-keychain` first':
    '잠겨 있습니다(SSH에서는 흔한 일입니다). 먼저 `security unlock-keychain` 명령을 실행해 주세요',
  'there is no default keychain': '기본 키체인이 없습니다',
  'access to it was denied': '접근이 거부되었습니다',
  'this session has no Credential Manager, as is usual over SSH':
    '이 세션에는 자격 증명 관리자가 없습니다(SSH에서는 흔한 일입니다)',
  'it does not take a secret of this length': '이 길이의 비밀 값은 저장할 수 없습니다',
}
