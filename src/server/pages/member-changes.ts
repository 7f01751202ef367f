import { pagePaths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import type { Deps } from '../deps.ts'
import {
  changeMember,
  endMemberSession,
  endMemberSessions,
  removeMember,
  startMemberReset,
} from '../endpoints/members.ts'
import { createRouter, type RequestContext, type Router } from '../endpoints/router.ts'
import { idParams } from '../endpoints/schemas.ts'
import { removalPath } from './account-removal.ts'
import { answerForm } from './form.ts'
import { memberPage, needsQuestion } from './member.ts'
import { memberPath } from './member-card.ts'
import { questionPage } from './member-question.ts'
import { type Form, forSuperuser, type MemberVisit, openVisit, readForm } from './visit.ts'

/** The page of one account, and what is done there. */
export function memberPages(deps: Deps): Router {
  const router = createRouter()
  const one = `${pagePaths.members}/:id`

  router.get(one, async (c) =>
    forSuperuser(await openVisit(deps, c), (visit) => memberPage(visit, readId(c))),
  )
  router.get(`${one}/:change`, async (c) => forSuperuser(await openVisit(deps, c), answerQuestion))
  router.post(`${one}/:change`, async (c) => forSuperuser(await openVisit(deps, c), answerChange))

  return router
}

/** What it does, and where it goes on. */
type Change = (visit: MemberVisit, id: string, form: Form) => Promise<string>

const changes: Readonly<Record<string, Change>> = {
  disable: async (visit, id) => {
    await changeMember(visit.deps, visit.c, visit.member.account, id, { is_active: false })
    return isOwn(visit, id) ? `${pagePaths.login}?done=member-changed` : changed(id)
  },
  enable: async (visit, id) => {
    await changeMember(visit.deps, visit.c, visit.member.account, id, { is_active: true })
    return changed(id)
  },
  promote: async (visit, id) => {
    await changeMember(visit.deps, visit.c, visit.member.account, id, { is_superuser: true })
    return changed(id)
  },
  demote: async (visit, id) => {
    await changeMember(visit.deps, visit.c, visit.member.account, id, { is_superuser: false })
    return isOwn(visit, id) ? `${pagePaths.account}?done=member-changed` : changed(id)
  },
  'end-session': async ({ deps, c, member }, id, { session = '' }) => {
    if (!isId(session)) throw new ProtocolError('not_found', 'There is no such session.')
    await endMemberSession(deps, c, member.account, { accountId: id, sessionId: session })
    return `${memberPath(id)}?done=session-ended`
  },
  'end-sessions': async ({ deps, c, member }, id) => {
    await endMemberSessions(deps, c, member.account, id)
    return `${memberPath(id)}?done=member-sessions-ended`
  },
  reset: async ({ deps, c, member }, id) => {
    await startMemberReset(deps, c, member.account, id)
    return `${memberPath(id)}?done=reset-started`
  },
  delete: async (visit, id) => {
    await removeMember(visit.deps, visit.c, visit.member.account, id)
    return `${pagePaths.members}?done=member-deleted`
  },
}

async function answerChange(visit: MemberVisit): Promise<Response> {
  const { c } = visit
  const [id, name] = [readId(c), c.req.param('change') ?? '']
  const change = readChange(name)
  const form = await readForm(visit)
  if (isOwnRemoval(visit, id, name)) return c.redirect(removalPath, 303)
  // A form of an older page, from before one of the two became the other.
  if (needsQuestion(name, isOwn(visit, id)) && form.sure !== 'yes')
    return c.redirect(memberPath(id, name), 303)
  return answerForm(
    visit,
    async () => c.redirect(await change(visit, id, form), 303),
    (fault) => memberPage(visit, id, fault),
  )
}

/** Where nothing needs to be asked, a reload of a refusal, or a change of the language on it, finds the page again. */
function answerQuestion(visit: MemberVisit): Promise<Response> | Response {
  const { c } = visit
  const [id, name] = [readId(c), c.req.param('change') ?? '']
  readChange(name)
  if (isOwnRemoval(visit, id, name)) return c.redirect(removalPath, 303)
  return needsQuestion(name, isOwn(visit, id))
    ? questionPage(visit, id, name)
    : c.redirect(memberPath(id), 303)
}

/** One's own account goes by its own page, which asks for the password: an unlocked screen must not be enough. */
function isOwnRemoval(visit: MemberVisit, id: string, name: string): boolean {
  return name === 'delete' && isOwn(visit, id)
}

function readChange(name: string): Change {
  const change = Object.hasOwn(changes, name) ? changes[name] : undefined
  if (!change) throw new ProtocolError('not_found', 'There is nothing at this address.')
  return change
}

function readId(c: RequestContext): string {
  const id = c.req.param('id') ?? ''
  if (!isId(id)) throw new ProtocolError('not_found', 'There is no such account.')
  return id
}

/** Nothing else can be anybody's, and no store takes every character. */
function isId(text: string): boolean {
  return idParams.shape.id.safeParse(text).success
}

function isOwn({ member }: MemberVisit, id: string): boolean {
  return member.account.id === id
}

function changed(id: string): string {
  return `${memberPath(id)}?done=member-changed`
}
