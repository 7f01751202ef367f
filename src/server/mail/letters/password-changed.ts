import type { Letter } from '../letter.ts'
import type { Language } from './language.ts'
import { composeLetter, hostOf, type LetterInput, type LetterParts } from './layout.ts'

/** To the owner: the password is another one now. */
export function passwordChangedLetter(input: LetterInput, language: Language): Letter {
  return composeLetter(language === 'ko' ? korean(input) : english(input), input, language)
}

function english({ email, server }: LetterInput): LetterParts {
  return {
    subject: `Your password for ${hostOf(server)} has changed`,
    before: [`The password of your account ${email} at ${server} has just been changed.`],
    after: [
      'If you changed it, all is well.',
      'If it was not you, set a new one now with "auth password reset". That also ends every session, wherever it is open.',
    ],
  }
}

function korean({ email, server }: LetterInput): LetterParts {
  return {
    subject: `${hostOf(server)} 비밀번호가 바뀌었습니다`,
    before: [`${server} 계정 ${email}의 비밀번호가 방금 바뀌었습니다.`],
    after: [
      '직접 바꾸셨다면 아무것도 하지 않으셔도 됩니다.',
      '바꾸신 적이 없다면 지금 "auth password reset" 명령으로 비밀번호를 새로 정해 주세요. 열려 있는 모든 세션도 함께 끝납니다.',
    ],
  }
}
