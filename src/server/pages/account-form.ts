import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import { alertOf, type Fault, formOf } from './form.ts'
import type { Markup } from './layout.ts'
import type { Form, MemberVisit } from './visit.ts'

/** One form of the account page, and what it does. */
export interface AccountForm {
  /** Where it is sent; may hold `:id`. */
  path: string
  /** Throws a ProtocolError where it is refused; the page is shown again then. */
  answer: (visit: MemberVisit, form: Form) => Promise<Response>
  /** Shows it again, where that is on a page of its own. */
  again?: (visit: MemberVisit, fault: Fault) => Response | Promise<Response>
}

/** A form that was refused: where it was sent, what was typed, and what was wrong with it. */
export interface Refused {
  path: string
  form: Form
  fault: Fault
}

type Section = 'profile' | 'devices' | 'tokens'

/** Back to a section, which says the notice. */
export function returnTo({ c }: MemberVisit, section: Section, done: string): Response {
  return c.redirect(`${pagePaths.account}?${new URLSearchParams({ done })}#${section}`, 303)
}

export interface Fold {
  path: string
  /** What it is for. */
  title: string
  /** Names of its fields; an error of any other is said above them. */
  fields: readonly string[]
  submit: string
  /** Gets what was typed and what was wrong where it was refused. */
  body: (form: Form, fault: Fault | undefined) => Markup | Markup[]
}

/** A form behind its title; open where it was refused. */
export function foldOf(visit: MemberVisit, fold: Fold, refused: Refused | undefined): Markup {
  const own = refused?.path === fold.path ? refused : undefined
  // The fragment leads to the form on the page that answers, without any script.
  const id = `form-${fold.path.split('/').at(-1)}`
  const action = `${fold.path}#${id}`
  const body = html`${alertOf(own?.fault, fold.fields)} ${fold.body(own?.form ?? {}, own?.fault)}`
  return html`<details id="${id}" ${own ? html`open` : ''}>
    <summary>${fold.title}</summary>
    ${formOf(visit, { action, submit: fold.submit, body })}
  </details>`
}
