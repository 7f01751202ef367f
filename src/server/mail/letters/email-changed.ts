import type { Letter } from '../letter.ts'
import type { Language } from './language.ts'
import { composeLetter, hostOf, type LetterInput, type LetterParts } from './layout.ts'

interface EmailChangedInput extends LetterInput {
  newEmail: string
}

/** To the old address: the account has another one now. */
export function emailChangedLetter(input: EmailChangedInput, language: Language): Letter {
  return composeLetter(language === 'ko' ? korean(input) : english(input), input, language)
}

function english({ email, newEmail, server }: EmailChangedInput): LetterParts {
  return {
    subject: `The address of your account at ${hostOf(server)} has changed`,
    before: [
      `The address of your account at ${server} is no longer ${email}. It is now ${masked(newEmail)}, and letters and codes go there.`,
    ],
    after: [
      'If you changed it, all is well.',
      'If it was not you, somebody knows your password. Tell whoever runs this server at once: they can give the account back to you.',
    ],
  }
}

function korean({ email, newEmail, server }: EmailChangedInput): LetterParts {
  return {
    subject: `${hostOf(server)} 계정의 이메일 주소가 바뀌었습니다`,
    before: [
      `${server} 계정의 이메일 주소가 ${email}에서 ${masked(newEmail)}(으)로 바뀌었습니다. 앞으로 메일과 코드는 새 주소로 보냅니다.`,
    ],
    after: [
      '직접 바꾸셨다면 아무것도 하지 않으셔도 됩니다.',
      '바꾸신 적이 없다면 누군가 비밀번호를 알고 있는 것입니다. 곧바로 서버 관리자에게 알려 주세요. 관리자가 계정을 되찾아 드릴 수 있습니다.',
    ],
  }
}

/** The owner recognises it; a stranger who reads the old mailbox does not learn it. */
function masked(email: string): string {
  const [first = ''] = email
  return `${first}…${email.slice(email.lastIndexOf('@'))}`
}
