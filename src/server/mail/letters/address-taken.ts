import type { Letter } from '../letter.ts'
import type { Language } from './language.ts'
import { composeLetter, hostOf, type LetterInput, type LetterParts } from './layout.ts'

/** To the owner of an address that somebody wanted for another account, where accounts are hidden from strangers. */
export function addressTakenLetter(input: LetterInput, language: Language): Letter {
  return composeLetter(language === 'ko' ? korean(input) : english(input), input, language)
}

function english({ email, server }: LetterInput): LetterParts {
  return {
    subject: `You already have an account at ${hostOf(server)}`,
    before: [
      `Somebody, perhaps you, wanted to use ${email} for a new account or as a new address at ${server}. It belongs to your account there, so nothing was changed.`,
    ],
    after: [
      'If it was you: log in with "auth login", or set a new password with "auth password reset".',
      'If it was not you, there is nothing to do. Your account and your password are as they were.',
    ],
  }
}

function korean({ email, server }: LetterInput): LetterParts {
  return {
    subject: `${hostOf(server)}에 이미 계정이 있습니다`,
    before: [
      `누군가 ${server}에서 ${email} 주소로 가입하거나 주소를 바꾸려고 했습니다. 이미 이 주소를 쓰는 계정이 있어서 아무것도 바뀌지 않았습니다.`,
    ],
    after: [
      '본인이라면 "auth login" 명령으로 로그인하거나 "auth password reset" 명령으로 비밀번호를 새로 정해 주세요.',
      '본인이 아니라면 아무것도 하지 않으셔도 됩니다. 계정과 비밀번호는 그대로입니다.',
    ],
  }
}
