import { isSealedByHome, seal } from '../../settings/credentials/plan-seal.ts'
import type { Settings } from '../../settings/settings-schema.ts'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, ignoring } from '../../store/disk/file-operations.ts'
import { readWholeFile } from '../../store/disk/read-whole-file.ts'
import { replaceFile } from '../../store/disk/replace-file.ts'
import type { Home } from '../../store/home.ts'
import type { Change, Plan } from '../../sync/plan.ts'
import { defaultSyncSettings, type SyncSettings } from '../../sync/settings.ts'
import { type UserStore, withoutPassword } from '../../sync/user.ts'
import { jsonLine, jsonPieces } from '../../text/json/json-pieces.ts'
import { parseJsonText } from '../../text/json/json-text.ts'
import { operationProblem } from '../problems.ts'
import { digestOf } from './saved-plan.ts'
import { heldDeletionsSchema } from './saved-plan-schema.ts'

/** A deletion that waits for an approval: its row, and since when (ISO 8601, UTC). */
export type HeldDeletion = { since: string; change: Change }

/** Deletions that wait for an approval, as the last sync found them. */
export type HeldDeletions = {
  /** When a sync confirmed them last, ISO 8601 in UTC. */
  confirmed: string
  /** SHA-256, hexadecimal, of the settings that say who is in. */
  settingsDigest: string
  rows: HeldDeletion[]
}

/** Room for as many deletions as a plan can have. */
const maximumBytes = 512 * 1024 * 1024 - 64

/**
 * Keeps the deletions that a plan holds back, in place of those of an earlier one; with none, what was kept goes. Each row
 * has its user as it will be after the commit.
 *
 * @throws Problem (failed) when the disk fails
 */
export function keepHeldDeletions(
  home: Home,
  { plan, settings, next }: { plan: Plan; settings: Settings; next: UserStore },
  now: Date,
): void {
  if (plan.held === undefined || plan.held.length === 0) {
    forgetHeldDeletions(home)
    return
  }
  const earlier = new Map(earlierRows(home).map(({ since, change }) => [keyOf(change), since]))
  const users = new Map(next.users.map((user) => [user.userName, user]))
  const time = now.toISOString()
  const rows = plan.held.flatMap((change): HeldDeletion[] => {
    const user = users.get(change.userName)
    if (user === undefined) return []
    return [{ since: earlier.get(keyOf(change)) ?? time, change: { ...change, before: withoutPassword(user) } }]
  })
  const content = { confirmed: time, settingsDigest: digestOf(scopeOf(settings)), rows }
  const document = { rollcallHeldDeletions: 1, ...content, seal: seal(home, sealedText(content)) }
  onDisk('write', home.heldDeletions, () => replaceFile(disk, home.heldDeletions, jsonLine(document)))
}

/** Removes what was kept. Throws Problem (failed) when the disk fails. */
export function forgetHeldDeletions(home: Home): void {
  onDisk('remove', home.heldDeletions, () => ignoring(['ENOENT'], () => disk.unlinkSync(home.heldDeletions)))
}

/**
 * Reads what waits for an approval; null where nothing does.
 *
 * @throws Problem `heldDeletionsUnusable` when the file is not as this home wrote it; Problem (failed) when the disk fails
 */
export function readHeldDeletions(home: Home): HeldDeletions | null {
  const path = home.heldDeletions
  const file = onDisk('read', path, () => ignoring(['ENOENT'], () => readWholeFile(disk, path, maximumBytes)))
  if (file === null) return null
  const json = file.state === 'read' ? parseJsonText(file.text) : null
  const parsed = json?.state === 'good' ? heldDeletionsSchema.safeParse(json.value) : null
  if (json?.state !== 'good' || !parsed?.success) {
    throw operationProblem('heldDeletionsUnusable', { file: path, why: 'It is not a list of deletions.' })
  }
  // The seal is taken over what the file says, before anything is filled in.
  const { confirmed, settingsDigest, rows } = json.value as typeof parsed.data
  if (!isSealedByHome(home, sealedText({ confirmed, settingsDigest, rows }), parsed.data.seal)) {
    const why = 'It was changed after it was written, or another home wrote it.'
    throw operationProblem('heldDeletionsUnusable', { file: path, why })
  }
  return { confirmed, settingsDigest, rows: parsed.data.rows }
}

/** Whether the settings say who is in as they did when the deletions were found. */
export const isFoundWith = (held: HeldDeletions, settings: Settings): boolean =>
  held.settingsDigest === digestOf(scopeOf(settings))

/** Tells deletions apart: another account of the same name is somebody else. */
export const keyOf = ({ userName, directoryId }: Change): string => JSON.stringify([userName, directoryId])

/** What the deletions waited since is of no weight: a file that can't be used says nothing of it. */
function earlierRows(home: Home): HeldDeletion[] {
  try {
    return readHeldDeletions(home)?.rows ?? []
  } catch {
    return []
  }
}

/** Settings that decide neither who is in nor who is deleted. */
const without: readonly (keyof SyncSettings)[] = [
  'holdDeletions',
  'deletionLimit',
  'defaultPrivileges',
  'ownArchivePrivileges',
]

const scopeOf = (settings: Settings): unknown[] =>
  (Object.keys(defaultSyncSettings) as (keyof SyncSettings)[])
    .filter((name) => !without.includes(name))
    .map((name) => [name, settings[name]])

/** Begins with what it is, so that no seal of anything else fits. */
function* sealedText(value: unknown): Iterable<string> {
  yield 'rollcall held deletions 1\n'
  yield* jsonPieces(value)
}
