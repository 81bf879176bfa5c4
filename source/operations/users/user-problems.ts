import type { Reason } from '../../sync/plan.ts'
import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'

const shown = (text: string): string => oneLine(text, 200)

/** No user of the store has this name. */
export function userNotFound(userName: string): Problem {
  return new Problem({
    code: 'userNotFound',
    kind: 'badData',
    title: `There is no user ${shown(userName)}`,
    cause: 'No user of the store has this name. Names are compared without case.',
    remedy: 'Look for the name: rollcall users',
    facts: { userName: shown(userName) },
  })
}

/** The user came from the directory, and only users made by hand can be changed like this. */
export function notIntegrated(userName: string, what: string): Problem {
  return new Problem({
    code: 'notIntegrated',
    kind: 'badData',
    title: `${shown(userName)} comes from Google Workspace and cannot be ${what} by hand`,
    cause: 'The next synchronization would bring it back as Google has it.',
    remedy: `Change the account in Google, or cut the tie first: rollcall users release ${shown(userName)}`,
    facts: { userName: shown(userName) },
  })
}

/** The user was made by hand already. */
export function alreadyIntegrated(userName: string): Problem {
  return new Problem({
    code: 'alreadyIntegrated',
    kind: 'badData',
    title: `${shown(userName)} is an integrated user already`,
    cause: 'Only a user that comes from Google Workspace can be released from it.',
    remedy: 'Nothing needs to be done.',
    facts: { userName: shown(userName) },
  })
}

/** The user comes from the directory already and waits for its account by name. */
export function alreadyTakenOver(userName: string): Problem {
  return new Problem({
    code: 'alreadyTakenOver',
    kind: 'badData',
    title: `${shown(userName)} waits for its Google account already`,
    cause: 'It is a Directory Services user that the next synchronization matches by its name.',
    remedy: 'Synchronize: rollcall sync',
    facts: { userName: shown(userName) },
  })
}

/** A value of a user breaks a rule of the archive. */
export function userInvalid(userName: string, faults: readonly string[]): Problem {
  return new Problem({
    code: 'userInvalid',
    kind: 'usage',
    title: `A value of ${shown(userName)} breaks a rule`,
    cause: faults.join(' '),
    remedy: 'Nothing was changed. Correct the value and try again.',
    facts: { userName: shown(userName) },
  })
}

/** The name or an address belongs to somebody else. */
export function userConflict(userName: string, reason: Reason): Problem {
  const why =
    reason.code === 'addressTaken'
      ? `The address ${shown(reason.address)} belongs to the user ${shown(reason.userName)}.`
      : 'Another user has this name.'
  return new Problem({
    code: 'userConflict',
    kind: 'badData',
    title: `${shown(userName)} would clash with another user`,
    cause: `${why} Two users with one name or address would share mail.`,
    remedy: 'Nothing was changed. Choose another name or address, or look at the other user: rollcall users show NAME',
    facts: {
      userName: shown(userName),
      ...(reason.code === 'addressTaken' ? { address: shown(reason.address) } : {}),
    },
  })
}

/** The store has no commit that could be taken back. */
export function nothingToUndo(why: string): Problem {
  return new Problem({
    code: 'nothingToUndo',
    kind: 'failed',
    title: 'There is nothing to undo',
    cause: why,
    remedy: 'Look at what was done: rollcall history. To go back further: rollcall restore',
  })
}

/** A folder that is to be given away is not there, or has an owner. */
export function archiveNotAssignable(archive: string, why: string): Problem {
  return new Problem({
    code: 'archiveNotAssignable',
    kind: 'badData',
    title: `The archive ${shown(archive)} cannot be given to a user`,
    cause: why,
    remedy: 'Look at the archives without a user: rollcall archives',
    facts: { archive: shown(archive) },
  })
}
