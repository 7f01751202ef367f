import type { Letter } from '../letter.ts'
import type { Language } from './language.ts'
import { type CodeLetterInput, composeLetter, describeSpan, hostOf, type LetterParts } from './layout.ts'

/** The code that finishes a registration. */
export function registrationLetter(input: CodeLetterInput, language: Language): Letter {
  return composeLetter(language === 'ko' ? korean(input) : english(input), input, language)
}

function english({ code, lifetime, server }: CodeLetterInput): LetterParts {
  return {
    subject: `Your registration code for ${hostOf(server)}`,
    before: [`This code finishes your registration at ${server}:`],
    code,
    after: [
      `It is good for ${describeSpan(lifetime, 'en')} and works once.`,
      'If you did not register there, ignore this letter. Without the code nobody can open an account with your address.',
    ],
  }
}

function korean({ code, lifetime, server }: CodeLetterInput): LetterParts {
  return {
    subject: `${hostOf(server)} 가입 코드`,
    before: [`${server} 가입을 마치려면 아래 코드를 입력해 주세요.`],
    code,
    after: [
      `이 코드는 ${describeSpan(lifetime, 'ko')} 동안 한 번만 쓸 수 있습니다.`,
      '가입을 신청하지 않으셨다면 이 메일을 무시하셔도 됩니다. 코드가 없으면 누구도 이 주소로 계정을 만들 수 없습니다.',
    ],
  }
}
