import type { Catalogue } from '../messages.ts'

/** What letters say. */
export const mail: Catalogue = {
  'Hello,': '안녕하세요.',
  'Sent to {email} by {server}. This is an automatic letter; replies are not read.':
    '이 메일은 {server} 서버가 {email} 앞으로 자동으로 보냈습니다. 회신은 확인하지 않습니다.',
  '1 minute': '1분',
  '{count} minutes': '{count}분',
  '1 hour': '1시간',
  '{count} hours': '{count}시간',

  'Your registration code for {host}': '{host} 가입 코드',
  'This code finishes your registration at {server}:': '{server} 가입을 마치려면 아래 코드를 입력해 주세요.',
  'It is good for {span} and works once.': '이 코드는 {span} 동안 한 번만 쓸 수 있습니다.',
  'If you did not register there, ignore this letter. Without the code nobody can open an account with your address.':
    '가입을 신청하지 않으셨다면 이 메일을 무시하셔도 됩니다. 코드가 없으면 누구도 이 주소로 계정을 만들 수 없습니다.',

  'You are invited to {host}': '{host} 초대',
  'You can have an account at {server}. Register there with {email}, in a browser or by "auth register", and enter this invitation code:':
    '{server}에 계정을 만드실 수 있습니다. 웹 브라우저나 "auth register" 명령에서 {email} 주소로 가입하면서 아래 초대 코드를 입력해 주세요.',
  'It is good until {time}, for this address only, and works once.':
    '이 코드는 {time}까지 이 주소로만 한 번 쓸 수 있습니다.',
  'If you expected no invitation, ignore this letter. Nothing happens without you.':
    '초대를 기다리신 적이 없다면 이 메일을 무시하셔도 됩니다. 아무 일도 일어나지 않습니다.',

  'You already have an account at {host}': '{host}에 이미 계정이 있습니다',
  'Somebody, perhaps you, wanted to use {email} for a new account or as a new address at {server}. It belongs to your account there, so nothing was changed.':
    '누군가 {server}에서 {email} 주소로 가입하거나 주소를 바꾸려고 했습니다. 이미 이 주소를 쓰는 계정이 있어서 아무것도 바뀌지 않았습니다.',
  'If it was you: log in with "auth login", or set a new password with "auth password reset".':
    '본인이라면 "auth login" 명령으로 로그인하거나 "auth password reset" 명령으로 비밀번호를 새로 정해 주세요.',
  'If it was not you, there is nothing to do. Your account and your password are as they were.':
    '본인이 아니라면 아무것도 하지 않으셔도 됩니다. 계정과 비밀번호는 그대로입니다.',

  'Your password reset code for {host}': '{host} 비밀번호 재설정 코드',
  'With this code you set a new password for your account at {server}:':
    '{server} 계정의 비밀번호를 새로 정하려면 아래 코드를 입력해 주세요.',
  'It is good for {span} and works once. Afterwards every device has to log in again.':
    '이 코드는 {span} 동안 한 번만 쓸 수 있습니다. 비밀번호를 바꾸면 모든 기기에서 다시 로그인해야 합니다.',
  'If you did not ask for it, ignore this letter: your password stays as it is. Give the code to nobody; we never ask for it.':
    '요청하신 적이 없다면 이 메일을 무시해 주세요. 비밀번호는 바뀌지 않습니다. 코드는 누구에게도 알려 주지 마세요. 저희가 코드를 묻는 일은 없습니다.',

  'Your password for {host} has changed': '{host} 비밀번호가 바뀌었습니다',
  'The password of your account {email} at {server} has just been changed.':
    '{server} 계정 {email}의 비밀번호가 방금 바뀌었습니다.',
  'If you changed it, all is well.': '직접 바꾸셨다면 아무것도 하지 않으셔도 됩니다.',
  'If it was not you, set a new one now with "auth password reset". That also ends every session, wherever it is open.':
    '바꾸신 적이 없다면 지금 "auth password reset" 명령으로 비밀번호를 새로 정해 주세요. 열려 있는 모든 세션도 함께 끝납니다.',

  'Confirm your new address for {host}': '{host} 새 이메일 주소 확인',
  'This code makes {email} the address of your account at {server}:':
    '{server} 계정의 이메일 주소를 {email}(으)로 바꾸려면 아래 코드를 입력해 주세요.',
  'It is good for {span} and works once. Until then your old address stays.':
    '이 코드는 {span} 동안 한 번만 쓸 수 있습니다. 입력하기 전까지는 이전 주소가 그대로 쓰입니다.',
  'If you have no account there or did not ask for this, ignore this letter. Without the code your address is not used.':
    '요청하신 적이 없다면 이 메일을 무시해 주세요. 코드가 없으면 이 주소는 쓰이지 않습니다.',

  'The address of your account at {host} has changed': '{host} 계정의 이메일 주소가 바뀌었습니다',
  'The address of your account at {server} is no longer {email}. It is now {newEmail}, and letters and codes go there.':
    '{server} 계정의 이메일 주소가 {email}에서 {newEmail}(으)로 바뀌었습니다. 앞으로 메일과 코드는 새 주소로 보냅니다.',
  'If it was not you, somebody knows your password. Tell whoever runs this server at once: they can give the account back to you.':
    '바꾸신 적이 없다면 누군가 비밀번호를 알고 있는 것입니다. 곧바로 서버 관리자에게 알려 주세요. 관리자가 계정을 되찾아 드릴 수 있습니다.',
}
