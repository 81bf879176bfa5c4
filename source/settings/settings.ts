import { diskProblem, onDisk } from '../store/disk/disk-problems.ts'
import { disk, ignoring } from '../store/disk/file-operations.ts'
import { makeFolder } from '../store/disk/make-folder.ts'
import { readWholeFile } from '../store/disk/read-whole-file.ts'
import { syncFolder } from '../store/disk/replace-file.ts'
import type { Home } from '../store/home.ts'
import { issueSentence, withInput } from '../text/issue-words.ts'
import { parseJsonText } from '../text/json/json-text.ts'
import type { Problem } from '../text/problem.ts'
import { settingsProblem } from './problems.ts'
import { type Settings, settingsSchema } from './settings-schema.ts'

/** Far more than thousands of chosen groups need. */
const maximumSettingsBytes = 16 * 1024 * 1024

/**
 * Reads the settings. What is missing, or the whole file, has its default; unknown keys are kept.
 *
 * @throws Problem (badData) that names the field when the file cannot be used; Problem (failed) when the disk fails
 */
export async function readSettings(home: Home): Promise<Settings> {
  return check(readJson(home), (field, why) => settingsProblem('settingsUnusable', { file: home.settings, field, why }))
}

/**
 * The settings as they would be after a change. Writes nothing.
 *
 * @throws Problem (usage) that names the field when a value is not valid
 */
export function changedSettings(current: Settings, change: Partial<Omit<Settings, 'version'>>): Settings {
  return check({ ...current, ...change }, (field, why) => settingsProblem('settingRefused', { field, why }))
}

/**
 * Changes the settings that are given and leaves the others, unknown ones too.
 *
 * @returns all settings as they are now
 * @throws Problem (usage) that names the field when a value is not valid, nothing then being saved; Problem (badData)
 *   when the file that is there cannot be used; Problem (failed) when the disk fails
 */
export async function writeSettings(home: Home, change: Partial<Omit<Settings, 'version'>>): Promise<Settings> {
  const settings = changedSettings(await readSettings(home), change)
  // Conf takes longer to load than reading the file does, and only writing needs it.
  const { default: Conf } = await import('conf')
  try {
    makeFolder(disk, home.folder)
    withoutSnap(() => {
      const file = new Conf<Record<string, unknown>>({
        cwd: home.folder,
        configName: 'settings',
        configFileMode: 0o600,
      })
      file.store = { ...settings }
    })
    syncFolder(disk, home.folder)
  } catch (error) {
    throw diskProblem(error, 'write', home.settings)
  }
  return settings
}

/**
 * Conf writes over the file in place of replacing it where this variable is set, as in the terminal of an editor that came
 * as a snap: a power failure would leave half of the settings.
 */
function withoutSnap(work: () => void): void {
  const { SNAP } = process.env
  delete process.env.SNAP
  try {
    work()
  } finally {
    if (SNAP !== undefined) process.env.SNAP = SNAP
  }
}

/** The file's JSON as conf writes it; an empty object when there is no file. */
function readJson(home: Home): unknown {
  const path = home.settings
  const file = onDisk('read', path, () => ignoring(['ENOENT'], () => readWholeFile(disk, path, maximumSettingsBytes)))
  if (file === null) return {}
  if (file.state === 'unusable')
    throw settingsProblem('settingsUnusable', { file: path, field: null, why: whatItIs[file.why] })
  const json = parseJsonText(file.text)
  if (json.state === 'bad') throw settingsProblem('settingsUnusable', { file: path, field: null, why: json.why })
  return json.value
}

function check(value: unknown, problem: (field: string, why: string) => Problem): Settings {
  const parsed = settingsSchema.safeParse(value, withInput)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.map(String).join('.') || 'settings'
  throw problem(field, issue === undefined ? 'It is not what it should be.' : issueSentence(field, issue))
}

const whatItIs = {
  tooLarge: 'It is far larger than any settings are.',
  notAFile: 'It is a folder, a pipe, a device or a socket, not a regular file.',
  notText: 'It holds bytes that are not UTF-8.',
} as const
