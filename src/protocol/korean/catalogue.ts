import type { Catalogue } from '../messages.ts'
import { accountPages } from './account-pages.ts'
import { administration } from './administration.ts'
import { client } from './client.ts'
import { commands } from './commands.ts'
import { doctor } from './doctor.ts'
import { errors } from './errors.ts'
import { help } from './help.ts'
import { helpers } from './helpers.ts'
import { limits } from './limits.ts'
import { logins } from './logins.ts'
import { mail } from './mail.ts'
import { manners } from './manners.ts'
import { memberPages } from './member-pages.ts'
import { network } from './network.ts'
import { pages } from './pages.ts'
import { programs } from './programs.ts'
import { requests } from './requests.ts'
import { storage } from './storage.ts'
import { unkept } from './unkept.ts'

/*
 * The same word for the same thing, everywhere:
 *
 * account 계정 · address 주소(이메일 주소, IP 주소) · user name 사용자 이름 · password 비밀번호 · member 구성원
 * superuser 관리자 · operator 운영자 · session 세션 · device 기기 · machine 컴퓨터 · program 프로그램 · client 클라이언트
 * code 코드 · invitation 초대 · token 토큰 · access token 액세스 토큰 · refresh token 갱신 토큰 · personal access token 개인
 * 액세스 토큰 · scope 권한 범위 · grant 권한 부여 · secret 비밀 값 · profile 프로필 · keychain 키체인 · store 저장소
 * audit log 감사 로그 · entry 항목
 * log in 로그인 · log out 로그아웃 · register 가입 · verify 확인 · withdraw, delete one's own account 탈퇴 · delete 삭제
 * remove 제거 · revoke 폐기 · end 끝내다 · expire 만료 · renew, refresh 갱신 · approve, say yes 승인 · deny 거부
 * trust 신뢰 · authority 인증 기관 · fingerprint, pin 지문 · join string 연결 문자열
 * enable 활성화 · disable 비활성화
 *
 * Polite and short: -습니다, -해 주세요; help is in nouns. No particle that depends on the sound before it stands behind a
 * slot: 에, 에서, 의, 부터, or a noun between (`{email} 계정을`), or a colon.
 */

/** By module, so that a test can tell whether two of them differ about a text. */
export const modules: Readonly<Record<string, Catalogue>> = {
  accountPages,
  administration,
  client,
  commands,
  doctor,
  errors,
  help,
  helpers,
  limits,
  logins,
  mail,
  manners,
  memberPages,
  network,
  pages,
  programs,
  requests,
  storage,
  unkept,
}

/** Korean, all of it. The client loads this file only where it speaks Korean. */
export const korean: Catalogue = Object.assign({}, ...Object.values(modules))
