import type { Catalogue } from '../messages.ts'

/** What the rate limits count, for superusers. */
export const limits: Catalogue = {
  'list what the rate limits count, and let somebody in at once (superuser)':
    '시도 횟수 제한의 현재 값을 보고 바로 풀어 주기(관리자)',
  'list the counters that are not empty': '비어 있지 않은 횟수 목록',
  'only what has this in its account or address': '계정이나 접속 주소에 이 글자가 있는 것만',
  'the address, user name or id of an account, or an IP address': '계정의 주소, 사용자 이름, ID 또는 IP 주소',
  'forget what is counted of an account or an address, at once': '계정이나 IP 주소의 횟수를 바로 지움',
  'only this limit, as the list calls it': '목록에 나오는 이 제한만',
  'Nothing is counted at the moment.': '지금은 세고 있는 것이 없습니다.',
  'Nothing is counted of that.': '그 대상으로 세고 있는 것이 없습니다.',
  'Released 1 counter of {who}.': '횟수 1개를 풀었습니다. 대상: {who}.',
  'Released {count} counters of {who}.': '횟수 {count}개를 풀었습니다. 대상: {who}.',
  'Nothing is counted of this account or source; nobody is kept out by it.':
    '이 계정이나 출처로 세고 있는 것이 없으니, 이 때문에 막힌 사람은 없습니다.',
  'all that is counted of this account': '이 계정의 모든 횟수',
  'and of this address': '그리고 이 IP 주소의 횟수',
  LIMIT: '제한',
  ACCOUNT: '계정',
  USED: '사용',
  'REFUSED UNTIL': '거부 기한',
  FORGOTTEN: '초기화',
  'there is no such limit.': '그런 제한은 없습니다.',
}
