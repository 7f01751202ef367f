import { z } from '@hono/zod-openapi'

/**
 * A body with these fields and no others: what would be passed over in silence is refused instead. `words` say of a field
 * why it is not taken, where there is more to say than that it is unknown.
 */
export function closedBody<T extends z.ZodRawShape>(fields: T, words: Readonly<Record<string, string>>) {
  return z.strictObject(fields, {
    error: (issue) => {
      const [key] = issue.code === 'unrecognized_keys' ? issue.keys : []
      if (key === undefined) return undefined
      return Object.hasOwn(words, key) ? words[key] : 'it is unknown here.'
    },
  })
}
