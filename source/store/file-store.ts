import { listBackups, readBackup } from './commit/backups.ts'
import { commitStore } from './commit/commit.ts'
import { recover } from './commit/recovery.ts'
import { findCommit, readCommits, readCommitsSince, readHistory, readHistoryHeads } from './history/history.ts'
import { readOwnedStore } from './history/recorded-owners.ts'
import type { Home } from './home.ts'
import { fileMoving } from './moving/file-moving.ts'
import { checkFiles, fileStatus } from './moving/file-status.ts'
import { followSessionFile } from './sessions/follow-session-file.ts'
import { changeSessionList, readSessionList } from './sessions/session-list.ts'
import type { Store } from './store.ts'
import { followStore } from './users/follow/follow-store.ts'
import { readStore } from './users/user-store.ts'

/** The store of a home that keeps it in files: `users.json` with its backups, the history and `sessions.json`. */
export function fileStore(home: Home): Store {
  return {
    read: () => readStore(home),
    readOwned: () => readOwnedStore(home),
    recover,
    commit: commitStore,
    // Their tables are exports, which follow the settings by themselves.
    tellMailServers: async () => undefined,
    history: {
      records: (limit) => readHistory(home, limit),
      heads: (limit) => readHistoryHeads(home, limit),
      ofRevision: (revision) => readCommits(home, revision),
      since: (revision) => readCommitsSince(home, revision),
      find: (pick) => findCommit(home, pick),
    },
    earlier: {
      list: async () => listBackups(home),
      read: (revision) => readBackup(home, revision),
    },
    sessions: {
      read: async () => readSessionList(home),
      change: (change) => changeSessionList(home, change),
      follow: async () => followSessionFile(home),
      changeKeys: null,
    },
    follow: (startReader) => followStore(home, startReader()),
    archivesElsewhere: async () => null,
    status: () => fileStatus(home),
    check: () => checkFiles(home),
    moving: fileMoving(home),
  }
}
