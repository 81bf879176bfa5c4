import { mkdirSync } from 'node:fs'
import { dirname, isAbsolute } from 'node:path'
import { oneLine } from '../text/one-line.ts'
import { Problem } from '../text/problem.ts'
import { absolutePath } from './disk/absolute-path.ts'
import { onDisk } from './disk/disk-problems.ts'
import { disk, type FileOperations, unless } from './disk/file-operations.ts'
import { makeFolder } from './disk/make-folder.ts'
import { type Home, homeAt } from './home.ts'

/**
 * The home's path: what `--home` says, else ROLLCALL_HOME, else `rollcall` in the platform's data folder.
 *
 * @throws Problem (failed) when none of them gives a path
 */
export async function chooseHome(flag: string | undefined, environment: NodeJS.ProcessEnv): Promise<string> {
  const chosen = flag || environment.ROLLCALL_HOME
  if (chosen) return absolutePath(chosen)
  const folder = await dataFolder()
  if (folder !== null && isAbsolute(folder)) return folder
  throw new Problem({
    code: 'homeUnknown',
    kind: 'failed',
    title: 'There is no place for the home folder',
    cause: 'The account that runs this program has no home directory, and HOME is not set to one.',
    remedy: 'Name a folder: rollcall --home /var/lib/rollcall, or set ROLLCALL_HOME to it.',
  })
}

/** Null where the account has no home directory, which env-paths finds out while it is loaded. */
async function dataFolder(): Promise<string | null> {
  try {
    const { default: envPaths } = await import('env-paths')
    return envPaths('rollcall', { suffix: '' }).data
  } catch {
    return null
  }
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
    if (unless(['ENOENT'], () => files.statSync(folder)) !== null) return
    mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
    makeFolder(files, folder)
  })
  const facts = onDisk('open the home folder', folder, () => files.statSync(folder))
  if (!facts.isDirectory()) throw homeIsNoFolder(folder)
  const account = process.getuid?.()
  if (account !== undefined && facts.uid !== account) throw homeOfSomebodyElse(folder, facts.uid, account)
  return home
}

function homeIsNoFolder(folder: string): Problem {
  return new Problem({
    code: 'homeIsNoFolder',
    kind: 'failed',
    title: `The home ${oneLine(folder, 300)} is not a folder`,
    cause: 'A file has this name.',
    remedy: 'Give the folder that holds the settings and the store: --home FOLDER',
    facts: { home: oneLine(folder, 300) },
  })
}

/** Root is refused too: what it writes, the owner could no longer read. */
function homeOfSomebodyElse(folder: string, owner: number, account: number): Problem {
  const shown = oneLine(folder, 300)
  return new Problem({
    code: 'homeOfSomebodyElse',
    kind: 'failed',
    title: `The home folder ${shown} belongs to another account`,
    cause: `Its owner has the user id ${owner}; this program runs with the user id ${account}. What it writes there, the owner could not read.`,
    remedy: `Run it as the owner: sudo -u '#${owner}' rollcall --home ${shown}`,
    facts: { home: shown, owner: String(owner), runningAs: String(account) },
  })
}
