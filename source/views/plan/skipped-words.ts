import type { Skipped } from '../../sync/plan.ts'

const words: Readonly<Record<Skipped['reason'], string>> = {
  externalGroup: 'group of another organization',
  externalMember: 'address outside the organization',
  unknownMember: 'no account has this address',
}

/** Why a member of a group cannot become a user, as a fragment of a sentence: `address outside the organization`. */
export const skippedWords = (reason: Skipped['reason']): string => words[reason]
