import { accessSync, constants, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { environmentProblem } from './problems.ts'
import { type Environment, readVariable } from './read-variable.ts'

/**
 * The home directory: HOME, else that of the account. Null where the account has none.
 *
 * @throws Problem when HOME is not an absolute path
 */
export function homeDirectory(environment: Environment): string | null {
  const variable = readVariable(environment, ['HOME'])
  if (variable !== null) {
    if (isAbsolute(variable.value)) return variable.value
    throw environmentProblem('variableUnusable', { variable: 'HOME', why: 'is not an absolute path.' })
  }
  try {
    const { homedir } = userInfo()
    return isAbsolute(homedir) ? homedir : null
  } catch {
    return null
  }
}

/**
 * Where data of the account belongs on Linux and its relatives, by the XDG specification: XDG_DATA_HOME, which counts only
 * when it is an absolute path, else `.local/share`. Null where the account has no home directory.
 */
export function dataDirectory(environment: Environment): string | null {
  const variable = readVariable(environment, ['XDG_DATA_HOME'])
  if (variable !== null && isAbsolute(variable.value)) return variable.value
  const home = homeDirectory(environment)
  return home === null ? null : join(home, '.local', 'share')
}

/**
 * Where temporary files go: TMPDIR, else /tmp.
 *
 * @throws Problem when TMPDIR is not a folder in which files can be made
 */
export function temporaryDirectory(environment: Environment): string {
  const variable = readVariable(environment, ['TMPDIR'])
  const folder = variable?.value ?? '/tmp'
  const why = temporaryFault(folder)
  if (why === null || variable === null) return folder
  throw environmentProblem('variableUnusable', { variable: 'TMPDIR', why })
}

function temporaryFault(folder: string): string | null {
  if (!isAbsolute(folder)) return 'is not an absolute path.'
  try {
    if (!statSync(folder).isDirectory()) return `names ${folder}, which is not a folder.`
    accessSync(folder, constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT') return `names ${folder}, which doesn't exist.`
    return code === 'EACCES' ? `names ${folder}, in which you can't make files.` : `names ${folder} (${code}).`
  }
}
