import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { ArchiveWork } from '../../sync/apply/apply.ts'
import { Problem } from '../../text/problem.ts'
import type { Journal } from '../commit/journal.ts'
import { diskProblem } from '../disk/disk-problems.ts'
import { type FileOperations, ignoring } from '../disk/file-operations.ts'
import { makeLastingFolder } from '../disk/make-folder.ts'
import { syncFolder } from '../disk/replace-file.ts'
import type { Home } from '../home.ts'
import { removeLabel, writeLabel } from './archive-labels.ts'
import { folderOf } from './archive-names.ts'
import { moveIn, moveOut } from './archive-renames.ts'
import { holdsSomething, makeMaildir, removeMaildir } from './maildir.ts'
import { setAside } from './set-aside.ts'

/** What became of one piece of work on an archive. */
export type ArchiveOutcome = {
  work: ArchiveWork
  outcome:
    | 'created'
    /** To be created, and there already: taken up again as it is. What holds somebody else's mail is set aside first. */
    | 'existed'
    /** To be created, but something that is no folder has the name. */
    | 'blocked'
    | 'renamed'
    | 'removed'
    /** To be removed, but it holds something: it stays. */
    | 'kept'
    /** To be removed, and not there. */
    | 'missing'
    /** It is left to the machine that has the archives. */
    | 'elsewhere'
    /** The disk refused; the next run tries again. See `problem`. */
    | 'pending'
  /** The new name of an archive that was in the way of this one. */
  movedAside?: string
  problem?: Problem
}

/** The work of one commit, and how far it is. */
export type ArchiveTask = Pick<Journal, 'revision' | 'work' | 'round'>

/** What doing the work needs of whoever keeps the list of it. */
export type ArchiveWorkTools = {
  /** Writes down, durably, that the first round is complete. */
  enterSecondRound: () => void | Promise<void>
  /** Is told how many pieces are done, of how many. */
  onDone?: ((done: number, of: number) => void) | undefined
}

type Step = { work: ArchiveWork; act: () => Omit<ArchiveOutcome, 'work'> }

/**
 * Does the work that a journal lists, in the order remove, rename, create. Whatever part of it was done before, by a run
 * that crashed at any instruction, is found done and not done twice. Nothing that holds mail is removed or merged.
 *
 * @returns one outcome for each piece; where the disk refuses, what can still be done is done
 */
export async function doArchiveWork(
  home: Home,
  files: FileOperations,
  task: ArchiveTask,
  { enterSecondRound, onDone = () => undefined }: ArchiveWorkTools,
): Promise<ArchiveOutcome[]> {
  const { work, round } = task
  if (work.length === 0) return []
  const removes = work.filter((one) => one.kind === 'remove')
  const renames = work.filter((one) => one.kind === 'rename')
  const creates = work.filter((one) => one.kind === 'create')
  const outcomes: ArchiveOutcome[] = []
  const run = async (steps: Step[]) => {
    for (const step of steps) {
      outcomes.push({ work: step.work, ...(await attempt(home, step)) })
      if (outcomes.length % 256 !== 0) continue
      onDone(outcomes.length, work.length)
      // Lets the screen be drawn.
      await setImmediate()
    }
  }

  const problem = await failureOf(home, () => {
    makeLastingFolder(files, home.archives)
  })
  if (problem !== null) return work.map((one) => ({ work: one, outcome: 'pending', problem }))
  // In the second round the removed folders' names may belong to others already.
  if (round === 'out') {
    await run(removes.map((one) => ({ work: one, act: () => ({ outcome: removeArchive(home, files, one.archive) }) })))
  }
  // The first round may end only when nothing before it is left to do.
  const left = outcomes.find(({ outcome }) => outcome === 'pending')?.problem
  const movedAside = new Map<string, string>()
  const isFirst = round === 'out' && renames.length + creates.length > 0
  const failure =
    left ??
    (isFirst
      ? await failureOf(home, async () => {
          clearTheWay(home, files, task, movedAside)
          await enterSecondRound()
        })
      : null)
  const aside = (archive: string): { movedAside?: string } => {
    const name = movedAside.get(archive)
    return name === undefined ? {} : { movedAside: name }
  }
  await run(
    renames.map((one, index) => ({
      work: one,
      act: () => {
        if (failure !== null) return { outcome: 'pending', problem: failure }
        return { ...aside(one.to), ...moveIn(home, files, task, index, one) }
      },
    })),
  )
  await run(
    creates.map((one) => ({
      work: one,
      act: () => {
        if (failure !== null) return { outcome: 'pending', problem: failure }
        return { outcome: createArchive(home, files, one.archive), ...aside(one.archive) }
      },
    })),
  )
  onDone(outcomes.length, work.length)
  return outcomes
}

