import type { HistoryChange, HistoryRecord } from '../../store/history/history-record.ts'
import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import type { EarlierStores, StoreHistory } from '../../store/store.ts'
import { changesTie } from '../../sync/by-hand/strangers-mail.ts'
import { type CommitToUndo, planUndo } from '../../sync/by-hand/undo.ts'
import type { Plan } from '../../sync/plan.ts'
import type { UserStore } from '../../sync/user.ts'
import type { Problem } from '../../text/problem.ts'
import { shellArgument } from '../../text/shell-word.ts'
import { expectArchivesHere } from '../archives/archives-here.ts'
import { readPlanFacts } from '../archives/plan-facts.ts'
import { type CommittedByHand, commitByHand, type PlannedByHand } from '../users/commit-by-hand.ts'
import { underLimit } from '../users/limited-plan.ts'
import { findRedoTarget, findUndoTarget } from './find-target.ts'
import { historyProblem } from './history-problems.ts'
import { takeBackArchives } from './take-back-archives.ts'

/** Which way to go, and how. */
export type UndoOptions = {
  /** `redo` takes the last undo back. */
  way?: 'undo' | 'redo'
  /** The commit to take back; the last one that still holds unless given. */
  revision?: number | undefined
  /** The revision of the store for which the plan was shown. */
  seenRevision?: number | undefined
  /** The admin's word for this run, past the deletion limit. */
  allowDeletions?: number | undefined
}

/** What taking a commit back would do. */
export type UndoPreview = PlannedByHand & {
  /** The commit that would be taken back. */
  revision: number
  command: string
}

/**
 * What taking back a commit would change. Changes nothing.
 *
 * @throws Problem `nothingToUndo`, `revisionUnknown`, `nothingToRedo`, `undoImpossible`, and those of store, backups and history
 */
export async function previewUndo(home: Home, options: UndoOptions = {}): Promise<UndoPreview> {
  const store = await (await openStore(home)).readOwned()
  const preview = await planFor(home, store, options)
  return { ...preview, plan: await underLimit(home, store, preview.plan) }
}

/**
 * Takes back a commit: its users get the state they had before it, and archives that were given away or set aside come
 * back. What has changed since stays. Each undo goes one commit further back; a redo takes the last undo back.
 *
 * @throws Problem `nothingToUndo`, `revisionUnknown`, `nothingToRedo`, `undoImpossible`, `planStale`, `deletionLimit`, and those of the lock,
 *   store, backups and history
 */
export async function undo(home: Home, options: UndoOptions = {}): Promise<CommittedByHand> {
  const { way = 'undo', revision, seenRevision, allowDeletions } = options
  return commitByHand(home, {
    command: way,
    commandLine: { words: `rollcall ${way}${revision === undefined ? '' : ` ${revision}`} --yes` },
    seenRevision,
    allowDeletions,
    plan: (store) => planFor(home, store, options),
  })
}

async function planFor(home: Home, store: UserStore, { way, revision }: UndoOptions): Promise<UndoPreview> {
  const { history, earlier } = await openStore(home)
  const target = way === 'redo' ? await findRedoTarget(history) : await findUndoTarget(history, revision ?? null)
  if (target === null) {
    if (way === 'redo') throw historyProblem('nothingToRedo', {})
    throw await noTarget(history, revision ?? null)
  }
  const refuse = async (why: string): Promise<Problem> => {
    const before = await findUndoTarget(history, null, target.revision)
    return historyProblem('undoImpossible', { revision: target.revision, why, earlier: before?.revision ?? null })
  }
  if (target.archiveWork !== undefined) await expectArchivesHere(home)
  const archives = takeBackArchives(home, store, target)
  if ('refused' in archives) throw await refuse(archives.refused)
  if (target.changes.length + archives.archiveWork.length + archives.decided.length === 0) {
    throw await refuse(target.archiveWork === undefined ? forgotten : madeOnly)
  }
  const storeBefore = await storeBeforeCommit(earlier, target)
  const { decided } = archives
  const plan = await planUsers(home, store, target, { storeBefore, decided, isWord: await isWord(history, target) })
  return {
    ...archives,
    plan: storeBefore === null ? withPasswordWarnings(plan) : plan,
    ...(way === 'redo' ? { redid: target.revision } : { undid: target.revision }),
    revision: target.revision,
    command: target.command,
  }
}

/** Why there is no commit of this revision to take back. */
async function noTarget(history: StoreHistory, revision: number | null): Promise<Problem> {
  const [found] = revision === null ? [] : await history.ofRevision(revision)
  if (revision !== null && found === undefined) return historyProblem('revisionUnknown', { revision })
  if (found?.undid !== undefined) {
    return historyProblem('undoOfUndo', { revision: found.revision, what: 'an undo', again: 'rollcall redo' })
  }
  if (found?.redid !== undefined) {
    const [undone] = await history.ofRevision(found.redid)
    const again = undone?.undid === undefined ? 'rollcall undo' : `rollcall undo ${undone.undid}`
    return historyProblem('undoOfUndo', { revision: found.revision, what: 'a redo', again })
  }
  return historyProblem('nothingToUndo', { revision, canRedo: (await findRedoTarget(history)) !== null })
}

const forgotten = 'It changed archives only, and an earlier release of Rollcall did not write down which.'
const madeOnly = 'It only made or removed empty archives.'

/** Only backups hold password hashes, and only the newest ones are kept; everything else is in the history. */
async function storeBeforeCommit(
  earlier: EarlierStores,
  { revision, changes }: HistoryRecord,
): Promise<UserStore | null> {
  if (changes.length === 0) return null
  const isKept = (await earlier.list()).some((store) => store.revision === revision - 1)
  return isKept ? await earlier.read(revision - 1) : null
}

/** Whether a commit, or what it took back, moved a user on to another account by an admin's word. */
async function isWord(history: StoreHistory, { command, undid }: HistoryRecord): Promise<boolean> {
  const [first] = undid === undefined ? [] : await history.ofRevision(undid)
  return ['users take-over', 'users release'].includes(first?.command ?? command)
}

async function planUsers(
  home: Home,
  store: UserStore,
  { revision, changes }: HistoryRecord,
  known: Pick<CommitToUndo, 'storeBefore' | 'decided' | 'isWord'>,
): Promise<Plan> {
  const archives = await readPlanFacts(home, store, new Set(changes.flatMap(namesInQuestion)))
  return planUndo(store, { revision, changes, ...known }, archives)
}

/** Whose archive has to be looked at: nobody's where name and account stay, which are most rows of a large commit. */
function namesInQuestion({ before, after }: HistoryChange): string[] {
  const [then, now] = [before?.userName, after?.userName]
  if (then !== now) return [then ?? [], now ?? []].flat()
  return before !== null && after !== null && changesTie(before, after) ? [after.userName] : []
}

function withPasswordWarnings(plan: Plan): Plan {
  const lost = plan.changes.flatMap(({ action, after }) =>
    action === 'create' && after?.authentication === 'integrated' ? [after.userName] : [],
  )
  const warnings = lost.map((userName) => ({
    code: 'passwordLost',
    message: `The password of ${userName} is not kept any more. Set a new one: rollcall users edit --password ${shellArgument(userName)}`,
  }))
  return { ...plan, warnings: [...plan.warnings, ...warnings] }
}
