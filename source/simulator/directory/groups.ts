import type { OrganizationGroup } from '../organization/organization.ts'
import type { Workspace } from '../organization/workspace.ts'
import { type Answer, json } from '../server/answer.ts'
import { type ApiCall, askedDomain, domainOf, etagOf, pathPart, requireRight } from '../server/api-call.ts'
import { badRequest, notAuthorized, notFound } from '../server/errors.ts'
import { enumParameter, numberParameter } from '../server/parameters.ts'
import { applyFieldsMask, maskBelow } from './fields-mask.ts'
import { orderedBy } from './ordered-list.ts'
import { groupMatchesEvery, parseGroupQuery } from './query.ts'

const threeDays = 3 * 24 * 60 * 60 * 1000

/** `groups.list`: pages of up to 200, or only the groups that one account is a direct member of. */
export function listGroups(call: ApiCall): Answer {
  requireRight(call, 'groups')
  const { workspace, query, mask } = call
  const { index, organization } = workspace
  const userKey = query.get('userKey')
  if (userKey !== null && query.get('customer') !== null) throw badRequest()
  const domain = userKey !== null && query.get('domain') === null ? null : askedDomain(call)
  const orderBy = enumParameter(query, 'orderBy', ['email'])
  const sortOrder = enumParameter(query, 'sortOrder', ['ASCENDING', 'DESCENDING']) ?? 'ASCENDING'
  const clauses = parseGroupQuery(query.get('query'))
  const listing = JSON.stringify(['groups', domain, userKey, orderBy, sortOrder, query.get('query')])

  const list = index.remember(listing, () => {
    const candidates = userKey === null ? organization.groups : groupsOf(workspace, userKey)
    const wanted = candidates.filter(
      (group) => (domain === null || domainOf(group.email) === domain) && groupMatchesEvery(clauses, group, index),
    )
    const keyOf =
      orderBy === 'email'
        ? (group: OrganizationGroup) => `${group.email.toLowerCase()}\u0000${group.id}`
        : (group: OrganizationGroup) => group.id
    // Without an order there is no direction either.
    return orderedBy(wanted, keyOf, orderBy === 'email' && sortOrder === 'DESCENDING' ? 'descending' : 'ascending')
  })
  const { items, nextPageToken } = workspace.pager.page(list, {
    listing,
    pageToken: query.get('pageToken'),
    size: numberParameter(query, 'maxResults', 200, 200),
    lifetime: threeDays,
    now: workspace.now(),
  })

  const wanted = maskBelow(mask, 'groups') !== undefined
  const body = {
    kind: 'admin#directory#groups',
    etag: etagOf([listing, items.map((group) => group.id)]),
    ...(items.length === 0 || !wanted ? {} : { groups: items.map((group) => groupResource(group, workspace)) }),
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
  }
  return json(applyFieldsMask(mask, body))
}

/** `groups.get`: by id, address or alias. */
export function getGroup(call: ApiCall): Answer {
  return json(applyFieldsMask(call.mask, groupResource(askedGroup(call), call.workspace)))
}

/**
 * The group that the path names.
 *
 * @throws GoogleError 403 without the right or for another organization's group, 404 for one that does not exist
 */
export function askedGroup(call: ApiCall): OrganizationGroup {
  requireRight(call, 'groups')
  const key = pathPart(call, 'groupKey')
  const group = call.workspace.index.group(key)
  if (group !== undefined) return group
  throw call.workspace.index.isForeignGroup(key) ? notAuthorized() : notFound('groupKey')
}

function groupsOf({ index }: Workspace, userKey: string): readonly OrganizationGroup[] {
  const member = index.user(userKey) ?? index.group(userKey)
  if (member !== undefined) return index.groupsWith(member.id)
  const groups = index.groupsWith(userKey.toLowerCase())
  if (groups.length === 0) throw notFound('userKey')
  return groups
}

function groupResource(group: OrganizationGroup, { index }: Workspace): Record<string, unknown> {
  const { members: _, ...held } = group
  const direct = index.members(group).filter((member) => member.type !== 'GROUP').length
  const resource: Record<string, unknown> = {
    kind: 'admin#directory#group',
    name: group.email.slice(0, group.email.indexOf('@')),
    description: '',
    adminCreated: true,
    // A string, and without the members of groups inside.
    directMembersCount: String(direct),
  }
  for (const [field, value] of Object.entries(held)) {
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) resource[field] = value
  }
  resource.etag ??= etagOf([group.id, group.email, group.name, direct])
  return resource
}
