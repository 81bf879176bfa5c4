import type { User } from '../user.ts'

/**
 * Whom an archive's mail was delivered for: `google:ID` a Google account, `user:REVISION:NAME` a user without one, made
 * by the commit of that revision (0: before anybody wrote it down), `next` whoever gets the name next, by an admin's word.
 */
export type Owner = string

/** An archive's owner where it is not the account of the user who has its name. */
export type Ownership = { archive: string; owner: Owner; since: number }

/** Who owned the archives that no user's Google account answers for, written down with each commit. */
export type ArchiveOwners = {
  /** The revision that wrote this down. An older one than the store's: other commits came in between. */
  asOf: number
  /** Whether a commit ever made an archive, so that they should be there. */
  made: boolean
  /** The folder in which the archives were when this was written down; left out where it was not there yet. */
  place?: string | undefined
  archives: Ownership[]
}

/** Names the owner that a Google account is. */
export const accountOwner = (directoryId: string): Owner => `google:${directoryId}`

/** Names the owner that a user without an account is. */
export const localOwner = (revision: number, userName: string): Owner => `user:${revision}:${userName}`

/** Whoever gets the name next: an admin decided that the mail goes along. */
export const nextOwner: Owner = 'next'

/** The Google account that an owner is; null for any other. */
export const accountOf = (owner: Owner | null): string | null =>
  owner?.startsWith('google:') ? owner.slice('google:'.length) : null

/**
 * The owner of a user's archive.
 *
 * @param written what is written down for the user's name
 * @returns null where nobody can tell: a directory user that no account is known of yet
 */
export function ownerOfUser({ directoryId, authentication, userName }: User, written: Owner | undefined): Owner | null {
  if (directoryId !== null) return accountOwner(directoryId)
  return written ?? (authentication === 'integrated' ? localOwner(0, userName) : null)
}
