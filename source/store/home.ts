import { join } from 'node:path'

/** The one folder that holds everything, as absolute paths. */
export type Home = {
  folder: string
  settings: string
  credentials: string
  serviceAccountKey: string
  oauthClient: string
  users: string
  lock: string
  journal: string
  backups: string
  history: string
  archives: string
  /** Where the store is when it is in a database. */
  storeTarget: string
  /** The key that seals saved plans. */
  planSeal: string
  /** Keys that seal the cookies of sessions. */
  sessionKeys: string
  /** The secret with which a mail server asks about mail tokens. */
  introspectionClient: string
  /** Who is signed in, and which sessions were ended. */
  sessions: string
  sessionsLock: string
  /** Where to tell of runs, and with which password. */
  notifySecrets: string
  /** The last runs, and who was told of what. */
  runs: string
  /** Deletions that wait for an approval. */
  heldDeletions: string
}

/** Names everything in a home. Touches nothing on disk. */
export function homeAt(folder: string): Home {
  return {
    folder,
    settings: join(folder, 'settings.json'),
    credentials: join(folder, 'credentials'),
    serviceAccountKey: join(folder, 'credentials', 'service-account.json'),
    oauthClient: join(folder, 'credentials', 'oauth-client.json'),
    users: join(folder, 'users.json'),
    lock: join(folder, 'users.json.lock'),
    journal: join(folder, 'journal.json'),
    backups: join(folder, 'backups'),
    history: join(folder, 'history.jsonl'),
    archives: join(folder, 'archives'),
    storeTarget: join(folder, 'credentials', 'store.json'),
    planSeal: join(folder, 'credentials', 'plan-seal.json'),
    sessionKeys: join(folder, 'credentials', 'session-keys.json'),
    introspectionClient: join(folder, 'credentials', 'introspection-client.json'),
    sessions: join(folder, 'sessions.json'),
    sessionsLock: join(folder, 'sessions.json.lock'),
    notifySecrets: join(folder, 'credentials', 'notify.json'),
    runs: join(folder, 'runs.json'),
    heldDeletions: join(folder, 'held-deletions.json'),
  }
}
