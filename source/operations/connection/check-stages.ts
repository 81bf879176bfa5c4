import { Problem } from '../../text/problem.ts'

/** The parts of the connection, in the order in which they are checked and shown. */
const titles = {
  key: 'The key and the administrator are set',
  clock: 'Google answers, and the clock is right',
  serviceAccount: 'Google accepts the key and the administrator',
  mailScope: 'Delegation: mailboxes',
  groupScope: 'Delegation: groups',
  userScope: 'Delegation: users',
  adminSdk: 'The Admin SDK API is on',
  users: 'Users can be read',
  groups: 'Groups can be read',
  members: 'Group members can be read',
  mailbox: "The Gmail API is on and the administrator's mailbox opens",
} as const
export type StageId = keyof typeof titles

/** One part of the connection. At the end each is passed, failed or not reached. */
export type CheckStage = {
  id: StageId
  title: string
  state: 'waiting' | 'running' | 'passed' | 'failed' | 'notReached'
  /** What was found, in a few words; null where nothing was. */
  detail: string | null
  /** Why it failed; null otherwise. */
  problem: Problem | null
}

/** The stages while they run. */
export type Stages = {
  /**
   * Runs a stage: passed with what was found, or failed with the problem that the work throws.
   *
   * @param describe says in a few words what was found
   * @returns null when it failed
   * @throws what is no Problem, and the problem of being interrupted
   */
  run<Found>(id: StageId, work: () => Promise<Found>, describe: (found: Found) => string): Promise<Found | null>
  /** Marks what was not reached and gives all stages. */
  finish(): CheckStage[]
}

/** Starts with every stage waiting. */
export function createStages(onStages: (stages: readonly CheckStage[]) => void): Stages {
  const stages = new Map<StageId, CheckStage>()
  const ids = Object.keys(titles).filter((id): id is StageId => id in titles)
  for (const id of ids) stages.set(id, { id, title: titles[id], state: 'waiting', detail: null, problem: null })

  function set(id: StageId, change: Partial<CheckStage>): void {
    stages.set(id, { id, title: titles[id], state: 'waiting', detail: null, problem: null, ...change })
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
      for (const [id, { state }] of stages) if (state === 'waiting') stages.set(id, notReached(id))
      const all = [...stages.values()]
      onStages(all)
      return all
    },
  }
}

function notReached(id: StageId): CheckStage {
  return { id, title: titles[id], state: 'notReached', detail: null, problem: null }
}
