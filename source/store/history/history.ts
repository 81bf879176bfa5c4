import { constants } from 'node:fs'
import { dirname } from 'node:path'
import { jsonLine } from '../../text/json/json-pieces.ts'
import { readJournal } from '../commit/journal.ts'
import { onDisk } from '../disk/disk-problems.ts'
import { disk, expectRegularFile, type FileOperations, ignoring } from '../disk/file-operations.ts'
import { syncFolder, writePieces } from '../disk/replace-file.ts'
import type { Home } from '../home.ts'
import type { PickCommit } from '../store.ts'
import {
  type ArchivesLine,
  type HistoryHead,
  type HistoryRecord,
  parseArchivesLine,
  parseHistoryHead,
  parseHistoryLine,
} from './history-record.ts'
import { linesBackwards } from './lines-backwards.ts'

/** The size of the history in bytes, which a journal keeps. */
export function historyBytes(home: Home, files: FileOperations): number {
  return ignoring(['ENOENT'], () => files.statSync(home.history).size) ?? 0
}

/**
 * Adds one line, durably. It is written before the commit, so that a full disk stops the commit and not its record; a
 * commit that does not happen takes it back, see `shortenHistory`. Fails with the system call's own error.
 */
export function appendHistory(home: Home, record: HistoryRecord | ArchivesLine, files: FileOperations): void {
  const { O_CREAT, O_RDWR, O_APPEND, O_NONBLOCK } = constants
  const file = files.openSync(home.history, O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK, 0o600)
  try {
    const facts = files.fstatSync(file)
    expectRegularFile(facts, home.history)
    const { size } = facts
    if (size === 0) files.fchmodSync(file, 0o600)
    const torn = size > 0 && lastByte(files, file, size) !== 10
    // What a power failure tore off ends here; readers pass over it.
    if (torn) writePieces(files, file, ['\n'])
    writePieces(files, file, jsonLine(record))
    files.fsyncSync(file)
    // The commit must not outlast its record.
    if (size === 0) syncFolder(files, dirname(home.history))
  } finally {
    files.closeSync(file)
  }
}

/** Takes back what was added since the history had this size. Fails with the system call's own error. */
export function shortenHistory(home: Home, bytes: number, files: FileOperations): void {
  const file = ignoring(['ENOENT'], () => files.openSync(home.history, constants.O_RDWR))
  if (file === null) return
  try {
    if (files.fstatSync(file).size <= bytes) return
    files.ftruncateSync(file, bytes)
    files.fsyncSync(file)
  } finally {
    files.closeSync(file)
  }
}

function lastByte(files: FileOperations, file: number, size: number): number | undefined {
  const byte = Buffer.alloc(1)
  files.readSync(file, byte, 0, 1, size - 1)
  return byte[0]
}

/**
 * The commits, the newest first. A commit that is under way, or that a crash left unfinished, is not among them until it
 * is done; a line that cannot be read is passed over.
 *
 * @param limit how many are wanted; no more of the file is read than they need
 * @throws Problem (failed) when the disk fails
 */
export async function readHistory(home: Home, limit: number, files: FileOperations = disk): Promise<HistoryRecord[]> {
  return readLines(home, limit, files, (line, archives) => withArchives(parseHistoryLine(line), archives))
}

/** The same commits without their changes, which take long to read where there are many. */
export async function readHistoryHeads(
  home: Home,
  limit: number,
  files: FileOperations = disk,
): Promise<HistoryHead[]> {
  return readLines(home, limit, files, (line, archives) => withArchives(parseHistoryHead(line), archives))
}

/** The commits that made this revision, which are several only where backups were put back by hand. */
export async function readCommits(
  home: Home,
  revision: number,
  files: FileOperations = disk,
): Promise<HistoryRecord[]> {
  return readLines(home, Number.POSITIVE_INFINITY, files, (line, archives) =>
    parseHistoryHead(line)?.revision === revision ? withArchives(parseHistoryLine(line), archives) : null,
  )
}

/**
 * The newest commit that is picked, with its changes; null when there is none.
 *
 * @throws Problem (failed) when the disk fails
 */
export async function findCommit(
  home: Home,
  pick: PickCommit,
  files: FileOperations = disk,
): Promise<HistoryRecord | null> {
  const [found] = readLines(home, 1, files, (line) => {
    const head = parseHistoryHead(line)
    const choice = head === null ? 'pass' : pick(head)
    if (choice === 'pass') return null
    return { commit: choice === 'take' ? parseHistoryLine(line) : null }
  })
  return found?.commit ?? null
}

/** What became of the archives is known after the commit. */
function withArchives<Entry extends HistoryHead>(
  entry: Entry | null,
  archives: ReadonlyMap<number, ArchivesLine['archives']>,
): Entry | null {
  const outcomes = entry === null ? undefined : archives.get(entry.revision)
  return entry === null || outcomes === undefined || outcomes.length === 0 ? entry : { ...entry, archives: outcomes }
}

/** Where to begin: before the line of a commit that has not happened yet; null: at the end. */
function endOfHistory(home: Home, files: FileOperations): number | null {
  const pending = readJournal(home, files)
  return pending === null || pending.committed === true ? null : pending.historyBytes
}

function readLines<Entry>(
  home: Home,
  limit: number,
  files: FileOperations,
  parse: (line: Buffer, archives: ReadonlyMap<number, ArchivesLine['archives']>) => Entry | null,
): Entry[] {
  const entries: Entry[] = []
  const archives = new Map<number, ArchivesLine['archives']>()
  onDisk('read', home.history, () => {
    for (const line of limit > 0 ? linesBackwards(files, home.history, endOfHistory(home, files)) : []) {
      const outcomes = parseArchivesLine(line)
      // The newest line about a commit is the one that holds.
      if (outcomes !== null && !archives.has(outcomes.archivesOf)) archives.set(outcomes.archivesOf, outcomes.archives)
      const entry = outcomes === null ? parse(line, archives) : null
      if (entry !== null) entries.push(entry)
      if (entries.length >= limit) return
    }
  })
  return entries
}

/**
 * The commits after a revision, the oldest first.
 *
 * @throws Problem (failed) when the disk fails
 */
export async function readCommitsSince(
  home: Home,
  revision: number,
  files: FileOperations = disk,
): Promise<HistoryRecord[]> {
  const commits: HistoryRecord[] = []
  onDisk('read', home.history, () => {
    for (const line of linesBackwards(files, home.history, endOfHistory(home, files))) {
      const commit = parseHistoryLine(line)
      if (commit === null) continue
      if (commit.revision <= revision) return
      commits.push(commit)
    }
  })
  return commits.reverse()
}
