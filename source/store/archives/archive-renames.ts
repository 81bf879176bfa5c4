import { join } from 'node:path'
import type { ArchiveWork } from '../../sync/apply/apply.ts'
import { errorCode, type FileOperations, ignoring } from '../disk/file-operations.ts'
import type { Home } from '../home.ts'
import { removeLabel, writeLabel } from './archive-labels.ts'
import { folderOf } from './archive-names.ts'
import type { ArchiveTask } from './archive-work.ts'
import { joinMaildirs } from './join-maildirs.ts'
import { holdsSomething, makeMaildir, removeMaildir } from './maildir.ts'
import { setAside } from './set-aside.ts'

type Rename = Extract<ArchiveWork, { kind: 'rename' }>

/** The name a folder has between the two rounds; no archive's folder begins with a dot, so nobody else has it. */
const waitingPath = (home: Home, task: ArchiveTask, index: number): string =>
  join(home.archives, `.moving-${task.revision}-${index + 1}`)

const exists = (files: FileOperations, path: string): boolean =>
  ignoring(['ENOENT'], () => files.lstatSync(path)) !== null

/** First round: the folder leaves its old name. That it has done so shows by its name of its own. */
export function moveOut(home: Home, files: FileOperations, task: ArchiveTask, index: number, { from }: Rename): void {
  const waiting = waitingPath(home, task, index)
  if (exists(files, waiting)) return
  const moved = ignoring(['ENOENT'], () => files.renameSync(join(home.archives, folderOf(from)), waiting))
  // A user whose archive is missing gets an empty one, and not what may have come to lie under the new name meanwhile.
  if (moved === null) makeMaildir(files, waiting)
}

/** What became of a rename; `movedAside` is the new name of what was in the way. */
export type RenameOutcome = { outcome: 'renamed' | 'created' | 'existed' | 'blocked'; movedAside?: string }

/**
 * Second round: the folder takes its new name. When it does not wait any more, an earlier run has done it. A folder that
 * is there holds mail of the same owner, or what came under the new name since the first round; the two are joined.
 */
export function moveIn(
  home: Home,
  files: FileOperations,
  task: ArchiveTask,
  index: number,
  { from, to }: Rename,
): RenameOutcome {
  const waiting = waitingPath(home, task, index)
  const target = join(home.archives, folderOf(to))
  writeLabel(files, home, to)
  if (!exists(files, waiting)) return { outcome: makeMaildir(files, target) }
  let movedAside: string | undefined
  for (;;) {
    if (exists(files, target) && removeMaildir(files, target) === 'kept') {
      if (isFolder(files, target)) {
        if (!joinMaildirs(files, waiting, target)) movedAside = setAside(home, files, waiting, to, task.revision)
        break
      }
      movedAside = setAside(home, files, target, to, task.revision)
    }
    if (renamed(files, waiting, target)) break
  }
  // One that holds nothing may have been made just now, and lack a part if a crash came in between.
  if (!holdsSomething(files, target)) makeMaildir(files, target)
  if (folderOf(from) !== folderOf(to)) removeLabel(files, home, from)
  return { outcome: 'renamed', ...(movedAside === undefined ? {} : { movedAside }) }
}

const isFolder = (files: FileOperations, path: string): boolean =>
  ignoring(['ENOENT'], () => files.statSync(path))?.isDirectory() ?? false

/** False when something took the name in the last moment; a folder with anything in it is never replaced by a rename. */
function renamed(files: FileOperations, from: string, to: string): boolean {
  try {
    files.renameSync(from, to)
    return true
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '')) return false
    throw error
  }
}
