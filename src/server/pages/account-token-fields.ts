import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import { fullScope } from '../../protocol/scopes.ts'
import type { Fold } from './account-form.ts'
import { checkOf, selectOf } from './choice.ts'
import { fieldOf } from './form.ts'
import type { Markup } from './layout.ts'
import type { Form, MemberVisit } from './visit.ts'

export const tokensPath = `${pagePaths.account}/tokens`

/** Days that a token may live; an empty choice is: until it is revoked. */
const lifetimes = ['7', '30', '90', '365', ''] as const
const usualLifetime = '90'

const day = 24 * 60 * 60_000

/** When the chosen life ends, in epoch ms. What is none of the choices gets the usual one, never more. */
export function lifetimeOf(form: Form, now: number): number | undefined {
  const days = lifetimes.find((choice) => choice === form.days) ?? usualLifetime
  return days === '' ? undefined : now + Number(days) * day
}

/** The ticked scopes as one list. */
export function scopesOf(form: Form): string {
  const scopes = fullScope.split(' ')
  return scopes.filter((scope) => form[`scope_${scope}`] === 'yes').join(' ')
}

export function tokenFold(visit: MemberVisit): Fold {
  const { t } = visit
  return {
    path: tokensPath,
    title: t('Make a token'),
    fields: [],
    submit: t('Make the token'),
    body: (form) => [
      fieldOf(
        {
          name: 'name',
          label: t('What it is for'),
          autocomplete: 'off',
          value: form.name ?? '',
          hint: t('A name by which you know it again, such as “nightly backup”.'),
        },
        undefined,
        'token-',
      ),
      scopeBoxes(visit, form),
      lifetimeSelect(visit, form),
    ],
  }
}

function scopeBoxes({ t, member }: MemberVisit, form: Form): Markup {
  const choices = [
    ['account', t('account: read and change your account')],
    ['openid', t('openid: tell who you are')],
    ['profile', t('profile: tell your user name')],
    ['email', t('email: tell your address')],
    // Good for nothing in anybody else's hands.
    ...(member.account.superuser_at === null
      ? []
      : [['admin', t('admin: administer all accounts')] as const]),
  ] as const
  const isFresh = form.name === undefined
  return html`<fieldset>
    <legend>${t('What it may do')}</legend>
    ${choices.map(([scope, label]) => {
      const checked = isFresh ? scope === 'account' : form[`scope_${scope}`] === 'yes'
      return checkOf({ name: `scope_${scope}`, label, checked }, 'token-')
    })}
  </fieldset>`
}

function lifetimeSelect({ t }: MemberVisit, form: Form): Markup {
  const nameOf = (days: string) => (days === '' ? t('Until it is revoked') : t('{days} days', { days }))
  const options = lifetimes.map((days) => [days, nameOf(days)] as const)
  const value = form.days ?? usualLifetime
  return selectOf({ name: 'days', label: t('How long it works'), options, value }, 'token-')
}
