import type { Problem } from '../text/problem.ts'

/** What there is to say about a store. */
export type StoreStatus = {
  kind: 'files' | 'postgresql'
  /** Where it is, for people. Never a secret. */
  place: string
  revision: number
  users: number
  /** ISO 8601, in UTC; null before the first commit. */
  changed: string | null
  /** Work on archives that is not done yet, in commits. */
  waiting: number
  /** What only a database has. */
  database: DatabaseStatus | null
}

/** What there is to say about a database. */
export type DatabaseStatus = {
  server: string
  schema: number
  encrypted: boolean
  /** Whether a notification arrives; where not, the revision is asked for each second. */
  hearsNotifications: boolean
  /** Which archive host has the archives; null before the first one. */
  archiveHost: string | null
  /** The archive host that this machine is. */
  ownArchiveHost: string
  /** The homes that use it, with when they were last heard of. */
  hosts: readonly { name: string; archiveHost: string; serves: boolean; seen: string }[]
}

/** One thing that was looked at, and what is wrong with it; null: nothing. */
export type StoreFinding = { what: string; detail: string; problem: Problem | null }
