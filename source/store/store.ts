import type { MailSettings } from '../sync/mail/address-book.ts'
import type { UserStore } from '../sync/user.ts'
import type { Commit, Committed } from './commit/commit.ts'
import type { Recovery } from './commit/recovery.ts'
import type { HistoryHead, HistoryRecord } from './history/history-record.ts'
import type { StoreLock } from './lock/lock.ts'
import type { SessionList } from './sessions/session-list.ts'
import type { StoreFinding, StoreStatus } from './store-status.ts'
import type { FollowedStore } from './users/follow/follow-store.ts'
import type { StoreReader } from './users/follow/store-reader.ts'

/**
 * The users with their history and the sessions of those who signed in, wherever they are kept. Nothing above this room
 * knows where that is; `openStore` does.
 */
export type Store = {
  /**
   * The users as they are now: the old store or the new one, whole. Needs no lock.
   *
   * @throws Problem (badData) when what is kept cannot be used; Problem (failed) when it cannot be reached
   */
  read: () => Promise<UserStore>
  /** The same, with the record of who owns which archive up to date. */
  readOwned: () => Promise<UserStore>
  /** Finishes what a crash left undone, or forgets what it kept from happening. Every writing operation does this first. */
  recover: (lock: StoreLock) => Promise<Recovery>
  /** Commits a change, whole or not at all, and does the work on archives that follows it. */
  commit: (lock: StoreLock, commit: Commit) => Promise<Committed>
  /** Writes down what mail servers are told beside the users, where they read the store themselves. */
  tellMailServers: (settings: MailSettings) => Promise<void>
  history: StoreHistory
  earlier: EarlierStores
  sessions: SessionLists
  /**
   * Keeps the users of this moment in memory.
   *
   * @param startReader starts what reads a file; a database needs none
   */
  follow: (startReader: () => StoreReader) => Promise<FollowedStore>
  /** Which archive host has the archives, where this machine is not it; null where they are here. */
  archivesElsewhere: () => Promise<ArchivesElsewhere | null>
  status: () => Promise<StoreStatus>
  /** Looks through everything that is kept. */
  check: () => Promise<StoreFinding[]>
  moving: StoreMoving
}

/** The machine that has the archives, and this one, by their names as archive hosts. */
export type ArchivesElsewhere = { host: string; own: string }

/** What moving a store to another place needs of either. All of it happens under the lock of the home. */
export type StoreMoving = {
  /** Where it is, for people. Never a secret. */
  place: string
  /**
   * Fills this store, which nobody uses yet, with everything of another one.
   *
   * @throws Problem `storeNotEmpty` when something is here already
   */
  fill: (from: Store) => Promise<void>
  /**
   * Before the switch: makes sure that nobody commits here any more.
   *
   * @throws Problem `planStale` when somebody committed after this revision
   */
  close: (revision: number, to: string) => Promise<void>
  /** After the switch: puts away what is left. */
  putAway: () => Promise<void>
}

/** The commits that were made. One that is under way, or that a crash left unfinished, is not among them. */
export type StoreHistory = {
  /** The newest commits, the newest first. */
  records: (limit: number) => Promise<HistoryRecord[]>
  /** The same commits without their changes, which take long to read where there are many. */
  heads: (limit: number) => Promise<HistoryHead[]>
  /** The commits that made this revision, which are several only where backups were put back by hand. */
  ofRevision: (revision: number) => Promise<HistoryRecord[]>
  /** The commits after a revision, the oldest first. */
  since: (revision: number) => Promise<HistoryRecord[]>
  /** The newest commit that is picked, with its changes; null when there is none. */
  find: (pick: PickCommit) => Promise<HistoryRecord | null>
}

/** Is shown each commit, the newest first: `take` it, `pass` it over, or `stop` looking. */
export type PickCommit = (commit: HistoryHead) => 'take' | 'pass' | 'stop'

/** The store as it was before each of the last commits. */
export type EarlierStores = {
  /** The revisions that are kept, the newest first. */
  list: () => Promise<EarlierStore[]>
  /** The store as it was at a revision. Throws Problem (badData) when it is not kept, or cannot be used. */
  read: (revision: number) => Promise<UserStore>
}

/** A store as it was before a commit. */
export type EarlierStore = {
  revision: number
  /** When that store was written. */
  time: Date
  /** The room it takes; null where it has no file of its own. */
  bytes: number | null
}

/** Who is signed in, and which sessions were ended. */
export type SessionLists = {
  read: () => Promise<SessionList>
  /**
   * Changes the list as its only writer.
   *
   * @param change is called again where another writer came first
   * @returns the list as it is now
   */
  change: (change: (list: SessionList) => SessionList) => Promise<SessionList>
  /** Keeps the list of this moment in memory. */
  follow: () => Promise<FollowedSessions>
  /**
   * Changes the text that holds the keys of sessions, as its only writer, where all machines that share the store share
   * them; null where the keys are the home's own.
   *
   * @param change is given the text, null before the first one, and returns the next one, or null to leave it
   * @returns the text as it is now
   */
  changeKeys: ((change: (keys: string | null) => Promise<string | null>) => Promise<string | null>) | null
}

/** The list of sessions as it is now. */
export type FollowedSessions = {
  /** The same object for as long as nothing changed. Throws Problem when it cannot be read. */
  newest: () => SessionList
  /** The text that `changeKeys` changes, as it is now; null where there is none. */
  keys: () => string | null
  close: () => Promise<void>
}
