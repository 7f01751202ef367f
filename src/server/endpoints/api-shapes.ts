/** The part of OpenAPI 3.1 that `/openapi.json` uses, as far as its readers here go. */

export interface ApiDocument {
  openapi: string
  info: { title: string; version: string }
  servers: Array<{ url: string }>
  tags: Array<{ name: string; description: string }>
  /** By path, then by method in lower case. */
  paths: Record<string, Record<string, ApiOperation>>
  components: { schemas: Record<string, ApiSchema>; securitySchemes: Record<string, { description: string }> }
}

export interface ApiOperation {
  operationId: string
  summary: string
  tags?: string[]
  /** Any of them will do; an empty one means that none is needed. */
  security?: Array<Record<string, string[]>>
  parameters?: ApiParameter[]
  requestBody?: { required?: boolean; content: ApiContent }
  /** By status. */
  responses: Record<string, ApiAnswer>
}

/** An operation and where it is. */
export interface ApiRoute {
  path: string
  /** In lower case. */
  method: string
  operation: ApiOperation
}

export interface ApiParameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: ApiSchema
}

export interface ApiAnswer {
  description: string
  headers?: Record<string, { description: string }>
  content?: ApiContent
}

/** By media type. */
export type ApiContent = Record<string, { schema: ApiSchema }>

export interface ApiSchema {
  $ref?: string
  type?: string | string[]
  description?: string
  enum?: unknown[]
  default?: unknown
  properties?: Record<string, ApiSchema>
  required?: string[]
  items?: ApiSchema
  allOf?: ApiSchema[]
  anyOf?: ApiSchema[]
  additionalProperties?: ApiSchema | boolean
}
