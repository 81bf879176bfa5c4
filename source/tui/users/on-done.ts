import type { CommittedByHand } from '../../operations/users/commit-by-hand.ts'

/** Told of what was done, with a short sentence about it; with the name of a new user, the cursor goes there. */
export type OnDone = (result: CommittedByHand, said: string, userName?: string) => void
