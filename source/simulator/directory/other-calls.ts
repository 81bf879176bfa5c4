import type { Organization } from '../organization/organization.ts'
import { type Answer, json } from '../server/answer.ts'
import { type ApiCall, etagOf, pathPart, requireRight } from '../server/api-call.ts'
import { badRequest, notFound } from '../server/errors.ts'
import { enumParameter } from '../server/parameters.ts'
import { applyFieldsMask } from './fields-mask.ts'
import { askedGroup } from './groups.ts'

/** When an organization came into being of which nobody says it. */
const creationTime = '2020-01-01T00:00:00.000Z'

type Resource = Record<string, unknown>

/** One resource, or a list under its name, as Google sends them: with kind and etag, and no list where it is empty. */
function answer({ mask }: ApiCall, kind: string, body: Resource): Answer {
  const filled = Object.entries(body).filter(([, value]) => !(Array.isArray(value) && value.length === 0))
  return json(
    applyFieldsMask(mask, {
      kind: `admin#directory#${kind}`,
      etag: etagOf([kind, body]),
      ...Object.fromEntries(filled),
    }),
  )
}

const item = (kind: string, body: Resource): Resource => ({
  kind: `admin#directory#${kind}`,
  etag: etagOf([kind, body]),
  ...body,
})

/** Refuses a customer that is not this one. */
function checkCustomer(call: ApiCall, parameter: string): Organization {
  requireRight(call, 'users')
  const { organization } = call.workspace
  const asked = pathPart(call, parameter)
  if (asked !== 'my_customer' && asked !== organization.customerId) throw badRequest()
  return organization
}

/** `customers.get`. */
export function getCustomer(call: ApiCall): Answer {
  const { customerId, domains } = checkCustomer(call, 'customerKey')
  return answer(call, 'customer', {
    id: customerId,
    customerDomain: domains[0],
    customerCreationTime: creationTime,
    language: 'en',
  })
}

/** `domains.list`: the primary domain first. */
export function listDomains(call: ApiCall): Answer {
  const { domains } = checkCustomer(call, 'customer')
  return answer(call, 'domains', {
    domains: domains.map((domainName, index) =>
      item('domain', {
        domainName,
        isPrimary: index === 0,
        verified: true,
        creationTime: String(Date.parse(creationTime)),
      }),
    ),
  })
}

/** `users.aliases.list`. */
export function listUserAliases(call: ApiCall): Answer {
  requireRight(call, 'users')
  const user = call.workspace.index.user(pathPart(call, 'userKey'))
  if (user === undefined || user.deletionTime !== undefined) throw notFound('userKey')
  return aliasesOf(call, user.id, user.primaryEmail, user.aliases ?? [])
}

/** `groups.aliases.list`. */
export function listGroupAliases(call: ApiCall): Answer {
  const group = askedGroup(call)
  return aliasesOf(call, group.id, group.email, group.aliases ?? [])
}

function aliasesOf(call: ApiCall, id: string, primaryEmail: string, aliases: readonly string[]): Answer {
  return answer(call, 'aliases', { aliases: aliases.map((alias) => item('alias', { id, primaryEmail, alias })) })
}

/** `users.photos.get`: nobody has a picture here, which Google answers with 404. */
export function getPhoto(call: ApiCall): Answer {
  requireRight(call, 'users')
  throw notFound(call.workspace.index.user(pathPart(call, 'userKey')) === undefined ? 'userKey' : 'photo')
}

