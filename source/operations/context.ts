import type { GoogleEndpoint } from '../google/http/endpoint.ts'
import type { Home } from '../store/home.ts'

/** What an operation reports while it runs. Counts only grow within one run. */
export type Progress =
  | { stage: 'connecting' }
  | { stage: 'readingUsers'; pages: number; users: number }
  | { stage: 'readingGroups'; groups: number; members: number }
  | { stage: 'listingGroups'; groups: number }
  /** Looking up each user that would be deleted. */
  | { stage: 'confirming'; done: number; of: number }
  | { stage: 'planning' }
  /** Google or the network asks for patience; the call is tried again after this. */
  | {
      stage: 'waiting'
      milliseconds: number
      reason: string
      /** The attempt that comes after the wait, and in how many milliseconds it is given up at the latest. */
      retry?: { attempt: number; givesUpIn: number }
    }
  | { stage: 'committing' }
  | { stage: 'archives'; done: number; of: number }

/** Tells of waits, of Google or of the lock, as progress. */
export const tellWaits =
  (onProgress: OperationContext['onProgress']) =>
  (wait: Omit<Extract<Progress, { stage: 'waiting' }>, 'stage'>): void =>
    onProgress({ stage: 'waiting', ...wait })

/** What every operation is given. Operations know no screen. */
export type OperationContext = {
  home: Home
  google: GoogleEndpoint
  /** Ends the operation before the commit; a commit that has begun is finished. */
  signal: AbortSignal
  onProgress: (progress: Progress) => void
  /** One line for `--verbose`; never holds a secret. */
  onDetail: (line: string) => void
}
