// docs/openapi.yaml as the tests hold the server to it: its operations, and which answers fit them. What an answer was of
// the file is kept, so that a test can ask what nobody has asked for yet.
// Law: what is not in the file is wrong: a status, a kind of content, a member, a word of a list.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

export type Schema = {
  $ref?: string
  type?: string
  enum?: unknown[]
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  required?: string[]
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema // a schema: of members with any name
  items?: Schema
  allOf?: Schema[]
}
interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
}
interface Response {
  content?: Record<string, { schema?: Schema }>
}
export interface Operation {
  name: string // "GET /api/v1/inbox"
  method: string
  path: string
  open: boolean // without a session
  parameters: Parameter[]
  responses: Record<string, Response>
}
export interface Told {
  status: number
  type: string
  text: string
}

const folder = new URL('../../docs/', import.meta.url)
const documents = new Map<string, unknown>([
  ['', parsed_yaml(readFileSync(new URL('openapi.yaml', folder), 'utf8'))],
  ['openapi_messages.json', JSON.parse(readFileSync(new URL('openapi_messages.json', folder), 'utf8'))],
])

// By the very reader that the types of the pages are made with.
function parsed_yaml(text: string): unknown {
  const types = createRequire(import.meta.url).resolve('openapi-typescript')
  return createRequire(types)('@redocly/openapi-core').parseYaml(text)
}

// "#/components/…", or that of the messages; home: the document that says it.
function found_at(ref: string, home: string): { what: unknown; home: string } {
  const [file = '', path = ''] = ref.split('#')
  const at = file || home
  let what = documents.get(at)
  for (const step of path.split('/').slice(1)) what = (what as Record<string, unknown> | undefined)?.[step]
  if (!what) throw new Error(`docs/openapi.yaml points at nothing: ${ref}`)
  return { what, home: at }
}
function resolved<Kind>(one: Kind | { $ref: string }): Kind {
  const ref = (one as { $ref?: string }).$ref
  return ref ? (found_at(ref, '').what as Kind) : (one as Kind)
}

interface WrittenOperation {
  security?: unknown[]
  parameters?: (Parameter | { $ref: string })[]
  responses: Record<string, Response | { $ref: string }>
}
export const operations: readonly Operation[] = Object.entries(
  (documents.get('') as { paths: Record<string, Record<string, WrittenOperation>> }).paths,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]) => ({
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    open: one.security?.length === 0,
    parameters: (one.parameters ?? []).map((each) => resolved<Parameter>(each)),
    responses: Object.fromEntries(Object.entries(one.responses).map(([status, each]) => [status, resolved<Response>(each)])),
  })),
)

// A path of words alone is meant before one with something in its place.
export function operation_of(method: string, target: string): Operation | undefined {
  const path = target.split('?')[0] ?? ''
  const fitting = operations.filter(
    (each) => each.method === method && new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )
  return fitting.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]
}

// --- does it fit ---------------------------------------------------------------------------------

