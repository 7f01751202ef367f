import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import { oauthErrorPaths, oauthPaths } from '../../protocol/oauth.ts'
import type { Deps } from '../deps.ts'
import { apiGroups, groupOf } from './api-groups.ts'
import type { ApiAnswer, ApiDocument, ApiOperation } from './api-shapes.ts'
import { oauthErrorSchema } from './oauth-schemas.ts'
import type { Router } from './router.ts'
import { jsonAnswer, problemAnswers, problemSchema, sharedProblems } from './schemas.ts'

const documentRoute = createRoute({
  method: 'get',
  path: paths.openapi,
  summary: 'This description, for programs (OpenAPI 3.1)',
  responses: { 200: jsonAnswer(z.looseObject({ openapi: z.string() }), 'The document.') },
})

/** Answered from memory, so the store cannot keep them from answering; `/readyz` is there to say that it does. */
const storeless: readonly string[] = [
  paths.health,
  paths.ready,
  paths.jwks,
  paths.openapi,
  oauthPaths.authorizationServerMetadata,
  oauthPaths.openidConfiguration,
]

/**
 * Serves the description of every route that the app has, and returns it. Made from the routes themselves when it is first
 * asked for, so it has those that are added later too, and cannot drift from what is served.
 */
export function describeRoutes(app: Router, deps: Deps): () => ApiDocument {
  let made: ApiDocument | undefined
  const read = () => {
    made ??= makeDocument(app, deps)
    return made
  }
  registerShapes(app)
  app.openAPIRegistry.registerPath(documentRoute)
  app.get(paths.openapi, (c) => c.json(read()))
  return read
}

/** What the routes refer to by name. */
function registerShapes(app: Router): void {
  app.openAPIRegistry.register('Problem', problemSchema)
  app.openAPIRegistry.register('OAuthError', oauthErrorSchema)
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'An access token, or a personal access token; where it is said, a refresh token.',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'client', {
    type: 'http',
    scheme: 'basic',
    description: 'Id and secret of a client (RFC 6749 §2.3.1).',
  })
}

function makeDocument(app: Router, deps: Deps): ApiDocument {
  // The library's type allows all of OpenAPI; what our routes make of it is less.
  const raw = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Latchkey', version: deps.version, license: { name: 'MIT' } },
    servers: [{ url: deps.config.issuer }],
    tags: apiGroups.map(({ name, description }) => ({ name, description })),
  }) as unknown as ApiDocument
  const described = Object.entries(raw.paths).map(([path, operations]) => {
    const completed = Object.entries(operations).map(
      ([method, operation]) => [method, completeOperation(path, method, operation)] as const,
    )
    return [path, Object.fromEntries(completed)] as const
  })
  return { ...raw, paths: Object.fromEntries(described) }
}

function completeOperation(path: string, method: string, operation: ApiOperation): ApiOperation {
  const tag = groupOf(path)
  const isOAuth = oauthErrorPaths.includes(path)
  return {
    ...operation,
    operationId: nameOperation(path, method),
    tags: tag === undefined ? [] : [tag],
    responses: isOAuth ? operation.responses : addShared(path, method, operation),
  }
}

/** `post` and `/auth/login` are `postAuthLogin`; `{id}` is `ById`. */
function nameOperation(path: string, method: string): string {
  const words = path.replaceAll('{', 'by-').match(/[a-z0-9]+/gi) ?? []
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function addShared(path: string, method: string, operation: ApiOperation): Record<string, ApiAnswer> {
  const shared = sharedProblems({
    takesBody: method !== 'get',
    hasParameters: operation.parameters?.some(({ in: place }) => place !== 'header') ?? false,
    usesStore: !storeless.includes(path),
  })
  const known = Object.values(operation.responses).flatMap(readCodes)
  const problems: Record<string, ApiAnswer> = problemAnswers(...([...known, ...shared] as ErrorCode[]))
  return { ...operation.responses, ...problems }
}

/** The error codes of an answer, as its schema lists them; none for an answer that is no error. */
export function readCodes(answer: ApiAnswer): string[] {
  return Object.values(answer.content ?? {}).flatMap(({ schema }) =>
    (schema.allOf ?? []).flatMap(({ properties }) => {
      const code = properties?.code ?? properties?.error
      return (code?.enum ?? []).map(String)
    }),
  )
}
