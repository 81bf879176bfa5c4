import { lookUp } from '../google/look-up.ts'
import { readSnapshot } from '../google/read-snapshot.ts'
import type { Settings } from '../settings/settings.ts'
import { readArchiveFacts } from '../store/archives.ts'
import { draftPlan, openQuestions } from '../sync/draft.ts'
import { makePlan } from '../sync/make-plan.ts'
import type { Plan } from '../sync/plan.ts'
import type { UserStore } from '../sync/user.ts'
import { connect } from './connect.ts'
import type { OperationContext } from './context.ts'

/** A plan, and the settings it was made from; it may be committed while these and the store are the same. */
export type TestedPlan = { plan: Plan; settings: Settings }

/**
 * Reads the directory and makes the plan that would bring this store in step with it. Changes nothing.
 *
 * @throws Problem what Google, the network or the disk answered; `listingIncomplete` when Google contradicts itself
 */
export async function makeCurrentPlan(context: OperationContext, store: UserStore): Promise<TestedPlan> {
  const { directory, settings } = await connect(context, countPages(context))
  const snapshot = await readSnapshot(directory, settings.groups)
  const draft = draftPlan(store, snapshot, settings)
  const { candidates, archiveNames } = openQuestions(draft)
  const lookups = await lookUp(directory, settings.groups, candidates, (done, of) =>
    context.onProgress({ stage: 'confirming', done, of }),
  )
  context.onProgress({ stage: 'planning' })
  const archives = await readArchiveFacts(context.home, archiveNames)
  return { plan: makePlan(draft, { lookups, archives }), settings }
}

/** Counts what arrives; users and members are read at the same time. */
function countPages({ onProgress }: OperationContext): (page: { call: string; items: number }) => void {
  const users = { pages: 0, users: 0 }
  const members = { groups: 0, members: 0 }
  return ({ call, items }) => {
    if (call === 'users.list') {
      users.pages += 1
      users.users += items
      onProgress({ stage: 'readingUsers', ...users })
    } else if (call === 'members.list') {
      members.groups += 1
      members.members += items
      onProgress({ stage: 'readingGroups', ...members })
    }
  }
}
