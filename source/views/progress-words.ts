import type { Progress } from '../operations/context.ts'
import { safeText } from '../text/safe-text.ts'

/** What is going on, with the counts so far: `Reading users: 1,500`. For the one line that is drawn over and over. */
export function progressWords(progress: Progress): string {
  switch (progress.stage) {
    case 'connecting':
      return 'Connecting to Google'
    case 'readingUsers':
      return `Reading users: ${count(progress.users)}`
    case 'readingGroups':
      return `Reading groups: ${count(progress.groups)}, members: ${count(progress.members)}`
    case 'listingGroups':
      return `Listing groups: ${count(progress.groups)}`
    case 'confirming':
      return `Confirming deletions: ${count(progress.done)} of ${count(progress.of)}`
    case 'planning':
      return 'Comparing with the store'
    case 'waiting':
      return `Waiting ${Math.ceil(progress.milliseconds / 1000)} s: ${safeText(progress.reason)}`
    case 'committing':
      return 'Committing'
    case 'archives':
      return `Archive folders: ${count(progress.done)} of ${count(progress.of)}`
  }
}

/** The same without counts that grow: for logs, where each stage is one line. */
export function stageWords(progress: Progress): string {
  return progress.stage === 'waiting' ? progressWords(progress) : progressWords(progress).replace(/:.*$/, '')
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
