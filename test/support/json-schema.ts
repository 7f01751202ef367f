/** As much of JSON Schema as `/openapi.json` uses. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  allOf?: Schema[]
  additionalProperties?: Schema | boolean
}

/**
 * What of a value its schema does not allow, each as `where: what`. Stricter than JSON Schema: a field that is not described
 * is a fault too, unless further ones are allowed.
 */
export function findFaults(
  schema: Schema,
  value: unknown,
  shapes: Readonly<Record<string, Schema>>,
  place = 'body',
): string[] {
  if (schema.$ref !== undefined) {
    const shape = shapes[schema.$ref.replace('#/components/schemas/', '')]
    return shape ? findFaults(shape, value, shapes, place) : [`${place}: ${schema.$ref} is missing`]
  }
  if (schema.allOf) return findFaults(mergeParts(schema.allOf, shapes), value, shapes, place)
  if (schema.enum)
    return schema.enum.includes(value) ? [] : [`${place}: ${JSON.stringify(value)} is not listed`]
  if (schema.type === undefined) return []
  const types = [schema.type].flat()
  if (!types.some((type) => isOf(type, value))) return [`${place}: it is no ${types.join(' or ')}`]
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => findFaults(schema.items ?? {}, item, shapes, `${place}[${index}]`))
  }
  return typeof value === 'object' && value !== null ? fieldFaults(schema, value, shapes, place) : []
}

/** As one schema, so that the fields of each part are known to the others. */
function mergeParts(parts: readonly Schema[], shapes: Readonly<Record<string, Schema>>): Schema {
  const resolved = parts.map((part) => shapes[part.$ref?.replace('#/components/schemas/', '') ?? ''] ?? part)
  return {
    type: 'object',
    properties: Object.assign({}, ...resolved.map(({ properties }) => properties)),
    required: resolved.flatMap(({ required = [] }) => required),
  }
}

function fieldFaults(
  { properties = {}, required = [], additionalProperties }: Schema,
  value: object,
  shapes: Readonly<Record<string, Schema>>,
  place: string,
): string[] {
  const missing = required.filter((name) => !Object.hasOwn(value, name))
  const faults = Object.entries(value).flatMap(([name, field]) => {
    const further = typeof additionalProperties === 'object' ? additionalProperties : {}
    const described = Object.hasOwn(properties, name) ? properties[name] : additionalProperties && further
    return described
      ? findFaults(described, field, shapes, `${place}.${name}`)
      : [`${place}.${name}: not described`]
  })
  return [...missing.map((name) => `${place}.${name}: missing`), ...faults]
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}
