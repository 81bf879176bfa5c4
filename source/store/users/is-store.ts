import type { Ownership } from '../../sync/ownership/owner.ts'
import { dayOf } from '../../sync/plan/grace-period.ts'
import { folderPrivilegeNames, privilegeNames, type User, type UserStore } from '../../sync/user.ts'

const knownPrivileges: ReadonlySet<unknown> = new Set(privilegeNames)
const knownFolderPrivileges: ReadonlySet<unknown> = new Set(folderPrivilegeNames)

type Unknown = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isString = (value: unknown): boolean => typeof value === 'string'
const isListOf = (value: unknown, fits: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(fits)

const isAbsentOr = (value: Unknown, key: string, fits: (item: unknown) => boolean): boolean =>
  value[key] === undefined ? !(key in value) : fits(value[key])

const isFolderRight = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.folder) &&
  isListOf(value.privileges, (privilege) => knownFolderPrivileges.has(privilege))

const isDay = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isSameDay(value, Date.parse(value))

/** Some programs read the 30th of February as a day of March. */
const isSameDay = (day: string, milliseconds: number): boolean =>
  !Number.isNaN(milliseconds) && dayOf(milliseconds) === day

const isLeaving = (value: unknown): boolean =>
  isObject(value) &&
  (value.since === null || isDay(value.since)) &&
  isAbsentOr(value, 'deletedInGoogle', (mark) => mark === true)

const isPrivileges = (value: unknown): boolean => isListOf(value, (privilege) => knownPrivileges.has(privilege))

const isReadsByGroups = (value: unknown): boolean =>
  isObject(value) && isListOf(value.given, isString) && isListOf(value.had, isString)

const isGivenByGroups = (value: unknown): boolean =>
  isObject(value) && isPrivileges(value.given) && isPrivileges(value.had) && isAbsentOr(value, 'replaced', isPrivileges)

/** Whether a value is a user, as `userSchema` has it. */
export const isUser = (value: unknown): value is User =>
  isObject(value) &&
  isText(value.userName) &&
  isString(value.fullName) &&
  (value.distinguishedName === null || isString(value.distinguishedName)) &&
  (value.authentication === 'integrated' || value.authentication === 'directoryServices') &&
  (value.directoryId === null || isText(value.directoryId)) &&
  isListOf(value.emailAddresses, isString) &&
  isListOf(value.pop3UserNames, isString) &&
  isPrivileges(value.privileges) &&
  isListOf(value.privilegesOnFolders, isFolderRight) &&
  isAbsentOr(value, 'suspended', (mark) => typeof mark === 'boolean') &&
  isAbsentOr(value, 'leaving', isLeaving) &&
  isAbsentOr(value, 'givenByGroups', isGivenByGroups) &&
  isAbsentOr(value, 'isGroup', (mark) => mark === true) &&
  isAbsentOr(value, 'readsByGroups', isReadsByGroups) &&
  isAbsentOr(value, 'password', isString)

const isRevision = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0

/** Whether a value is a row of the record of owners. */
export const isOwnership = (value: unknown): value is Ownership =>
  isObject(value) && isString(value.archive) && isString(value.owner) && isRevision(value.since)

const isOwners = (value: unknown): boolean =>
  isObject(value) &&
  isRevision(value.asOf) &&
  typeof value.made === 'boolean' &&
  (value.place === undefined || isString(value.place)) &&
  isListOf(value.archives, isOwnership)

/**
 * Whether a value is a user store: the same question that `storeSchema` answers, without the reasons. With 100,000 users
 * the schema takes longer than JSON.parse of the whole file, and this a tenth of it; so a good store never meets the
 * schema, and a bad one is put to it to say what is wrong.
 */
export function isStore(value: unknown): value is UserStore {
  return (
    isObject(value) &&
    value.version === 1 &&
    isRevision(value.revision) &&
    isListOf(value.users, isUser) &&
    (!('archiveOwners' in value) || isOwners(value.archiveOwners))
  )
}
