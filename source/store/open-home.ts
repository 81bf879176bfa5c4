import { mkdirSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { dataDirectory } from '../environment/folders.ts'
import { absolutePath } from './disk/absolute-path.ts'
import { onDisk } from './disk/disk-problems.ts'
import { disk, type FileOperations, ignoring } from './disk/file-operations.ts'
import { makeFolder } from './disk/make-folder.ts'
import { syncFolder } from './disk/replace-file.ts'
import { type Home, homeAt } from './home.ts'
import { homeProblem } from './home-problems.ts'

/** The home that Debian's package and `rollcall install` make, with an account that it belongs to. */
const systemHome = '/var/lib/rollcall'

/**
 * The home's path: what `--home` says, else ROLLCALL_HOME, else the machine's own home for the account that it belongs to,
 * else `rollcall` in the platform's data folder.
 *
 * @throws Problem (failed) when none of them gives a path
 */
export async function chooseHome(flag: string | undefined, environment: NodeJS.ProcessEnv): Promise<string> {
  const chosen = flag || environment.ROLLCALL_HOME
  if (chosen) return absolutePath(chosen)
  if (ownsSystemHome()) return systemHome
  const folder = await dataFolder(environment)
  if (folder !== null && isAbsolute(folder)) return folder
  throw homeProblem('homeUnknown', {})
}

/** The account of the service, and not root, to whom everything belongs in a container. */
function ownsSystemHome(): boolean {
  const account = process.getuid?.()
  if (account === undefined || account === 0) return false
  const facts = ignoring(['ENOENT', 'EACCES', 'ENOTDIR'], () => disk.statSync(systemHome))
  return facts?.isDirectory() === true && facts.uid === account
}

/** Where an account's data belongs on this system. */
async function dataFolder(environment: NodeJS.ProcessEnv): Promise<string | null> {
  if (process.platform === 'darwin' || process.platform === 'win32') {
    const { default: envPaths } = await import('env-paths')
    return envPaths('rollcall', { suffix: '' }).data
  }
  const folder = dataDirectory(environment)
  return folder === null ? null : join(folder, 'rollcall')
}

/**
 * Opens a home that is there. A mistyped path must not look like a home in which nothing is yet.
 *
 * @param folder an absolute path
 * @throws Problem (failed) `homeMissing`, and those of `openHome`
 */
export function openExistingHome(folder: string, files: FileOperations = disk): Home {
  const isThere = onDisk(
    'open the home folder',
    folder,
    () => ignoring(['ENOENT'], () => files.statSync(folder)) !== null,
  )
  if (!isThere) throw homeProblem('homeMissing', { home: folder })
  return openHome(folder, files)
}

/**
 * Opens a home, and makes the folder when it is missing (0700, whatever the umask). Its files come later, one by one.
 *
 * @param folder an absolute path
 * @throws Problem (failed) when it is a file, belongs to somebody else, or cannot be made or written
 */
export function openHome(folder: string, files: FileOperations = disk): Home {
  const home = homeAt(folder)
  onDisk('open the home folder', folder, () => {
    if (ignoring(['ENOENT'], () => files.statSync(folder)) !== null) return
    const first = mkdirSync(dirname(folder), { recursive: true, mode: 0o700 }) ?? folder
    makeFolder(files, folder)
    for (let made = folder; ; made = dirname(made)) {
      syncFolder(files, dirname(made))
      if (made === first || made === dirname(made)) break
    }
  })
  const facts = onDisk('open the home folder', folder, () => files.statSync(folder))
  if (!facts.isDirectory()) throw homeProblem('homeIsNoFolder', { home: folder })
  const account = process.getuid?.()
  // Root is refused too: what it writes, the owner could no longer read.
  if (account !== undefined && facts.uid !== account) {
    throw homeProblem('homeOfSomebodyElse', { home: folder, owner: facts.uid, runningAs: account })
  }
  return home
}
