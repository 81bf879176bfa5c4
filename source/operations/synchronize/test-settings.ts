import { openStore } from '../../store/open-store.ts'
import type { OperationContext } from '../context.ts'
import { makeCurrentPlan, type TestedPlan } from './make-current-plan.ts'

/**
 * Test Settings: what a synchronization would change. Changes nothing and needs no lock.
 *
 * @param options.refusesEarly stops before thousands of people are looked up where the deletion limit is sure to stop the
 *   commit
 * @throws Problem `deletionLimit` then; what Google, the network, the settings or the store answered
 */
export async function testSettings(
  context: OperationContext,
  options: { refusesEarly?: boolean } = {},
): Promise<TestedPlan> {
  // The store is read first: a store that cannot be read should not cost a walk through the directory.
  const store = await (await openStore(context.home)).readOwned()
  return makeCurrentPlan(context, store, options)
}
