import { groupPrivilegeFaults } from '../sync/privileges.ts'
import { type Privilege, privilegeNames } from '../sync/user.ts'

/** A group's address and the privileges that it gives, as somebody typed them. */
export type TypedGroupPrivileges = { group: string; privileges: Privilege[] }

/** Reads `EMAIL=LIST`; a sentence where it is not that. */
export function parseGroupPrivileges(text: string): TypedGroupPrivileges | string {
  const [group = '', list, ...rest] = text.split('=')
  if (group === '' || list === undefined || rest.length > 0)
    return 'Give a group and privileges, such as export@example.com=export.'
  const given = list.split(',').map((part) => part.trim().toLowerCase())
  const privileges = privilegeNames.filter((name) => given.includes(name.toLowerCase()))
  if (given.some((part) => !privileges.some((name) => name.toLowerCase() === part)))
    return `Give some of: ${privilegeNames.filter((name) => name !== 'none' && name !== 'changePassword').join(', ')}.`
  const [fault] = groupPrivilegeFaults(privileges)
  return fault ?? { group, privileges }
}

/** Reads several, separated by spaces; `none` is no group. */
export function typedGroupPrivileges(answer: string): (TypedGroupPrivileges | string)[] {
  return answer.trim() === 'none' ? [] : answer.split(/\s+/).filter(Boolean).map(parseGroupPrivileges)
}
