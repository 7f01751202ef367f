import type { Letter } from '../letter.ts'
import type { Language } from './language.ts'
import { type CodeLetterInput, composeLetter, describeSpan, hostOf, type LetterParts } from './layout.ts'

/** The code that sets a new password. */
export function passwordResetLetter(input: CodeLetterInput, language: Language): Letter {
  return composeLetter(language === 'ko' ? korean(input) : english(input), input, language)
}

function english({ code, lifetime, server }: CodeLetterInput): LetterParts {
  return {
    subject: `Your password reset code for ${hostOf(server)}`,
    before: [`With this code you set a new password for your account at ${server}:`],
    code,
    after: [
      `It is good for ${describeSpan(lifetime, 'en')} and works once. Afterwards every device has to log in again.`,
      'If you did not ask for it, ignore this letter: your password stays as it is. Give the code to nobody; we never ask for it.',
    ],
  }
}

function korean({ code, lifetime, server }: CodeLetterInput): LetterParts {
  return {
    subject: `${hostOf(server)} 비밀번호 재설정 코드`,
    before: [`${server} 계정의 비밀번호를 새로 정하려면 아래 코드를 입력해 주세요.`],
    code,
    after: [
      `이 코드는 ${describeSpan(lifetime, 'ko')} 동안 한 번만 쓸 수 있습니다. 비밀번호를 바꾸면 모든 기기에서 다시 로그인해야 합니다.`,
      '요청하신 적이 없다면 이 메일을 무시해 주세요. 비밀번호는 바뀌지 않습니다. 코드는 누구에게도 알려 주지 마세요. 저희가 코드를 묻는 일은 없습니다.',
    ],
  }
}
