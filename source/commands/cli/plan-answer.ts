import type { CommittedByHand } from '../../operations/users/commit-by-hand.ts'
import type { Paint } from '../../text/colours.ts'
import { planJson } from '../../views/plan/plan-json.ts'
import { planText } from '../../views/plan/plan-text.ts'
import type { Answer } from './run-command.ts'

/** What a change by hand did, as `sync` tells it. */
export function planAnswer({ plan, committed, storeRevision }: CommittedByHand, paint: Paint): Answer {
  return {
    // Only the one that is asked for is made: a plan may have half a million rows.
    get text() {
      return planText(plan, { all: false, paint, tense: committed ? 'done' : 'planned' })
    },
    get json() {
      return planJson(plan, { all: false, committedRevision: committed ? storeRevision : null })
    },
    uneventful: !committed,
  }
}
