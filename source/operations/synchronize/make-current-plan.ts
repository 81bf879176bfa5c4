import type { Directory } from '../../google/directory/directory.ts'
import { lookUp } from '../../google/directory/look-up.ts'
import { readSnapshot } from '../../google/directory/read-snapshot.ts'
import type { Settings } from '../../settings/settings-schema.ts'
import type { Lookup } from '../../sync/directory.ts'
import { certainDeletions } from '../../sync/plan/certain-deletions.ts'
import { limitState } from '../../sync/plan/deletion-limit.ts'
import { type Today, todayBy } from '../../sync/plan/grace-period.ts'
import { countDirectoryUsers, makePlan } from '../../sync/plan/make-plan.ts'
import { type Draft, draftPlan, openQuestions } from '../../sync/plan/plan-draft.ts'
import type { Plan } from '../../sync/plan.ts'
import { syncProblem } from '../../sync/problems.ts'
import { withFresherAccounts } from '../../sync/scope/leavers.ts'
import type { UserStore } from '../../sync/user.ts'
import { readPlanFacts } from '../archives/plan-facts.ts'
import { connect } from '../connection/connect.ts'
import { countPages } from '../connection/count-pages.ts'
import type { OperationContext } from '../context.ts'

/** A plan, and what it was made from; it may be committed while settings and store are the same. */
export type TestedPlan = { plan: Plan; settings: Settings; store: UserStore }

/**
 * Reads the directory and makes the plan that would bring this store in step with it. Changes nothing.
 *
 * @param options.holdsDeletions holds deletions back, whatever the settings say
 * @param options.refusesEarly stops before anybody is looked up where the deletion limit is sure to stop the commit
 * @param options.onlyUser the one user that the plan is asked about: of those who would leave, Google is asked for this one
 *   alone, and the plan has no rows of the others. Such a plan is not for committing
 * @throws Problem what Google, the network or the disk answered; `listingIncomplete` when Google contradicts itself
 */
export async function makeCurrentPlan(
  context: OperationContext,
  store: UserStore,
  {
    refusesEarly = false,
    holdsDeletions = false,
    onlyUser,
  }: { refusesEarly?: boolean; holdsDeletions?: boolean; onlyUser?: string | undefined } = {},
): Promise<TestedPlan> {
  const { directory, settings } = await connect(context, countPages(context))
  let accountIds: Set<string | null> | null = null
  const isUser = (accountId: string): boolean => {
    // Made when it is first asked for: in most runs nobody asks.
    accountIds ??= new Set(store.users.map(({ directoryId }) => directoryId))
    return accountIds.has(accountId)
  }
  const snapshot = await readSnapshot(directory, settings.groups, { isUser, ...settings })
  const holdDeletions = holdsDeletions || settings.holdDeletions
  const first = aboutLeaver(onlyUser, draftPlan(store, snapshot, { ...settings, holdDeletions }))
  const today = todayBy(Date.now(), directory.time())
  if (refusesEarly && !holdDeletions) expectFewDeletions(first, today)
  const { draft, lookups } = await confirm(context, directory, first, onlyUser)
  context.onProgress({ stage: 'planning' })
  const archives = await readPlanFacts(context.home, store, openQuestions(draft).archiveNames)
  return { plan: makePlan(draft, { lookups, archives, today }), settings, store }
}

/** Fewer look-ups than these take no time. */
const manyLookups = 100

/** A commit that the deletion limit is sure to stop is stopped before thousands of people are looked up. */
function expectFewDeletions(draft: Draft, today: Today): void {
  const deletions = certainDeletions(draft, today)
  const { limit, exceeded } = limitState(deletions, draft.settings.deletionLimit, countDirectoryUsers(draft.store))
  if (!exceeded || deletions <= manyLookups) return
  const ways = { command: 'rollcall sync', name: '', preview: 'rollcall plan --past-limit' }
  throw syncProblem('deletionLimit', { deletions, limit, allowed: null, ...ways })
}

/**
 * Looks up everybody who would be deleted. What is found can be newer than the list and raise questions of its own, about
 * other users and other archives; so it goes on until a draft leaves nobody open.
 */
async function confirm(context: OperationContext, directory: Directory, first: Draft, onlyUser: string | undefined) {
  const lookups = new Map<string, Lookup>()
  for (let draft = first; ; ) {
    const open = openQuestions(draft).candidates.filter(({ userName }) => !lookups.has(userName))
    if (open.length === 0) return { draft, lookups }
    const earlier = lookups.size
    const found = await lookUp(directory, draft.settings.groups, open, {
      onProgress: (done) =>
        context.onProgress({ stage: 'confirming', done: earlier + done, of: earlier + open.length }),
      excludedGroups: draft.settings.excludedGroups,
      findOutsider: draft.scope.findOutsider,
    })
    for (const [userName, lookup] of found) lookups.set(userName, lookup)
    const snapshot = withFresherAccounts(draft.snapshot, lookups)
    if (snapshot === draft.snapshot) return { draft, lookups }
    draft = aboutLeaver(onlyUser, draftPlan(draft.store, snapshot, draft.settings))
  }
}

/** The draft with this one candidate for deletion, if it is one; with all of them where none is named. */
function aboutLeaver(userName: string | undefined, draft: Draft): Draft {
  if (userName === undefined) return draft
  return { ...draft, candidates: draft.candidates.filter((user) => user.userName === userName) }
}
