import type { ApiDocument, ApiOperation } from '../../src/server/endpoints/api-shapes.ts'
import type { TestApp } from './app.ts'

/** The description as programs get it, over HTTP. */
export async function fetchDocument(app: TestApp): Promise<ApiDocument> {
  const answer = await app.request('GET', '/openapi.json')
  if (answer.status !== 200) throw new Error(`/openapi.json answered ${answer.status}`)
  return (await answer.json()) as ApiDocument
}

/** Every operation by `POST /auth/login`. */
export function operationsOf({ paths }: ApiDocument): Map<string, ApiOperation> {
  const entries = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  )
  return new Map(entries)
}
