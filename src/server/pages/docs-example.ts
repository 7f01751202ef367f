import { cliClientId, paths } from '../../protocol/endpoints.ts'
import type { ApiOperation, ApiRoute, ApiSchema } from '../endpoints/api-shapes.ts'

/** Values that say what a field is for; every other field gets one of its type. */
const values: Readonly<Record<string, unknown>> = {
  id: '6f1d5a3e-8c0b-4b52-9d3e-2f7a1c9b4e60',
  session_id: '2b9c7d10-41f5-4e0a-8a6b-90d3c1e5f7a8',
  email: 'ann@example.com',
  username: 'ann',
  password: 'four unrelated words here',
  current_password: 'four unrelated words here',
  new_password: 'other words nobody guesses',
  verification_code: 'K7M2XQ',
  code: 'K7M2XQ',
  user_code: 'BCDF-GHJK',
  name: 'Deployment',
  grant_type: 'client_credentials',
  client_id: cliClientId,
}

/** A command for a POSIX shell, with what the operation needs and no more. */
export function exampleOf({ path, method, operation }: ApiRoute, issuer: string): string {
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const data = body && type !== undefined ? dataOptions(type, body.schema) : []
  const isImplied = method === 'get' || (method === 'post' && data.length > 0)
  const url = quote(`${issuer}${fillPath(path, operation)}${queryOf(operation)}`)
  const first = isImplied ? `curl ${url}` : `curl -X ${method.toUpperCase()} ${url}`
  // A public client has no secret to send: its id in the form is all.
  const isPublic = data.some((option) => option.includes('client_id='))
  return [first, ...(isPublic ? [] : credentials(path, operation)), ...data].join(' \\\n  ')
}

function credentials(path: string, { security = [] }: ApiOperation): string[] {
  const schemes = security.flatMap((alternative) => Object.keys(alternative))
  const token = path === paths.updateToken ? '$REFRESH_TOKEN' : '$(auth token)'
  if (schemes.includes('bearer')) return [`-H "Authorization: Bearer ${token}"`]
  return schemes.includes('client') ? ['-u "$CLIENT_ID:$CLIENT_SECRET"'] : []
}

function dataOptions(type: string, schema: ApiSchema): string[] {
  const fields = neededFields(schema)
  if (type !== 'application/json') {
    return fields.map(([name, field]) => {
      // A token is typed in nobody's example: it is a secret of whoever tries it.
      return name === 'token'
        ? '--data-urlencode "token=$TOKEN"'
        : `--data-urlencode ${quote(`${name}=${sampleOf(name, field)}`)}`
    })
  }
  const body = Object.fromEntries(fields.map(([name, field]) => [name, sampleOf(name, field)]))
  return ["-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(body))}`]
}

/** What is required; where nothing is, the first field, so that the request does something. */
function neededFields({ properties = {}, required = [] }: ApiSchema): Array<[string, ApiSchema]> {
  const fields = Object.entries(properties)
  const needed = fields.filter(([name]) => required.includes(name))
  return needed.length > 0 || required.length > 0 ? needed : fields.slice(0, 1)
}

function fillPath(path: string, { parameters = [] }: ApiOperation): string {
  return parameters
    .filter(({ in: place }) => place === 'path')
    .reduce((filled, { name, schema }) => filled.replace(`{${name}}`, String(sampleOf(name, schema))), path)
}

function queryOf({ parameters = [] }: ApiOperation): string {
  const needed = parameters.filter(({ in: place, required }) => place === 'query' && required)
  const pairs = needed.map(({ name, schema }) => [name, String(sampleOf(name, schema))] as [string, string])
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

function sampleOf(name: string, schema: ApiSchema): unknown {
  if (schema.enum) return schema.enum[0]
  if (Object.hasOwn(values, name)) return values[name]
  const [type] = [schema.type ?? 'string'].flat()
  if (type === 'array') return [sampleOf('', schema.items ?? {})]
  if (type === 'boolean') return true
  return type === 'integer' || type === 'number' ? 1 : '…'
}

/** Nothing inside single quotes means anything to a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
