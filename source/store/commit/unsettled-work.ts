import { statSync } from 'node:fs'
import { foldersOf, type UnsettledFolders } from '../archives/unsettled-archives.ts'
import { disk } from '../disk/file-operations.ts'
import { onceInATurn } from '../disk/once-in-a-turn.ts'
import { identityOf } from '../disk/read-whole-file.ts'
import type { Home } from '../home.ts'
import { readJournal } from './journal.ts'

/**
 * Follows the journal: which folders the commit that is under way, or was left unfinished, has still to move. A commit
 * writes it before the users change and removes it when the folders are where they belong, so who looks here after the
 * users misses nothing. The disk is asked once for all requests that arrived together.
 */
export function followUnsettledWork(home: Home): () => UnsettledFolders {
  let known: { identity: string; folders: UnsettledFolders } | null = null
  return onceInATurn(() => {
    // Nearly always there is none. An error for each look-up would cost more than all the rest of it.
    const facts = statSync(home.journal, { bigint: true, throwIfNoEntry: false })
    if (facts === undefined) return none
    const identity = identityOf(facts)
    if (known?.identity !== identity) known = { identity, folders: read(home) }
    return known.folders
  })
}

const none: ReadonlySet<string> = new Set()

function read(home: Home): UnsettledFolders {
  try {
    return foldersOf(readJournal(home, disk)?.work ?? [])
  } catch {
    // Without a word of what has to move, any folder may have to.
    return 'unknown'
  }
}
