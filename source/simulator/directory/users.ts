import type { OrganizationUser } from '../organization/organization.ts'
import { type Answer, json } from '../server/answer.ts'
import { type ApiCall, askedDomain, domainOf, etagOf, pathPart, requireRight } from '../server/api-call.ts'
import { invalidParameter, notAuthorized, notFound, userIsDeleted } from '../server/errors.ts'
import { enumParameter, numberParameter, switchParameter } from '../server/parameters.ts'
import { deletionState } from './deletion.ts'
import { applyFieldsMask, maskBelow } from './fields-mask.ts'
import { type OrderedList, orderedBy } from './ordered-list.ts'
import { matchesEvery, parseUserQuery } from './query.ts'
import { type UserView, userResource } from './user-resource.ts'

const threeDays = 3 * 24 * 60 * 60 * 1000

/** `users.list`: pages of up to 500, by default 100. */
export function listUsers(call: ApiCall): Answer {
  const { workspace, query, mask } = call
  const view = readView(call)
  const domain = askedDomain(call)
  const orderBy = enumParameter(query, 'orderBy', ['email', 'familyName', 'givenName'])
  const sortOrder = enumParameter(query, 'sortOrder', ['ASCENDING', 'DESCENDING']) ?? 'ASCENDING'
  enumParameter(query, 'event', ['add', 'delete', 'makeAdmin', 'undelete', 'update'])
  const showDeleted = switchParameter(query, 'showDeleted')
  const clauses = parseUserQuery(query.get('query'))
  const listing = JSON.stringify(['users', domain, orderBy, sortOrder, showDeleted, query.get('query')])

  const list = workspace.index.remember(listing, (): OrderedList<OrganizationUser> => {
    const wanted = workspace.organization.users.filter(
      (user) =>
        deletionState(user, workspace.now()) === (showDeleted ? 'deleted' : 'living') &&
        (domain === null || domainOf(user.primaryEmail) === domain) &&
        matchesEvery(clauses, user, workspace.index),
    )
    return orderedBy(wanted, sortKeys[orderBy ?? 'none'], sortOrder === 'ASCENDING' ? 'ascending' : 'descending')
  })
  const { items, nextPageToken } = workspace.pager.page(list, {
    listing,
    pageToken: query.get('pageToken'),
    size: numberParameter(query, 'maxResults', 100, 500),
    lifetime: threeDays,
    now: workspace.now(),
  })

  const itemMask = maskBelow(mask, 'users')
  const body = {
    kind: 'admin#directory#users',
    etag: etagOf([listing, items.map((user) => user.id)]),
    ...(items.length === 0 || itemMask === undefined
      ? {}
      : { users: items.map((user) => userResource(user, workspace.organization, view, itemMask)) }),
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
  }
  return json(applyFieldsMask(mask, body))
}

/** `users.get`: by id, address or alias; 412 for an account that was deleted lately. */
export function getUser(call: ApiCall): Answer {
  const { workspace, mask } = call
  const view = readView(call)
  const user = workspace.index.user(pathPart(call, 'userKey'))
  const state = user === undefined ? 'forgotten' : deletionState(user, workspace.now())
  if (user === undefined || state === 'forgotten') throw notFound('userKey')
  if (state === 'deleted') throw userIsDeleted()
  return json(applyFieldsMask(mask, userResource(user, workspace.organization, view, mask)))
}

/** Without an order Google has one of its own; the id gives one that nobody will take for another. */
const sortKeys: Record<'email' | 'familyName' | 'givenName' | 'none', (user: OrganizationUser) => string> = {
  email: (user) => `${user.primaryEmail.toLowerCase()}\u0000${user.id}`,
  familyName: (user) => `${user.name?.familyName?.toLowerCase() ?? ''}\u0000${user.id}`,
  givenName: (user) => `${user.name?.givenName?.toLowerCase() ?? ''}\u0000${user.id}`,
  none: (user) => user.id,
}

/** Which fields a caller gets to see; what is public in the domain anybody may read. */
function readView(call: ApiCall): UserView {
  const { query } = call
  const projection = enumParameter(query, 'projection', ['basic', 'custom', 'full']) ?? 'basic'
  const viewType = enumParameter(query, 'viewType', ['admin_view', 'domain_public']) ?? 'admin_view'
  const customFieldMask = query.get('customFieldMask')
  if (projection === 'custom' && !customFieldMask) {
    throw invalidParameter('customFieldMask', 'Custom field mask is required for the projection custom')
  }
  if (viewType === 'admin_view') requireRight(call, 'users')
  else if (call.grant.userId === null) throw notAuthorized()
  const schemas =
    projection === 'full' ? 'all' : projection === 'custom' ? (customFieldMask ?? '').split(',') : ([] as string[])
  return { publicOnly: viewType === 'domain_public', customSchemas: schemas }
}
