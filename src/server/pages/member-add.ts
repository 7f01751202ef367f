import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { addMember } from '../endpoints/members.ts'
import { createRouter, type Router } from '../endpoints/router.ts'
import { checkOf } from './choice.ts'
import { alertOf, answerForm, type Fault, fieldOf, formOf } from './form.ts'
import { answerPage } from './layout.ts'
import { memberPath } from './member-card.ts'
import { type Form, forSuperuser, type MemberVisit, openVisit, readForm } from './visit.ts'

const addPath = `${pagePaths.members}/add`

/** An account for somebody; nobody but its owner ever knows its password. */
export function memberAddPages(deps: Deps): Router {
  const router = createRouter()
  router.get(addPath, async (c) => forSuperuser(await openVisit(deps, c), (visit) => addPage(visit, {})))
  router.post(addPath, async (c) => forSuperuser(await openVisit(deps, c), answerAdding))
  return router
}

async function answerAdding(visit: MemberVisit): Promise<Response> {
  const { deps, c, member } = visit
  const form = await readForm(visit)
  const { email = '', username, superuser } = form
  return answerForm(
    visit,
    async () => {
      const fresh = { email, username: username || null, is_superuser: superuser === 'yes' }
      const { id } = await addMember(deps, c, member.account, fresh)
      return c.redirect(`${memberPath(id)}?done=member-added`, 303)
    },
    (fault) => addPage(visit, form, fault),
  )
}

function addPage(visit: MemberVisit, form: Form, fault?: Fault): Response | Promise<Response> {
  const { t, deps } = visit
  const email = {
    name: 'email',
    label: t('E-mail address'),
    type: 'email',
    autocomplete: 'off',
    value: form.email ?? '',
    hint:
      deps.config.smtpUrl === undefined
        ? t('This server sends no mail: who runs it reads the code for a password with {command}.', {
            command: 'authd mail list',
          })
        : t('A code for a password goes to it.'),
  } as const
  const username = {
    name: 'username',
    label: t('User name (optional)'),
    autocomplete: 'off',
    value: form.username ?? '',
    required: false,
  }
  const check = { name: 'superuser', label: t('May change accounts and invite (superuser)') }
  const body = html`${alertOf(fault, ['email', 'username'])}
    ${formOf(visit, {
      action: addPath,
      submit: t('Add'),
      body: [
        fieldOf(email, fault),
        fieldOf(username, fault),
        checkOf({ ...check, checked: form.superuser === 'yes' }),
      ],
    })}
    <p class="ways"><a href="${pagePaths.members}">${t('Back to the members')}</a></p>`
  return answerPage(visit, { title: t('Add a member'), body, ...(fault && { status: fault.status }) })
}