/**
 * Makes durable what the work has made, so that the journal can go. All folders are made before the first is synced:
 * on the usual file systems the first one then takes the others to the disk with it.
 */
export async function syncArchives(home: Home, files: FileOperations, work: readonly ArchiveWork[]): Promise<void> {
  let synced = 0
  for (const one of work) {
    if (one.kind === 'remove') continue
    const path = join(home.archives, folderOf(one.kind === 'create' ? one.archive : one.to))
    // One that was removed meanwhile, or is no folder, is not this program's any more.
    ignoring(['ENOENT', 'ENOTDIR', 'ELOOP'], () => syncFolder(files, path))
    synced += 1
    if (synced % 256 === 0) await setImmediate()
  }
  if (work.length > 0) syncFolder(files, home.archives)
}

/**
 * The first round: afterwards every folder that gets another name has one of its own, and the new names are free but for
 * what the plan knows to be the same owner's. Mail that nobody knew of when the plan was made may be a former user's: it is
 * set aside, for a person to look at. From then on what comes under the new names belongs to their users.
 *
 * @param movedAside gets the new names of what was set aside, by the old one
 */
function clearTheWay(home: Home, files: FileOperations, task: ArchiveTask, movedAside: Map<string, string>): void {
  const renames = task.work.filter((one) => one.kind === 'rename')
  renames.forEach((one, index) => {
    moveOut(home, files, task, index, one)
  })
  const strange = task.work.flatMap((one) => {
    if (one.kind === 'rename') return one.joins === true ? [] : [one.to]
    return one.kind === 'remove' || one.takesUp === true ? [] : [one.archive]
  })
  for (const archive of strange) {
    const path = join(home.archives, folderOf(archive))
    const isFolder = ignoring(['ENOENT', 'ENOTDIR', 'ELOOP'], () => files.statSync(path))?.isDirectory() ?? false
    if (!isFolder || !holdsSomething(files, path)) continue
    movedAside.set(archive, setAside(home, files, path, archive, task.revision))
  }
  syncFolder(files, home.archives)
}

function createArchive(home: Home, files: FileOperations, archive: string): 'created' | 'existed' | 'blocked' {
  writeLabel(files, home, archive)
  return makeMaildir(files, join(home.archives, folderOf(archive)))
}

function removeArchive(home: Home, files: FileOperations, archive: string): 'removed' | 'kept' | 'missing' {
  const outcome = removeMaildir(files, join(home.archives, folderOf(archive)))
  if (outcome === 'removed') removeLabel(files, home, archive)
  return outcome
}

async function attempt(home: Home, step: Step): Promise<Omit<ArchiveOutcome, 'work'>> {
  let outcome: Omit<ArchiveOutcome, 'work'> | null = null
  const problem = await failureOf(home, () => {
    outcome = step.act()
  })
  return outcome ?? { outcome: 'pending', ...(problem === null ? {} : { problem }) }
}

/** The Problem when the disk refuses; null when all went well. A bug is thrown on. */
async function failureOf(home: Home, act: () => void | Promise<void>): Promise<Problem | null> {
  try {
    await act()
    return null
  } catch (error) {
    const problem = diskProblem(error, 'do the work in', home.archives)
    if (problem instanceof Problem) return problem
    throw error
  }
}
