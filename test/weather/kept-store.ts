import fs from 'node:fs'
import type { Home } from '../../source/store/home.ts'
import type { UserStore } from '../../source/sync/user.ts'

/** Where the users of a history are kept. What is there is read without the program. */
export type KeptStore = {
  /** Puts a first store there. */
  begin: (store: UserStore) => Promise<void>
  read: () => Promise<StoreState>
  /** Changes with everything that is written. */
  mark: () => Promise<string>
}

/** What is kept at one moment. */
export type StoreState = {
  store: Pick<UserStore, 'revision' | 'users'>
  /** A commit that a crash left unfinished. */
  pending: boolean
  /** The revisions that the history has, the oldest first. */
  revisions: number[]
}

/** The users in the files of a home. */
export const keptInFiles = (home: Home): KeptStore => ({
  async begin(store) {
    fs.writeFileSync(home.users, JSON.stringify(store))
  },
  async read() {
    const lines = fs.existsSync(home.history) ? fs.readFileSync(home.history, 'utf8').split('\n') : []
    return {
      store: JSON.parse(fs.readFileSync(home.users, 'utf8')) as UserStore,
      pending: fs.existsSync(home.journal),
      revisions: lines
        .filter((line) => line.includes('"revision":'))
        .map((line) => (JSON.parse(line) as { revision: number }).revision),
    }
  },
  mark: async () => String(fs.statSync(home.users, { bigint: true }).mtimeNs),
})