// What an object may have, all parts of it together.
function members_of(schema: Schema, home: string): { properties: Map<string, [Schema, string]>; required: string[]; closed: boolean } {
  if (schema.$ref) {
    const { what, home: at } = found_at(schema.$ref, home)
    return members_of(what as Schema, at)
  }
  const parts = (schema.allOf ?? []).map((each) => members_of(each, home))
  const own = Object.entries(schema.properties ?? {}).map(([name, each]) => [name, [each, home]] as const)
  return {
    properties: new Map([...parts.flatMap((each) => [...each.properties]), ...own] as [string, [Schema, string]][]),
    required: [...parts.flatMap((each) => each.required), ...(schema.required ?? [])],
    closed: !schema.additionalProperties && parts.every((each) => each.closed),
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
function text_misfit(told: string, schema: Schema, where: string): string[] {
  const wrong: string[] = []
  if (schema.format === 'uuid' && !uuid.test(told)) wrong.push(`${where} is no UUID: ${told}`)
  if (schema.pattern && !new RegExp(schema.pattern).test(told)) wrong.push(`${where} is not like ${schema.pattern}: ${told}`)
  if (schema.maxLength !== undefined && told.length > schema.maxLength) wrong.push(`${where} is too long`)
  return wrong
}

// Everything about it that the schema does not say; nothing: it fits.
export function misfits(told: unknown, schema: Schema, where = 'it', home = ''): string[] {
  if (schema.$ref) {
    const { what, home: at } = found_at(schema.$ref, home)
    return misfits(told, what as Schema, where, at)
  }
  if (schema.enum && !schema.enum.includes(told)) return [`${where} is none of ${schema.enum.join(', ')}: ${String(told)}`]
  const type = schema.type ?? (schema.allOf ? 'object' : 'nothing that is known')
  switch (type) {
    case 'string':
      return typeof told === 'string' ? text_misfit(told, schema, where) : [`${where} is no text`]
    case 'boolean':
      return typeof told === 'boolean' ? [] : [`${where} is not true or false`]
    case 'number':
      return typeof told === 'number' ? [] : [`${where} is no number`]
    case 'integer':
      return Number.isSafeInteger(told) ? [] : [`${where} is no whole number: ${String(told)}`]
    case 'array':
      if (!Array.isArray(told)) return [`${where} is no list`]
      return told.flatMap((each) => misfits(each, schema.items ?? {}, `${where}[]`, home))
    case 'object': {
      if (typeof told !== 'object' || told === null || Array.isArray(told)) return [`${where} is no object`]
      const any_name = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : null
      if (any_name) return Object.entries(told).flatMap(([name, each]) => misfits(each, any_name, `${where}.${name}`, home))
      const { properties, required, closed } = members_of(schema, home)
      const lacking = required.filter((each) => !(each in told)).map((each) => `${where} lacks ${each}`)
      const inner = Object.entries(told).flatMap(([name, each]) => {
        const member = properties.get(name)
        if (!member) return closed ? [`${where}.${name} is not known`] : []
        return misfits(each, member[0], `${where}.${name}`, member[1])
      })
      return [...lacking, ...inner]
    }
    default:
      return [`${where}: the schema has a type that this test does not know: ${type}`]
  }
}
export const schema_named = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })
export const message_named = (name: string): Schema => ({ $ref: `openapi_messages.json#/components/schemas/${name}` })

// --- what was asked and told -----------------------------------------------------------------------

const seen = new Set<string>()
export const has_happened = (fact: string): boolean => seen.has(fact)
// Facts of the file: an operation with a status, or with a parameter.
export const status_fact = (of: Operation, status: string): string => `${of.name} -> ${status}`
export const parameter_fact = (of: Operation, one: Parameter): string => `${of.name} <- ${one.in} ${one.name}`

function keep_parameters(of: Operation, target: string, headers: Record<string, string>): void {
  const query = new URLSearchParams(target.split('?')[1] ?? '')
  const fields = Object.keys(headers).map((each) => each.toLowerCase())
  for (const each of of.parameters) {
    const given = { path: true, query: query.has(each.name), header: fields.includes(each.name.toLowerCase()) }[each.in]
    if (given) seen.add(parameter_fact(of, each))
  }
}

// What is wrong with that answer, by the file. A parameter counts as tried where it was not refused.
export function faults_of(method: string, target: string, headers: Record<string, string>, told: Told): string[] {
  const of = operation_of(method, target)
  if (!of) return []
  const key = of.responses[String(told.status)] ? String(told.status) : 'default'
  const answer = of.responses[key]
  if (!answer || (key === 'default' && told.status < 400)) return [`${of.name}: ${told.status} is not in the file`]
  seen.add(status_fact(of, key))
  if (told.status < 400) keep_parameters(of, target, headers)
  const type = told.type.split(';')[0]?.trim() ?? ''
  const kinds = Object.keys(answer.content ?? {})
  if (kinds.length === 0) return told.text === '' ? [] : [`${of.name}: ${told.status} says something, and the file nothing`]
  const content = answer.content?.[type]
  if (!content) return [`${of.name}: ${told.status} is ${type}, by the file ${kinds.join(' or ')}`]
  if (!/json/.test(type) || !content.schema) return []
  const body: unknown = JSON.parse(told.text)
  const wrong = misfits(body, content.schema, `${of.name} ${told.status}`)
  const says = (body as { status?: number }).status
  if (type === 'application/problem+json' && says !== told.status) wrong.push(`${of.name}: ${told.status} calls itself ${says}`)
  return wrong
}
