import type { ExecutionContext } from 'ava'
import type { Home } from '../../../source/store/home.ts'
import type { Store } from '../../../source/store/store.ts'

/** A store of a test's own, empty, and what only the kind of store can do to it. */
export type StoreUnderTest = {
  home: Home
  store: Store
  /** Another process that has the same store: the same home for files, another one for a database. */
  another: () => { home: Home; store: Store }
  /** Makes what is kept of one user unreadable, as somebody at the disk or the database could. */
  damage: (userName: string) => Promise<void>
}

/** Opens a store for a test. */
export type OpenStore = (t: ExecutionContext) => Promise<StoreUnderTest>
