import test from 'ava'
import shapes from '../../fixtures/google-directory-v1.json' with { type: 'json' }
import { demoOrganization } from '../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../source/simulator/simulator.ts'
import { get, groupScope, type Json, mailScope, tokenFor, userScope } from './raw-client.ts'

type Shape = {
  type?: string
  $ref?: string
  items?: Shape
  properties?: Record<string, Shape>
  additionalProperties?: Shape
}
const schemas: Record<string, Shape> = { ...shapes.schemas, ...shapes.gmail.schemas }

/** Every place where a value is not what Google's schema says: an unknown field, or another JSON type. */
function misfits(value: Json, shape: Shape, place: string): string[] {
  if (shape.$ref !== undefined) return misfits(value, schemas[shape.$ref] ?? {}, place)
  switch (shape.type) {
    case 'any':
      return []
    case 'integer':
      return Number.isInteger(value) ? [] : [`${place} is no integer`]
    case 'array':
      return Array.isArray(value)
        ? [
            ...(value.length === 0 ? [`${place} is an empty list`] : []),
            ...value.flatMap((item, index) => misfits(item, shape.items ?? {}, `${place}.${index}`)),
          ]
        : [`${place} is no list`]
    case 'object':
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place} is no object`]
      return Object.entries(value).flatMap(([name, held]) => {
        const below = shape.properties?.[name] ?? shape.additionalProperties
        return below === undefined ? [`${place}.${name} is unknown`] : misfits(held, below, `${place}.${name}`)
      })
    default:
      return typeof value === shape.type ? [] : [`${place} is no ${shape.type}`]
  }
}

const calls: [string, string][] = [
  ['/admin/directory/v1/users?customer=my_customer&maxResults=500&projection=full', 'Users'],
  ['/admin/directory/v1/users?customer=my_customer&maxResults=500&showDeleted=true', 'Users'],
  ['/admin/directory/v1/users?customer=my_customer&query=email:zzz*', 'Users'],
  ['/admin/directory/v1/users/ada@example.com?projection=full', 'User'],
  ['/admin/directory/v1/users/ada@example.com?viewType=domain_public', 'User'],
  ['/admin/directory/v1/groups?customer=my_customer&maxResults=3', 'Groups'],
  ['/admin/directory/v1/groups/engineering@example.com', 'Group'],
  ['/admin/directory/v1/groups/archive@example.com/members', 'Members'],
  ['/admin/directory/v1/groups/everyone@example.com/members', 'Members'],
  ['/admin/directory/v1/groups/board@example.com/members?maxResults=2', 'Members'],
  ['/admin/directory/v1/groups/interns@example.com/members', 'Members'],
  ['/admin/directory/v1/groups/on-call@example.com/members?includeDerivedMembership=true', 'Members'],
  ['/admin/directory/v1/groups/engineering@example.com/members/ada@example.com', 'Member'],
  ['/admin/directory/v1/groups/engineering@example.com/hasMember/ada@example.com', 'MembersHasMember'],
  ['/gmail/v1/users/me/profile', 'Profile'],
]

let simulator: Simulator
test.before(async () => {
  const organization = demoOrganization()
  const [first] = organization.users
  if (first !== undefined) first.customSchemas = { Badge: { number: 7 } }
  const deletionTime = new Date().toISOString()
  organization.users.push({ id: '900000000000000000001', primaryEmail: 'lately@example.com', deletionTime })
  simulator = await startSimulator({ organization })
})
test.after.always(() => simulator.close())

for (const [path, schema] of calls) {
  test(`every field of ${path} is one of Google's ${schema}, with its type`, async (t) => {
    const token = await tokenFor(simulator, { scope: `${userScope} ${groupScope} ${mailScope}` })
    const url = new URL(path, simulator.url)
    const { status, body } = await get(simulator, token, url.pathname, Object.fromEntries(url.searchParams))
    t.is(status, 200)
    t.deepEqual(misfits(body, { $ref: schema }, schema), [])
  })
}