/** The units in which somebody is, with those above them. */
function unitPaths({ users }: Organization): string[] {
  const paths = new Set<string>()
  for (const { orgUnitPath = '/' } of users) {
    const steps = orgUnitPath.split('/').slice(1)
    steps.forEach((step, index) => {
      if (step !== '') paths.add(`/${steps.slice(0, index + 1).join('/')}`)
    })
  }
  return [...paths].sort()
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'
const unitId = (path: string): string => `id:${etagOf(path).slice(1, 16)}`
const unit = (path: string): Resource =>
  item('orgUnit', {
    name: path.slice(path.lastIndexOf('/') + 1),
    description: '',
    orgUnitPath: path,
    orgUnitId: unitId(path),
    parentOrgUnitPath: parentOf(path),
    parentOrgUnitId: unitId(parentOf(path)),
  })

/** `orgunits.list`: those right below a unit, or all of them. */
export function listUnits(call: ApiCall): Answer {
  const paths = unitPaths(checkCustomer(call, 'customerId'))
  const type = enumParameter(call.query, 'type', ['all', 'children', 'allIncludingParent']) ?? 'children'
  const below = `/${(call.query.get('orgUnitPath') ?? '').replace(/^\/|\/$/g, '')}`
  if (below !== '/' && !paths.includes(below)) throw notFound('orgUnitPath')
  const isBelow = (path: string): boolean => below === '/' || path.startsWith(`${below}/`)
  const wanted = paths.filter((path) => (type === 'children' ? parentOf(path) === below : isBelow(path)))
  const whole = type === 'allIncludingParent' && below !== '/' ? [below, ...wanted] : wanted
  return answer(call, 'orgUnits', { organizationUnits: whole.map(unit) })
}

/** `orgunits.get`: by path, or by id. */
export function getUnit(call: ApiCall): Answer {
  const asked = pathPart(call, 'orgUnitPath')
  const found = unitPaths(checkCustomer(call, 'customerId')).find(
    (path) => path === `/${asked}` || unitId(path) === asked,
  )
  if (found === undefined) throw notFound('orgUnitPath')
  return json(applyFieldsMask(call.mask, unit(found)))
}

/** `schemas.list`: the custom fields that somebody has. */
export function listSchemas(call: ApiCall): Answer {
  const schemas = new Map<string, Set<string>>()
  for (const { customSchemas = {} } of checkCustomer(call, 'customerId').users) {
    for (const [name, fields] of Object.entries(customSchemas)) {
      const known = schemas.get(name) ?? new Set()
      for (const field of Object.keys(fields)) known.add(field)
      schemas.set(name, known)
    }
  }
  const field = (fieldName: string): Resource =>
    item('schema#fieldspec', { fieldName, displayName: fieldName, fieldType: 'STRING' })
  return answer(call, 'schemas', {
    schemas: [...schemas].map(([schemaName, fields]) =>
      item('schema', { schemaName, displayName: schemaName, fields: [...fields].map(field) }),
    ),
  })
}

/** The roles that administrators have here: all rights, or some. */
const roles = [
  { roleId: '10000000000000001', roleName: '_SEED_ADMIN_ROLE', isSystemRole: true, isSuperAdminRole: true },
  { roleId: '10000000000000002', roleName: '_LIMITED_ADMIN_ROLE', isSystemRole: false, isSuperAdminRole: false },
] as const

/** `roles.list`. */
export function listRoles(call: ApiCall): Answer {
  checkCustomer(call, 'customer')
  return answer(call, 'roles', { items: roles.map((role) => item('role', role)) })
}

/** `roleAssignments.list`: of all administrators, or of one. */
export function listRoleAssignments(call: ApiCall): Answer {
  const { admins, rights } = checkCustomer(call, 'customer')
  const { index } = call.workspace
  const asked = call.query.get('userKey')
  const askedId = asked === null ? null : (index.user(asked)?.id ?? asked)
  const assignments = admins.flatMap((address, place) => {
    const assignedTo = index.user(address)?.id
    if (assignedTo === undefined || (askedId !== null && assignedTo !== askedId)) return []
    const role = roles[address in rights ? 1 : 0]
    return [
      item('roleAssignment', {
        roleAssignmentId: String(2000000000000001 + place),
        roleId: role.roleId,
        assignedTo,
        scopeType: 'CUSTOMER',
      }),
    ]
  })
  return answer(call, 'roleAssignments', { items: assignments })
}
