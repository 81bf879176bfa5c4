import type { Progress } from '../operations/context.ts'
import { grouped } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'

/** What is going on, with the counts so far: `Reading users: 1,500`. For the one line that is drawn over and over. */
export function progressWords(progress: Progress): string {
  switch (progress.stage) {
    case 'connecting':
      return 'Connecting to Google'
    case 'readingUsers':
      return `Reading users: ${grouped(progress.users)}`
    case 'readingGroups':
      return `Reading groups: ${grouped(progress.groups)}, members: ${grouped(progress.members)}`
    case 'listingGroups':
      return `Listing groups: ${grouped(progress.groups)}`
    case 'confirming':
      return `Confirming deletions: ${grouped(progress.done)} of ${grouped(progress.of)}`
    case 'planning':
      return 'Comparing'
    case 'waiting':
      return waitingWords(progress)
    case 'committing':
      return 'Committing'
    case 'archives':
      return `Archive folders: ${grouped(progress.done)} of ${grouped(progress.of)}`
  }
}

/** The same without counts that grow: for logs, where each stage is one line. */
export function stageWords(progress: Progress): string {
  return progress.stage === 'waiting' ? progressWords(progress) : progressWords(progress).replace(/:.*$/, '')
}

/** How long, why, and what comes then: `Waiting 32 s: Google asks to slow down. Attempt 6 follows; gives up in 4 min`. */
function waitingWords({ milliseconds, reason, retry }: Extract<Progress, { stage: 'waiting' }>): string {
  if (milliseconds <= 0 && retry !== undefined) return `Asking again (attempt ${retry.attempt}): ${safeText(reason)}`
  const what = `Waiting ${Math.ceil(milliseconds / 1000)} s: ${safeText(reason)}`
  if (retry === undefined) return what
  const seconds = Math.ceil(retry.givesUpIn / 1000)
  const limit = seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
  return `${what}. Attempt ${retry.attempt} follows; gives up in ${limit}`
}

/** A wait as it stands after some time of it has gone by; anything else as it is. */
export function afterMilliseconds(progress: Progress, gone: number): Progress {
  if (progress.stage !== 'waiting') return progress
  const milliseconds = Math.max(0, progress.milliseconds - gone)
  const { retry } = progress
  if (retry === undefined) return { ...progress, milliseconds }
  return { ...progress, milliseconds, retry: { ...retry, givesUpIn: Math.max(0, retry.givesUpIn - gone) } }
}
