import shapes from '../../../fixtures/google-directory-v1.json' with { type: 'json' }

/** The answers whose shape Google's discovery documents describe; `Open` for those that are not described here. */
export type SchemaName =
  | 'Open'
  | 'Users'
  | 'User'
  | 'Groups'
  | 'Group'
  | 'Members'
  | 'Member'
  | 'MembersHasMember'
  | 'Profile'

/** One node of a discovery document's schema: a scalar, a list, an object, a reference or anything at all. */
export type Schema = {
  type?: string
  format?: string
  $ref?: string
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: Schema
}

const schemas: Record<string, Schema> = { ...shapes.schemas, ...shapes.gmail.schemas }

/** Follows a reference to the schema it names. */
function resolveSchema(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : (schemas[schema.$ref] ?? {})
}

/** Whether an answer can have a field at this path; list items are stepped into without a name of their own. */
export function isKnownField(name: SchemaName, path: readonly string[]): boolean {
  if (name === 'Open') return true
  let schema: Schema = { $ref: name }
  for (const step of path) {
    schema = resolveSchema(schema)
    while (schema.items !== undefined) schema = resolveSchema(schema.items)
    if (schema.type === 'any') return true
    if (step === '*') return path.at(-1) === '*'
    const next = schema.properties?.[step] ?? schema.additionalProperties
    if (next === undefined) return false
    schema = next
  }
  return true
}
