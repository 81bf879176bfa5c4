import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, ignoring } from '../../store/disk/file-operations.ts'
import { replaceFile } from '../../store/disk/replace-file.ts'
import { installProblem } from './install-problems.ts'

/** As much of a machine as installing needs. Paths are absolute. */
export type Machine = {
  /** The text of a file; null where there is none. */
  read: (path: string) => string | null
  /** Writes a file that everybody may read, with the folders that are missing. */
  write: (path: string, content: string) => void
  /** Removes a file. */
  remove: (path: string) => void
  /** Owner and mode of a file or folder; null where there is none. */
  facts: (path: string) => { owner: number; mode: number } | null
  /** Makes a folder that belongs to an account alone. */
  makeFolder: (path: string, owner: { user: number; group: number }) => void
  /** Removes a folder that is empty, and tells whether it is gone. */
  removeEmpty: (path: string) => boolean
  /** The numbers of an account; null where there is none. */
  account: (name: string) => { user: number; group: number } | null
  /** Whether systemd runs this machine, so that units can be enabled. */
  hasSystemd: () => boolean
  /**
   * Runs a program of the system.
   *
   * @throws Problem `installCommandFailed`
   */
  run: (command: string, args: readonly string[]) => string
}

/** This machine. Folders for programs that only root uses count, whatever PATH is. */
export const thisMachine: Machine = machineBelow('/', (command, args) => {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' },
  })
  if (error === undefined && status === 0) return stdout
  const why = error?.message ?? (stderr.trim().split('\n')[0] || `It ended with ${status}.`)
  throw installProblem('installCommandFailed', { command: [command, ...args].join(' '), why })
})

/**
 * A machine whose files lie below a folder.
 *
 * @param root `/` for this machine
 * @param own changes the owner of a folder
 */
export function machineBelow(
  root: string,
  run: Machine['run'],
  own: (path: string, user: number, group: number) => void = chownSync,
): Machine {
  const at = (path: string): string => join(root, path)
  const read = (path: string): string | null =>
    onDisk('read', path, () => ignoring(['ENOENT', 'ENOTDIR'], () => readFileSync(at(path), 'utf8')))
  return {
    read,
    write(path, content) {
      onDisk('write', path, () => {
        makeFolders(dirname(at(path)))
        replaceFile(disk, at(path), [content])
        chmodSync(at(path), 0o644)
      })
    },
    remove: (path) => onDisk('remove', path, () => rmSync(at(path), { force: true })),
    facts(path) {
      const facts = onDisk('look at', path, () => ignoring(['ENOENT', 'ENOTDIR'], () => statSync(at(path))))
      return facts === null ? null : { owner: facts.uid, mode: facts.mode & 0o7777 }
    },
    makeFolder: (path, { user, group }) =>
      onDisk('make', path, () => {
        makeFolders(at(path))
        own(at(path), user, group)
        chmodSync(at(path), 0o700)
      }),
    removeEmpty: (path) =>
      onDisk('remove', path, () => {
        const content = ignoring(['ENOENT'], () => readdirSync(at(path)))
        if (content === null) return true
        if (content.length > 0) return false
        rmdirSync(at(path))
        return true
      }),
    account(name) {
      const line = (read('/etc/passwd') ?? '').split('\n').find((one) => one.startsWith(`${name}:`))
      const [, , user, group] = line?.split(':') ?? []
      return user === undefined || group === undefined ? null : { user: Number(user), group: Number(group) }
    },
    hasSystemd: () => ignoring(['ENOENT'], () => statSync(at('/run/systemd/system'))) !== null,
    run,
  }
}

/** Makes the folders that are missing, open to everybody whatever the umask. */
function makeFolders(path: string): void {
  const first = mkdirSync(path, { recursive: true })
  if (first === undefined) return
  for (let made = path; ; made = dirname(made)) {
    chmodSync(made, 0o755)
    if (made === first) break
  }
}
