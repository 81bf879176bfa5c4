import type { ApiCall } from '../http/connection.ts'
import { groupScope, mailScope, userScope } from '../scopes.ts'
import type { Direction } from './user-walk.ts'

/** The fields to ask for. A mask without `nextPageToken` would end a listing silently after its first page. */
const userFields =
  'id,primaryEmail,name(givenName,familyName,fullName),aliases,nonEditableAliases,suspended,archived,orgUnitPath'
const groupFields = 'id,email,name,directMembersCount'

/** The page of a listing that a token leads to; `pageToken` null is the first page. */
type PageOf = { pageToken: string | null; number: number }

const tokenOf = ({ pageToken }: PageOf) => (pageToken === null ? {} : { pageToken })

/** A page of all users sorted by address, 500 of them, which is the most Google gives. */
export function usersPageCall(page: PageOf, direction: Direction = 'ascending'): ApiCall {
  const parameters = {
    customer: 'my_customer',
    maxResults: 500,
    orderBy: 'email',
    ...(direction === 'descending' ? { sortOrder: 'DESCENDING' } : {}),
    fields: `kind,nextPageToken,users(${userFields})`,
    ...tokenOf(page),
  }
  return {
    call: 'users.list',
    scope: userScope,
    subject: `page ${page.number}${direction === 'descending' ? ' from the end' : ''}`,
    urgent: true,
    send: ({ directory, options }) => directory.users.list(parameters, options),
  }
}

/** One user, by id or address. */
export function userCall(userKey: string): ApiCall {
  return {
    call: 'users.get',
    scope: userScope,
    subject: userKey,
    send: ({ directory, options }) => directory.users.get({ userKey, fields: `kind,${userFields}` }, options),
  }
}

/** A page of all groups, 200 of them, which is the most Google gives. */
export function groupsPageCall(page: PageOf): ApiCall {
  const parameters = {
    customer: 'my_customer',
    maxResults: 200,
    fields: `kind,nextPageToken,groups(${groupFields})`,
    ...tokenOf(page),
  }
  return {
    call: 'groups.list',
    scope: groupScope,
    subject: `page ${page.number}`,
    urgent: true,
    send: ({ directory, options }) => directory.groups.list(parameters, options),
  }
}

/** One group, by id or address. */
export function groupCall(groupKey: string): ApiCall {
  return {
    call: 'groups.get',
    scope: groupScope,
    subject: groupKey,
    send: ({ directory, options }) =>
      directory.groups.get({ groupKey, fields: `kind,${groupFields},aliases,nonEditableAliases` }, options),
  }
}

/**
 * A page of the groups that an account or a group is a direct member of.
 *
 * @param userKey an account's id, or a group's address: Google takes both
 */
export function groupsOfMemberPageCall(userKey: string, page: PageOf): ApiCall {
  const parameters = {
    userKey,
    maxResults: 200,
    fields: `kind,nextPageToken,groups(${groupFields})`,
    ...tokenOf(page),
  }
  return {
    call: 'groups.list',
    scope: groupScope,
    subject: `with ${userKey}, page ${page.number}`,
    send: ({ directory, options }) => directory.groups.list(parameters, options),
  }
}

/** A page of a group's direct members, 200 of them, which is the most Google gives. */
export function membersPageCall(groupKey: string, page: PageOf): ApiCall {
  const parameters = {
    groupKey,
    maxResults: 200,
    fields: 'kind,nextPageToken,members(id,email,type)',
    ...tokenOf(page),
  }
  return {
    call: 'members.list',
    scope: groupScope,
    subject: `of ${groupKey}, page ${page.number}`,
    urgent: page.number > 1,
    send: ({ directory, options }) => directory.members.list(parameters, options),
  }
}

/** Whether an account is in a group, directly or through groups inside it. */
export function membershipCall(groupKey: string, memberKey: string): ApiCall {
  return {
    call: 'members.hasMember',
    scope: groupScope,
    subject: `${memberKey} in ${groupKey}`,
    send: ({ directory, options }) => directory.members.hasMember({ groupKey, memberKey }, options),
  }
}

/** Gmail's word on the mailbox of the administrator. Its library is loaded only for this. */
export function mailboxCall(): ApiCall {
  return {
    call: 'gmail.getProfile',
    scope: mailScope,
    subject: 'of the administrator',
    send: async ({ options }) => {
      const { gmail } = await import('googleapis/build/src/apis/gmail/index.js')
      return gmail('v1').users.getProfile({ userId: 'me' }, options)
    },
  }
}
