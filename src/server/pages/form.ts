import { html } from 'hono/html'
import { type ErrorCode, ProtocolError } from '../../protocol/errors.ts'
import { translate } from '../language.ts'
import { proofOf } from './form-token.ts'
import type { Markup } from './layout.ts'
import type { Visit } from './visit.ts'

/** What was wrong with a form that was sent; without a field it is about the form as a whole. */
export interface Fault {
  field: string | undefined
  /** In the visitor's language. */
  text: string
  status: number
  code: ErrorCode
}

export interface Field {
  name: string
  label: string
  type?: 'text' | 'email' | 'password' | 'search'
  /** So that password managers and keyboards know what it is (HTML §4.10.18.7). */
  autocomplete: string
  value?: string | undefined
  hint?: string
  required?: boolean
  /** For codes: letters of a fixed width, no correction. */
  code?: boolean
}

/** A form that carries its proof. `submit` names its button. */
export function formOf(
  visit: Visit,
  form: { action: string; body: Markup | Markup[]; submit: string; tone?: 'danger' | 'quiet' },
): Markup {
  return html`<form method="post" action="${form.action}">
    ${proofOf(visit)} ${form.body}
    <button class="${form.tone ?? 'main'}">${form.submit}</button>
  </form>`
}

/** A password that is chosen now, with what it takes. */
export function newPasswordField(
  { t, deps }: Visit,
  label: string,
  fault: Fault | undefined,
  scope = '',
): Markup {
  const length = deps.config.passwordMinLength
  const hint = t('At least {length} characters; several unrelated words are good.', { length })
  return fieldOf(
    { name: 'new_password', label, type: 'password', autocomplete: 'new-password', hint },
    fault,
    scope,
  )
}

/** A labelled field with its hint and, where there is one, its error beside it; `scope` tells forms of one page apart. */
export function fieldOf(field: Field, fault: Fault | undefined, scope = ''): Markup {
  const id = `${scope}${field.name}`
  const error = fault?.field === field.name ? fault.text : undefined
  const described = [error && `${id}-error`, field.hint && `${id}-hint`].filter(Boolean).join(' ')
  return html`<div class="field">
    <label for="${id}">${field.label}</label>
    ${field.hint ? html`<p class="hint" id="${id}-hint">${field.hint}</p>` : ''}
    <input
      id="${id}"
      name="${field.name}"
      type="${field.type ?? 'text'}"
      autocomplete="${field.autocomplete}"
      ${field.value === undefined ? '' : html`value="${field.value}"`}
      ${field.required === false ? '' : html`required`}
      ${field.code ? html`class="code" autocapitalize="characters" spellcheck="false" maxlength="64"` : ''}
      ${field.type === 'email' || field.name === 'login' ? html`autocapitalize="none" spellcheck="false"` : ''}
      ${error ? html`aria-invalid="true" autofocus` : ''}
      ${described ? html`aria-describedby="${described}"` : ''}
    />
    ${error ? html`<p class="error" id="${id}-error" role="alert">${error}</p>` : ''}
  </div>`
}

/** Whose password a form is about: password managers ask for it in every form that has one. */
export function usernameOf(email: string): Markup {
  return html`<input type="text" name="login" autocomplete="username" value="${email}" readonly hidden />`
}

/** An error that no field is to blame for. */
export function alertOf(fault: Fault | undefined, fields: readonly string[] = []): Markup | '' {
  if (!fault || (fault.field !== undefined && fields.includes(fault.field))) return ''
  return html`<p class="alert" role="alert">${fault.text}</p>`
}

/** A word that something went well. */
export function noticeOf(text: string | undefined): Markup | '' {
  return text === undefined ? '' : html`<p class="notice" role="status">${text}</p>`
}

/** Which field an error is about. */
const fieldOfCode: Partial<Record<ErrorCode, string>> = {
  invalid_email: 'email',
  email_taken: 'email',
  invalid_username: 'username',
  username_taken: 'username',
  weak_password: 'new_password',
  password_too_long: 'new_password',
  wrong_password: 'password',
  invalid_verification_code: 'code',
  invite_required: 'invite',
  invalid_invite: 'invite',
}

/**
 * Does what a form asks; where that is refused, shows the form again with the error beside its field. What was typed is
 * kept, but for passwords. Faults of the server itself are left to app.ts.
 */
export async function answerForm(
  { c, language }: Visit,
  act: () => Promise<Response>,
  again: (fault: Fault) => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof ProtocolError) || error.code === 'form_expired') throw error
    if (error.status >= 500 && error.code !== 'overloaded') throw error
    if (error.retryAfter !== undefined) c.header('Retry-After', String(error.retryAfter))
    const { code, status, said } = error
    return again({ field: fieldOfCode[code], text: translate(said, language), status, code })
  }
}
