import { pagePaths } from '../../protocol/endpoints.ts'
import { changeOwnPassword } from '../endpoints/password.ts'
import { type AccountForm, type Fold, returnTo } from './account-form.ts'
import { checkOf } from './choice.ts'
import { type Fault, fieldOf, newPasswordField, usernameOf } from './form.ts'
import type { Form, MemberVisit } from './visit.ts'

const path = `${pagePaths.account}/password`

export const passwordForm: AccountForm = {
  path,
  answer: async (visit, { password = '', new_password: fresh = '', others }) => {
    const change = { current: password, fresh, endOthers: others === 'yes' }
    await changeOwnPassword(visit.deps, visit.c, visit.member, change)
    return returnTo(visit, 'profile', 'password-changed')
  },
}

export function passwordFold(visit: MemberVisit): Fold {
  const { t } = visit
  return {
    path,
    title: t('Change the password'),
    fields: ['password', 'new_password'],
    submit: t('Change the password'),
    body: (form, fault) => passwordFields(visit, form, fault),
  }
}

function passwordFields(visit: MemberVisit, form: Form, fault: Fault | undefined) {
  const { t, member } = visit
  const scope = 'password-'
  return [
    usernameOf(member.account.email),
    fieldOf(
      {
        name: 'password',
        label: t('Current password'),
        type: 'password',
        autocomplete: 'current-password',
      },
      fault,
      scope,
    ),
    newPasswordField(visit, t('New password'), fault, scope),
    checkOf({ name: 'others', label: t('Log out all other devices'), checked: form.others === 'yes' }, scope),
  ]
}
