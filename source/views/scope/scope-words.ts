import type { Reason } from '../../sync/plan.ts'
import { reasonWords } from '../plan/reason.ts'

/**
 * Why somebody is in scope or left out, as a fragment of a sentence. The words are those of a plan's rows, but for what only
 * a user can do: people who were never in the groups have not left them, and nobody was kept.
 */
export function scopeWords(reason: Reason): string {
  switch (reason.code) {
    case 'leftGroups':
      return 'not in the chosen groups'
    case 'leftOrgUnits':
      return 'not in the chosen organizational units'
    case 'leftGroupsAndOrgUnits':
      return 'not in the chosen groups and organizational units'
    default:
      return reasonWords(reason).replace(/^kept: /, 'not clear: ')
  }
}
