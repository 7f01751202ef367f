import type { Letter } from '../letter.ts'
import type { Language } from './language.ts'
import { type CodeLetterInput, composeLetter, describeSpan, hostOf, type LetterParts } from './layout.ts'

/** To the new address: the code that proves it. */
export function emailChangeLetter(input: CodeLetterInput, language: Language): Letter {
  return composeLetter(language === 'ko' ? korean(input) : english(input), input, language)
}

function english({ code, lifetime, server, email }: CodeLetterInput): LetterParts {
  return {
    subject: `Confirm your new address for ${hostOf(server)}`,
    before: [`This code makes ${email} the address of your account at ${server}:`],
    code,
    after: [
      `It is good for ${describeSpan(lifetime, 'en')} and works once. Until then your old address stays.`,
      'If you have no account there or did not ask for this, ignore this letter. Without the code your address is not used.',
    ],
  }
}

function korean({ code, lifetime, server, email }: CodeLetterInput): LetterParts {
  return {
    subject: `${hostOf(server)} 새 이메일 주소 확인`,
    before: [`${server} 계정의 이메일 주소를 ${email}(으)로 바꾸려면 아래 코드를 입력해 주세요.`],
    code,
    after: [
      `이 코드는 ${describeSpan(lifetime, 'ko')} 동안 한 번만 쓸 수 있습니다. 입력하기 전까지는 이전 주소가 그대로 쓰입니다.`,
      '요청하신 적이 없다면 이 메일을 무시해 주세요. 코드가 없으면 이 주소는 쓰이지 않습니다.',
    ],
  }
}
