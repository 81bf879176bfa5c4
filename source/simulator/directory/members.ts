import type { OrganizationGroup } from '../organization/organization.ts'
import { type Answer, json } from '../server/answer.ts'
import { type ApiCall, domainOf, etagOf, pathPart } from '../server/api-call.ts'
import { invalidInput, notFound } from '../server/errors.ts'
import { numberParameter, switchParameter } from '../server/parameters.ts'
import type { DirectoryIndex, ResolvedMember } from './directory-index.ts'
import { applyFieldsMask } from './fields-mask.ts'
import { askedGroup } from './groups.ts'
import { inGivenOrder } from './ordered-list.ts'

const sixtyMinutes = 60 * 60 * 1000

/** `members.list`: pages of up to 200; `roles` filters, `includeDerivedMembership` follows groups inside. */
export function listMembers(call: ApiCall): Answer {
  const { workspace, query, mask } = call
  const group = askedGroup(call)
  const derived = switchParameter(query, 'includeDerivedMembership')
  const roles = (query.get('roles') ?? '')
    .split(',')
    .map((role) => role.trim().toUpperCase())
    .filter((role) => role !== '')
  for (const role of roles) if (!['OWNER', 'MANAGER', 'MEMBER'].includes(role)) throw invalidInput('roles')
  const listing = JSON.stringify(['members', group.id, derived, roles])

  const list = inGivenOrder(
    (derived
      ? workspace.index.remember(`derived ${group.id}`, () => derivedMembers(group, workspace.index))
      : workspace.index.members(group)
    ).filter((member) => roles.length === 0 || roles.includes(member.role)),
  )
  const { items, nextPageToken } = workspace.pager.page(list, {
    listing,
    pageToken: query.get('pageToken'),
    size: numberParameter(query, 'maxResults', 200, 200),
    lifetime: sixtyMinutes,
    now: workspace.now(),
  })

  const body = {
    kind: 'admin#directory#members',
    etag: etagOf([listing, items.map((member) => member.id)]),
    ...(items.length === 0 ? {} : { members: items.map(memberResource) }),
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
  }
  return json(applyFieldsMask(mask, body))
}

/** `members.get`: a direct member by id, address or alias. */
export function getMember(call: ApiCall): Answer {
  const member = directMember(call, askedGroup(call))
  if (member === undefined) throw notFound('memberKey')
  return json(applyFieldsMask(call.mask, memberResource(member)))
}

/**
 * `members.hasMember`, for accounts of the organization only, also through groups inside, but then only within one
 * domain. For everybody else Google answers "Invalid Input: memberKey", even for those who are in the group.
 */
export function hasMember(call: ApiCall): Answer {
  const { index } = call.workspace
  const group = askedGroup(call)
  const user = index.user(pathPart(call, 'memberKey'))
  if (user === undefined || user.deletionTime !== undefined) throw invalidInput('memberKey')
  const isDirect = directMember(call, group) !== undefined
  if (!isDirect && domainOf(user.primaryEmail) !== domainOf(group.email)) throw invalidInput('memberKey')
  const isMember =
    isDirect || derivedMembers(group, index).some(({ id, type }) => id === user.id || type === 'CUSTOMER')
  return json(applyFieldsMask(call.mask, { isMember }))
}

function directMember(call: ApiCall, group: OrganizationGroup): ResolvedMember | undefined {
  const { index } = call.workspace
  const key = pathPart(call, 'memberKey')
  const id = index.user(key)?.id ?? index.group(key)?.id
  return index
    .members(group)
    .find((member) => member.id === (id ?? key) || member.email?.toLowerCase() === key.toLowerCase())
}

/** Everybody in the group and in the groups inside it, each once; cycles end by themselves. */
function derivedMembers(group: OrganizationGroup, index: DirectoryIndex): ResolvedMember[] {
  const found = new Map<string, ResolvedMember>()
  const seen = new Set([group.id])
  const waiting = [group]
  for (const next of waiting) {
    for (const member of index.members(next)) {
      if (!found.has(member.id)) found.set(member.id, member)
      const inner = member.type === 'GROUP' ? index.group(member.id) : undefined
      if (inner === undefined || seen.has(inner.id)) continue
      seen.add(inner.id)
      waiting.push(inner)
    }
  }
  return [...found.values()]
}

function memberResource(member: ResolvedMember): Record<string, unknown> {
  const { deliverySettings, ...shown } = member
  return {
    kind: 'admin#directory#member',
    etag: etagOf(member),
    ...shown,
    ...(deliverySettings === undefined ? {} : { delivery_settings: deliverySettings }),
  }
}
