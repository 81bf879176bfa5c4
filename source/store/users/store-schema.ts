import * as z from 'zod'
import { folderPrivilegeNames, privilegeNames, type User, type UserStore } from '../../sync/user.ts'

/** One user as `users.json`, a plan file or the journal holds it. Unknown fields are kept. */
export const userSchema: z.ZodType<User> = z.looseObject({
  userName: z.string().min(1),
  fullName: z.string(),
  distinguishedName: z.string().nullable(),
  authentication: z.enum(['integrated', 'directoryServices']),
  directoryId: z.string().min(1).nullable(),
  emailAddresses: z.array(z.string()),
  pop3UserNames: z.array(z.string()),
  privileges: z.array(z.enum(privilegeNames)),
  privilegesOnFolders: z.array(
    z.looseObject({ folder: z.string().min(1), privileges: z.array(z.enum(folderPrivilegeNames)) }),
  ),
  suspended: z.boolean().exactOptional(),
  leaving: z
    .looseObject({ since: z.iso.date().nullable(), deletedInGoogle: z.literal(true).exactOptional() })
    .exactOptional(),
  givenByGroups: z
    .looseObject({
      given: z.array(z.enum(privilegeNames)),
      had: z.array(z.enum(privilegeNames)),
      replaced: z.array(z.enum(privilegeNames)).exactOptional(),
    })
    .exactOptional(),
  isGroup: z.literal(true).exactOptional(),
  readsByGroups: z.looseObject({ given: z.array(z.string()), had: z.array(z.string()) }).exactOptional(),
  password: z.string().exactOptional(),
})

/** The whole of `users.json`. Unknown fields are kept. */
export const storeSchema: z.ZodType<UserStore> = z.looseObject({
  version: z.literal(1),
  revision: z.int().nonnegative(),
  users: z.array(userSchema),
  archiveOwners: z
    .object({
      asOf: z.int().nonnegative(),
      made: z.boolean(),
      place: z.string().optional(),
      archives: z.array(z.object({ archive: z.string(), owner: z.string(), since: z.int().nonnegative() })),
    })
    .exactOptional(),
})
