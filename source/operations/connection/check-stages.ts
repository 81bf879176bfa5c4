import { Problem } from '../../text/problem.ts'

/** One part of a check. At the end each is passed, failed or not reached. */
export type CheckStage<Id extends string = string> = {
  id: Id
  title: string
  state: 'waiting' | 'running' | 'passed' | 'failed' | 'notReached'
  /** What was found, in a few words; null where nothing was. */
  detail: string | null
  /** Why it failed; null otherwise. */
  problem: Problem | null
}

/** The stages while they run. */
export type Stages<Id extends string> = {
  /**
   * Runs a stage: passed with what was found, or failed with the problem that the work throws.
   *
   * @param describe says in a few words what was found
   * @returns null when it failed
   * @throws what is no Problem, and the problem of being interrupted
   */
  run<Found>(id: Id, work: () => Promise<Found>, describe: (found: Found) => string): Promise<Found | null>
  /** Marks what was not reached and gives all stages. */
  finish(): CheckStage<Id>[]
}

/**
 * Starts with every stage waiting.
 *
 * @param titles of each stage, in the order in which they are shown
 */
export function createStages<Id extends string>(
  titles: Readonly<Record<Id, string>>,
  onStages: (stages: readonly CheckStage<Id>[]) => void,
): Stages<Id> {
  const ids = Object.keys(titles).filter((id): id is Id => id in titles)
  const fresh = (id: Id): CheckStage<Id> => ({ id, title: titles[id], state: 'waiting', detail: null, problem: null })
  const stages = new Map(ids.map((id) => [id, fresh(id)]))

  function set(id: Id, change: Partial<CheckStage<Id>>): void {
    stages.set(id, { ...fresh(id), ...change })
    onStages([...stages.values()])
  }

  return {
    async run(id, work, describe) {
      set(id, { state: 'running' })
      try {
        const found = await work()
        set(id, { state: 'passed', detail: describe(found) })
        return found
      } catch (error) {
        if (!(error instanceof Problem) || error.kind === 'interrupted') throw error
        set(id, { state: 'failed', problem: error })
        return null
      }
    },
    finish() {
      for (const id of ids)
        if (stages.get(id)?.state === 'waiting') stages.set(id, { ...fresh(id), state: 'notReached' })
      const all = [...stages.values()]
      onStages(all)
      return all
    },
  }
}
