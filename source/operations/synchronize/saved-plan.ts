import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { isSealedByHome, seal } from '../../settings/credentials/plan-seal.ts'
import { writeOwnFile } from '../../settings/outside-files/own-place.ts'
import { readOutsideFile } from '../../settings/outside-files/read-outside-file.ts'
import { absolutePath } from '../../store/disk/absolute-path.ts'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, ignoring } from '../../store/disk/file-operations.ts'
import type { Home } from '../../store/home.ts'
import type { Change } from '../../sync/plan.ts'
import { type UserStore, withoutPassword } from '../../sync/user.ts'
import { gathered } from '../../text/collect.ts'
import { jsonLine, jsonPieces } from '../../text/json/json-pieces.ts'
import { parseJsonText } from '../../text/json/json-text.ts'
import { operationProblem } from '../problems.ts'
import type { TestedPlan } from './make-current-plan.ts'
import { savedPlanSchema } from './saved-plan-schema.ts'

/** A plan that was read back: of the store that it was made from it knows a digest. */
export type SavedPlan = Omit<TestedPlan, 'store'> & { storeDigest: string }

/** Room for a plan that changes half a million users, and as much as one string can hold. */
const maximumPlanBytes = 512 * 1024 * 1024 - 64

/**
 * Saves a plan to be committed later, for the owner alone (0600). An earlier plan of that name is replaced; a store or a
 * key, named by mistake, is not.
 *
 * @throws Problem (failed) when it cannot be written there
 */
export async function savePlan(home: Home, path: string, tested: TestedPlan): Promise<void> {
  const file = absolutePath(path)
  // Rows of users that stay as they are take no part in a commit, and there may be a hundred thousand of them.
  const changes = tested.plan.changes.filter(({ action }) => action !== 'unchanged').map(withoutPasswords)
  const plan = { ...tested.plan, changes }
  const { settings } = tested
  onDisk('save the plan', file, () => {
    const existing = ignoring(['ENOENT'], () => disk.lstatSync(file))
    if (existing !== null && !existing.isFile()) {
      throw operationProblem('planPlaceTaken', {
        file: path,
        why: 'Something other than a regular file has this name.',
      })
    }
    if (existing !== null && !mayBeReplaced(file)) {
      throw operationProblem('planPlaceTaken', { file: path, why: 'The file of this name does not hold a saved plan.' })
    }
    const storeDigest = digestOf(tested.store)
    const sealed = seal(home, sealedText([plan, settings, storeDigest]))
    const document = { rollcallPlan: 2, plan, settings, storeDigest, seal: sealed }
    writeOwnFile(file, jsonLine(document))
  })
}

/** Whether the file is empty, as a temporary one is that a script has made, or begins as a saved plan does. */
function mayBeReplaced(path: string): boolean {
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW = 0 } = constants
  const file = disk.openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
  try {
    const beginning = Buffer.alloc(100)
    const length = disk.readSync(file, beginning, 0, beginning.length, 0)
    return /^\s*(?:\{\s*"rollcallPlan"|$)/.test(beginning.toString('latin1', 0, length))
  } finally {
    disk.closeSync(file)
  }
}

/** Plans are sent around to be looked at; the commit takes passwords from the store. */
function withoutPasswords(change: Change): Change {
  const { before, after } = change
  if (before?.password === undefined && after?.password === undefined) return change
  return { ...change, before: before && withoutPassword(before), after: after && withoutPassword(after) }
}

/**
 * Reads a plan that was saved. Whether it still fits the store and the settings is for the synchronization to say.
 *
 * @throws Problem (badData) when the file is no plan, or is not as this home saved it
 */
export async function readPlan(home: Home, path: string): Promise<SavedPlan> {
  const json = parseJsonText(await readOutsideFile(path, maximumPlanBytes))
  if (json.state === 'bad') throw operationProblem('savedPlanUnusable', { file: path, why: json.why })
  const parsed = savedPlanSchema.safeParse(json.value)
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.map(String).join('.')
    throw operationProblem('savedPlanUnusable', {
      file: path,
      why: field ? `The part ${field} is not what it should be.` : 'It is not a saved plan.',
    })
  }
  const { plan, settings, storeDigest } = json.value as typeof parsed.data
  // The seal is taken over what the file says, before defaults are filled in.
  if (!isSealedByHome(home, sealedText([plan, settings, storeDigest]), parsed.data.seal)) {
    const why = 'It was changed after it was saved, or another home saved it.'
    throw operationProblem('savedPlanUnusable', { file: path, why })
  }
  return { plan: parsed.data.plan, settings: parsed.data.settings, storeDigest }
}

/** Whether this is the store, to the last letter, that the plan was made from; an edit by hand may leave the revision. */
export function isStoreOf(plan: SavedPlan, store: UserStore): boolean {
  return digestOf(store) === plan.storeDigest
}

/** Begins with what it is, so that no seal of anything else fits. */
function* sealedText(value: unknown): Iterable<string> {
  yield 'rollcall plan 2\n'
  yield* jsonPieces(value)
}

/** SHA-256, hexadecimal, of the JSON of a value. */
export function digestOf(value: unknown): string {
  const hash = createHash('sha256')
  for (const text of gathered(jsonPieces(value))) hash.update(text)
  return hash.digest('hex')
}
