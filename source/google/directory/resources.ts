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
  suspended: z.boolean().default(false),
  archived: z.boolean().default(false),
})

function toUser(user: z.output<typeof userFields>): DirectoryUser {
  const { id, primaryEmail, name, aliases, nonEditableAliases, suspended, archived } = user
  const fullName = name.fullName ?? [name.givenName, name.familyName].filter(Boolean).join(' ')
  return { id, primaryEmail, fullName, aliases, nonEditableAliases, suspended, archived }
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

/**
 * A page of a listing. Google leaves an empty list out; then only `kind` tells it from an answer that is no list at all.
 * Where there is a list, a server that stands in for Google may leave `kind` out.
 */
export type Page<Item> = { items: Item[]; nextPageToken: string | null }

const nextPageToken = text.nullable().default(null)

function pageOf<Item>(
  { kind, nextPageToken }: { kind?: string | undefined; nextPageToken: string | null },
  items: Item[] | undefined,
  context: z.core.$RefinementCtx,
): Page<Item> {
  if (kind !== undefined || items !== undefined) return { items: items ?? [], nextPageToken }
  context.addIssue({ code: 'custom', message: 'no list' })
  return z.NEVER
}

/** The answer of `users.list`. */
export const usersPage = z
  .object({
    kind: z.literal('admin#directory#users').optional(),
    users: z.array(userFields.transform(toUser)).optional(),
    nextPageToken,
  })
  .transform((page, context) => pageOf(page, page.users, context))

/** The answer of `groups.list`. */
export const groupsPage = z
  .object({
    kind: z.literal('admin#directory#groups').optional(),
    groups: z.array(groupFields.transform(toGroup)).optional(),
    nextPageToken,
  })
  .transform((page, context) => pageOf(page, page.groups, context))

/** The answer of `members.list`. */
export const membersPage = z
  .object({
    kind: z.literal('admin#directory#members').optional(),
    members: z.array(member).optional(),
    nextPageToken,
  })
  .transform((page, context) => pageOf(page, page.members, context))

/** The answer of `users.get`. */
export const oneUser = userFields.extend({ kind: z.literal('admin#directory#user').optional() }).transform(toUser)

/** The answer of `groups.get`. */
export const oneGroup = groupFields.extend({ kind: z.literal('admin#directory#group').optional() }).transform(toGroup)

/** The answer of `members.hasMember`, which has no `kind`. */
export const membership = z.object({ isMember: z.boolean() }).transform(({ isMember }) => isMember)

/** The answer of Gmail's `users.getProfile`, of which only the address is looked at. */
export const mailbox = z.object({ emailAddress: text })
