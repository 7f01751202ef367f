import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import { presentAccount } from '../accounts/account.ts'
import { rename } from '../endpoints/me.ts'
import { emailFold } from './account-email.ts'
import { type AccountForm, type Fold, foldOf, type Refused, returnTo } from './account-form.ts'
import { passwordFold } from './account-password.ts'
import { fieldOf, noticeOf } from './form.ts'
import type { Markup } from './layout.ts'
import { readNotice } from './notice.ts'
import { dateOf } from './time.ts'
import type { MemberVisit } from './visit.ts'

const path = `${pagePaths.account}/name`

export const nameForm: AccountForm = {
  path,
  answer: async (visit, form) => {
    const name = form.username?.trim() || null
    await rename(visit.deps, visit.c, visit.member.account, name)
    return returnTo(visit, 'profile', 'name-changed')
  },
}

/** Who somebody is here, and what of it they can change. */
export function profileSection(visit: MemberVisit, refused: Refused | undefined): Markup {
  const { t, language, member } = visit
  const account = presentAccount(member.account)
  const notice = readNotice(visit, ['name-changed', 'email-changed', 'password-changed', 'member-changed'])
  const folds = [nameFold(visit), emailFold(visit), passwordFold(visit)]
  return html`<section id="profile" aria-labelledby="profile-title">
    <h2 id="profile-title">${t('Profile')}</h2>
    ${noticeOf(notice)}
    <dl>
      <dt>${t('E-mail address')}</dt>
      <dd>${account.email}</dd>
      <dt>${t('User name')}</dt>
      <dd>${account.username ?? html`<span class="quiet-text">${t('none')}</span>`}</dd>
      <dt>${t('Member since')}</dt>
      <dd>${dateOf(account.created_at, language)} ${account.is_superuser ? html`<span class="tag">${t('Superuser')}</span>` : ''}</dd>
    </dl>
    ${folds.map((fold) => foldOf(visit, fold, refused))}
  </section>`
}

function nameFold({ t, member }: MemberVisit): Fold {
  return {
    path,
    title: t('Change the user name'),
    fields: ['username'],
    submit: t('Save the name'),
    body: (form, fault) => {
      const field = {
        name: 'username',
        label: t('User name'),
        autocomplete: 'nickname',
        value: form.username ?? member.account.username ?? '',
        hint: t('Another way to log in than the address. Leave it empty for none.'),
        required: false,
      }
      return fieldOf(field, fault, 'name-')
    },
  }
}
