import * as z from 'zod'
import type { DirectoryGroup, DirectoryUser, GroupMember } from '../../sync/directory.ts'

const text = z.string().min(1)
const addresses = z.array(text).default([])

const userFields = z.object({
  id: text,
  primaryEmail: text,
  name: z
    .object({ givenName: z.string().optional(), familyName: z.string().optional(), fullName: z.string().optional() })
    .default({}),
  aliases: addresses,
  nonEditableAliases: addresses,
  // Left out, it is not known: that is not the same as an active account.
  suspended: z.boolean().nullable().default(null),
  archived: z.boolean().nullable().default(null),
  orgUnitPath: text.nullable().default(null),
})

function toUser(user: z.output<typeof userFields>): DirectoryUser {
  const { id, primaryEmail, name, aliases, nonEditableAliases, suspended, archived, orgUnitPath } = user
  const fullName = name.fullName ?? [name.givenName, name.familyName].filter(Boolean).join(' ')
  return { id, primaryEmail, fullName, aliases, nonEditableAliases, suspended, archived, orgUnitPath }
}

const groupFields = z.object({
  id: text,
  email: text,
  name: z.string().default(''),
  /** A number in a string. */
  directMembersCount: z.string().regex(/^\d+$/).transform(Number).nullable().default(null),
})

function toGroup({ id, email, name, directMembersCount }: z.output<typeof groupFields>): DirectoryGroup {
  return { id, email, name: name === '' ? email : name, directMembersCount }
}

/** A member has no address where it is everybody (`CUSTOMER`). One without an id is known by its address. */
const member = z
  .object({ id: text.optional(), email: text.optional(), type: text })
  .refine(({ id, email }) => id !== undefined || email !== undefined)
  .transform(({ id, email, type }): GroupMember => ({ id: id ?? email ?? '', email: email ?? null, type }))

/** A page of a listing. Google leaves an empty list out; only `kind` tells it from an answer that is no list at all. */
export type Page<Item> = { items: Item[]; nextPageToken: string | null }

const nextPageToken = text.nullable().default(null)

/** The answer of `users.list`. */
export const usersPage = z
  .object({
    kind: z.literal('admin#directory#users'),
    users: z.array(userFields.transform(toUser)).default([]),
    nextPageToken,
  })
  .transform(({ users, nextPageToken }): Page<DirectoryUser> => ({ items: users, nextPageToken }))

/** The answer of `groups.list`. */
export const groupsPage = z
  .object({
    kind: z.literal('admin#directory#groups'),
    groups: z.array(groupFields.transform(toGroup)).default([]),
    nextPageToken,
  })
  .transform(({ groups, nextPageToken }): Page<DirectoryGroup> => ({ items: groups, nextPageToken }))

/** The answer of `members.list`. */
export const membersPage = z
  .object({
    kind: z.literal('admin#directory#members'),
    members: z.array(member).default([]),
    nextPageToken,
  })
  .transform(({ members, nextPageToken }): Page<GroupMember> => ({ items: members, nextPageToken }))

/** The answer of `users.get`. */
export const oneUser = userFields.extend({ kind: z.literal('admin#directory#user') }).transform(toUser)

/** A group and every address that it answers to. */
export type AddressedGroup = { group: DirectoryGroup; addresses: string[] }

/** The answer of `groups.get`. */
export const oneGroup = groupFields
  .extend({ kind: z.literal('admin#directory#group'), aliases: addresses, nonEditableAliases: addresses })
  .transform((group): AddressedGroup => {
    const { email, aliases, nonEditableAliases } = group
    return { group: toGroup(group), addresses: [email, ...aliases, ...nonEditableAliases] }
  })

/** The answer of `members.hasMember`, which has no `kind`. */
export const membership = z.object({ isMember: z.boolean() }).transform(({ isMember }) => isMember)

/** The answer of Gmail's `users.getProfile`, of which only the address is looked at. */
export const mailbox = z.object({ emailAddress: text })
