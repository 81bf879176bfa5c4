import fs from 'node:fs'
import { join } from 'node:path'
import { archiveOf, folderOf } from '../../source/store/archives/archive-names.ts'
import type { Home } from '../../source/store/home.ts'
import { Crash, systemError } from '../store/support/failing-disk.ts'

/** What is in the home beside the users, read without the program. */
export type DiskState = {
  /** The messages in each archive, by the archive's name; those on their way to a new name under the waiting folder's. */
  mail: Map<string, string[]>
  /** Files that nobody should have left behind. */
  leftovers: string[]
}

/** Reads the part of what a synchronization can change that is in files, wherever the users are. */
export function readDisk(home: Home): DiskState {
  return {
    mail: mailIn(home, fs.readdirSync(home.archives)),
    leftovers: fs.readdirSync(home.folder).filter((name) => isLeftOver(home, name)),
  }
}

/** The archives that held mail in the moment when others took their names, whatever the day. */
export const setAside = (archive: string): string => `${archive} (former)`

function mailIn(home: Home, folders: readonly string[]): Map<string, string[]> {
  const mail = new Map<string, string[]>()
  for (const folder of folders) {
    const name = (archiveOf(folder) ?? folder).replace(/ \(former[^()]+\)$/, ' (former)')
    mail.set(name, [...(mail.get(name) ?? []), ...messagesIn(join(home.archives, folder))].sort())
  }
  return mail
}

/** An empty claim was left by a process that was killed in its first moment, or belongs to one that is just beginning. */
function isLeftOver(home: Home, name: string): boolean {
  if (!/\.(tmp|own|claim|lock)$/.test(name)) return false
  return !name.endsWith('.own') || fs.statSync(join(home.folder, name)).size > 0
}

function messagesIn(path: string): string[] {
  const parts = ['new', 'cur', 'tmp'].map((part) => join(path, part)).filter((part) => fs.existsSync(part))
  return parts.flatMap((part) => fs.readdirSync(part)).sort()
}

/** Delivers a message as a mail server does, and makes the archive's folder if it is missing. */
export function deliver(home: Home, archive: string, message: string): void {
  const path = makeArchive(home, archive)
  fs.writeFileSync(join(path, 'tmp', message), message)
  fs.renameSync(join(path, 'tmp', message), join(path, 'new', message))
}

/** Makes an empty archive, as it was before Rollcall came. */
export function makeArchive(home: Home, archive: string): string {
  const path = join(home.archives, folderOf(archive))
  for (const part of ['tmp', 'cur', 'new']) fs.mkdirSync(join(path, part), { recursive: true })
  return path
}

/** The system calls of the store, in which it can be hit. */
const calls = [
  ...['openSync', 'closeSync', 'readSync', 'writeSync', 'fsyncSync', 'fstatSync', 'fchmodSync', 'ftruncateSync'],
  ...['lstatSync', 'statSync', 'realpathSync', 'readdirSync', 'opendirSync', 'renameSync', 'linkSync', 'unlinkSync'],
  ...['copyFileSync', 'mkdirSync', 'rmdirSync', 'chmodSync'],
] as const

/**
 * Lets the disk fail, or the process end, at a system call of the work, as far as one process can play that.
 *
 * @param number the call that is hit, counted from 1
 * @param code what the call fails with, once; `crash`: nothing reaches the disk from that call on
 */
export async function withBadDisk<Result>(
  number: number,
  code: 'crash' | 'EIO' | 'ENOSPC',
  work: () => Promise<Result>,
): Promise<Result> {
  const table = fs as unknown as Record<string, (...parameters: unknown[]) => unknown>
  const real = new Map(calls.map((call) => [call, table[call]] as const))
  let count = 0
  for (const [call, original] of real) {
    table[call] = (...parameters) => {
      count += 1
      if (code === 'crash' ? count >= number : count === number) {
        throw code === 'crash' ? new Crash() : systemError(code, call)
      }
      return original?.(...parameters)
    }
  }
  try {
    return await work()
  } finally {
    for (const [call, original] of real) if (original !== undefined) table[call] = original
  }
}
