import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderOf } from '../../../source/store/archives/archive-names.ts'
import { makeMaildir } from '../../../source/store/archives/maildir.ts'
import { type Commit, commitStore } from '../../../source/store/commit/commit.ts'
import { recover } from '../../../source/store/commit/recovery.ts'
import { disk, type FileOperations } from '../../../source/store/disk/file-operations.ts'
import type { Home } from '../../../source/store/home.ts'
import { type LockOptions, withStoreLock } from '../../../source/store/lock/lock.ts'
import { readStore } from '../../../source/store/users/user-store.ts'
import type { ArchiveWork } from '../../../source/sync/apply/apply.ts'
import type { Change } from '../../../source/sync/plan.ts'
import { user } from '../../sync/builders.ts'
import { emptySummary, storeOf } from './homes.ts'

/** A user name that is too long for a folder name. */
export const longName = `${'long-'.repeat(60)}@example.com`

const names = ['gone', 'left', 'anna', 'bert', 'x', 'y', 'z', 'carol', longName]
const oldStore = storeOf(5, ...names.map((name) => user(name)))

/** Who has which name afterwards: a swap, a circle of three, a plain rename, one long name to another. */
const renames = [
  ['anna', 'bert'],
  ['bert', 'anna'],
  ['x', 'y'],
  ['y', 'z'],
  ['z', 'x'],
  ['carol', 'carla'],
  [longName, `${longName}.au`],
] as const

const newNames = ['bert', 'anna', 'y', 'z', 'x', 'carla', `${longName}.au`, 'new']

const archiveWork: ArchiveWork[] = [
  { kind: 'remove', archive: 'gone' },
  { kind: 'remove', archive: 'left' },
  ...renames.map(([from, to]): ArchiveWork => ({ kind: 'rename', from, to })),
  { kind: 'create', archive: 'new' },
]

const changes = ['gone', 'left'].map(
  (name): Change => ({
    action: 'delete',
    userName: name,
    directoryId: `id-${name}`,
    fields: [],
    before: user(name),
    after: null,
    reason: { code: 'deletedInGoogle' },
    archive: 'remove',
  }),
)

/** The commit of every kind of work on archives at once. */
export const wholeCommit: Commit = {
  expectedRevision: 5,
  next: storeOf(6, ...newNames.map((name) => user(name))),
  archiveWork,
  record: { command: 'sync', summary: { ...emptySummary, delete: 2, create: 1, rename: 7 }, changes },
}

/** A home with one message in every archive but the one that goes; its text is the name of the owner. */
export function prepareHome(home: Home): void {
  mkdirSync(home.folder, { recursive: true })
  mkdirSync(home.archives)
  writeFileSync(home.users, JSON.stringify(oldStore))
  for (const { userName } of oldStore.users) {
    makeMaildir(disk, join(home.archives, folderOf(userName)))
    if (userName !== 'gone') deliver(home, userName, userName)
  }
}

/** Puts a message into an archive, as a delivery does. */
export function deliver(home: Home, archive: string, text: string): void {
  const folder = join(home.archives, folderOf(archive))
  makeMaildir(disk, folder)
  writeFileSync(join(folder, 'new', `1700000000.${text.slice(0, 100)}.host`), text)
}

/** Commits everything under a lock. */
export async function commitAll(
  home: Home,
  files: FileOperations = disk,
  commit: Commit = wholeCommit,
  options: Partial<LockOptions> = {},
) {
  return withStoreLock(home, { command: 'sync', files, ...options }, (lock) => commitStore(lock, commit))
}

/** What the next run does: finishes or forgets what was begun, and commits if that has not happened. */
export async function nextRun(
  home: Home,
  commit: Commit = wholeCommit,
  options: Partial<LockOptions> = {},
): Promise<void> {
  await withStoreLock(home, { command: 'sync', ...options }, async (lock) => {
    await recover(lock)
    const { revision } = await readStore(home)
    if (revision === commit.expectedRevision) await commitStore(lock, commit)
  })
}

/** The text of the messages in each folder, by folder. */
export function mailOf(home: Home): Record<string, string[]> {
  const folders = existsSync(home.archives) ? readdirSync(home.archives).sort() : []
  return Object.fromEntries(
    folders.filter((folder) => folder !== '.names').map((folder) => [folder, mailIn(home, folder)]),
  )
}

function mailIn(home: Home, folder: string): string[] {
  return ['new', 'cur', 'tmp'].flatMap((part) => {
    const path = join(home.archives, folder, part)
    return readdirSync(path)
      .sort()
      .map((name) => readFileSync(join(path, name), 'utf8'))
  })
}

/** Where the mail is when everything is done: it follows its owner, and nothing is lost. */
export const mailAfterwards: Record<string, string[]> = Object.fromEntries([
  ['left', ['left']],
  ['new', []],
  ...renames.map(([from, to]) => [folderOf(to), [from]]),
])

/** Where the mail is before. */
export const mailBefore: Record<string, string[]> = Object.fromEntries(
  names.map((name) => [folderOf(name), name === 'gone' ? [] : [name]]),
)

/** Which of the two stores this is; fails when it is neither, whole. */
export async function whichStore(home: Home): Promise<'old' | 'new'> {
  const store = await readStore(home)
  const text = JSON.stringify(store)
  if (text === JSON.stringify(oldStore)) return 'old'
  if (text === JSON.stringify(wholeCommit.next)) return 'new'
  throw new Error(`neither the old store nor the new one: revision ${store.revision}`)
}
