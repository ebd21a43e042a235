// Writes docs/openapi_messages.json, the wire messages as JSON schemas, from proto/*.proto: what server/adapters/proto_json
// writes is a rule for each type, so nobody keeps these schemas by hand. docs/openapi.yaml refers to them.
//   node docs/make_openapi_messages.mjs           writes the file
//   node docs/make_openapi_messages.mjs --check   exit 1 when the file is not what the proto files give
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const file = join(root, 'docs/openapi_messages.json')
const image = JSON.parse(
  execFileSync(join(root, 'node_modules/.bin/buf'), ['build', '-o', '-#format=json'], { cwd: root, maxBuffer: 1 << 26 }),
)

const short = (name) => name.replace('.gridwhistle.v1.', '')
const number_of = { messageType: 4, enumType: 5 } // field numbers of FileDescriptorProto, which comments are found by

// Comments by the path of what they stand at: "4,0,2,1" is the second field of the first message.
function comments_of(proto) {
  const found = new Map()
  for (const each of proto.sourceCodeInfo?.location ?? []) {
    const said = [each.leadingComments, each.trailingComments].filter(Boolean).join(' ')
    if (said) found.set((each.path ?? []).join(','), said.trim().replace(/\s+/g, ' '))
  }
  return found
}

function words_of(type) {
  const prefix = type.name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase() + '_'
  return type.value.map((each) => each.name.replace(prefix, '').toLowerCase())
}

function type_of(field) {
  switch (field.type) {
    case 'TYPE_MESSAGE':
    case 'TYPE_ENUM':
      return { $ref: `#/components/schemas/${short(field.typeName)}` }
    case 'TYPE_STRING':
      return { type: 'string' }
    case 'TYPE_BYTES': // an id as UUID text, any other bytes as hexadecimal digits
    case 'TYPE_FIXED64': // hexadecimal digits: numbers of JavaScript end at 2^53
      return { type: 'string' }
    case 'TYPE_BOOL':
      return { type: 'boolean' }
    case 'TYPE_DOUBLE':
      return { type: 'number' }
    default:
      return { type: 'integer' }
  }
}

function schema_of(message, says, path) {
  const properties = {}
  const required = []
  message.field?.forEach((field, i) => {
    const list = field.label === 'LABEL_REPEATED'
    const one = type_of(field)
    const property = list ? { type: 'array', items: one } : one
    const said = says.get(`${path},2,${i}`)
    properties[field.name] = said ? { ...property, description: said } : property
    const always = list || (field.type !== 'TYPE_MESSAGE' && field.oneofIndex === undefined)
    if (always) required.push(field.name)
  })
  const made = { type: 'object', additionalProperties: false, properties }
  if (required.length > 0) made.required = required
  const said = says.get(path)
  return said ? { description: said, ...made } : made
}

// An answer that speaks of users brings along what they are called (server/adapters/people_named).
const people = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'what the users are called that are spoken of here; left out where nobody of them has a name',
}
function name_people_in_answers(schemas) {
  const bodies = Object.values(schemas.Reply.properties).flatMap((each) => (each.$ref ? [each.$ref] : []))
  for (const name of [...bodies.map((each) => each.split('/').pop()), 'PackVersion']) {
    if (schemas[name]?.properties) schemas[name].properties.people = people
  }
}

const schemas = {}
for (const proto of image.file) {
  if (proto.package !== 'gridwhistle.v1') continue
  const says = comments_of(proto)
  proto.enumType?.forEach((type) => {
    schemas[type.name] = { type: 'string', enum: words_of(type) }
  })
  proto.messageType?.forEach((message, i) => {
    schemas[message.name] = schema_of(message, says, `${number_of.messageType},${i}`)
  })
}
name_people_in_answers(schemas)
const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)))
const document = {
  openapi: '3.1.0',
  info: { title: 'Messages of Gridwhistle as JSON', version: '1' },
  paths: {},
  components: { schemas: sorted },
}
const text = JSON.stringify(document, null, 1) + '\n'

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') === text) process.exit(0)
  console.error('docs/openapi_messages.json is not what proto/*.proto give: run node docs/make_openapi_messages.mjs')
  process.exit(1)
}
writeFileSync(file, text)
