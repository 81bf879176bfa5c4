import { entry, problemFrom } from '../../text/problem-catalogue.ts'

const ada = { userName: 'ada@example.com' }

/** Everything that a change of a user by hand is refused for. */
export const userProblems = {
  userNotFound: entry<{ userName: string; near: string | null }>({
    kind: 'badData',
    title: ({ userName }) => (userName === '' ? 'The user name is empty' : `There is no user ${userName}`),
    cause: ({ near }) =>
      near === null ? 'No user of the store has this name, in upper or lower case.' : `Did you mean ${near}?`,
    remedy: 'Search for the name:\nrollcall users list TEXT',
    facts: ({ userName }) => ({ userName }),
    example: { userName: 'ada@exmple.com', near: 'ada@example.com' },
  }),
  catchAllUnusable: entry<{ userName: string }>({
    kind: 'badData',
    title: ({ userName }) => `${userName} can't be the catch-all`,
    cause: 'The user has no address that mail servers can deliver to. Nothing was changed.',
    remedy: (_, { userName }) =>
      `Give it an address, then try again:\nrollcall users edit ${userName} --address ADDRESS`,
    facts: ({ userName }) => ({ userName }),
    example: { userName: 'desk' },
  }),
  notIntegrated: entry<{ userName: string; what: string }>({
    kind: 'badData',
    title: ({ userName }) => `${userName} comes from Google Workspace`,
    cause: ({ what }) =>
      `It can't be ${what} by hand: the next sync would bring it back as Google has it. Nothing was changed.`,
    remedy: (_, { userName }) =>
      `Change the account in Google, or release the user from it first:\nrollcall users release ${userName}`,
    facts: ({ userName }) => ({ userName }),
    example: { ...ada, what: 'removed' },
  }),
  alreadyIntegrated: entry<{ userName: string }>({
    kind: 'badData',
    title: ({ userName }) => `${userName} is an integrated user already`,
    cause: 'Only a user that comes from Google Workspace can be released from it.',
    remedy: 'There is nothing to do.',
    facts: (about) => about,
    example: { userName: 'scanner' },
  }),
  alreadyTakenOver: entry<{ userName: string }>({
    kind: 'badData',
    title: ({ userName }) => `${userName} already belongs to Google Workspace`,
    cause: 'The next sync links the account by name.',
    remedy: 'Synchronize:\nrollcall sync',
    facts: (about) => about,
    example: ada,
  }),
  userInvalid: entry<{ userName: string; faults: readonly string[] }>({
    kind: 'usage',
    title: ({ userName }) => `A value of ${userName} breaks a rule`,
    cause: ({ faults }) => `${faults.join(' ')} Nothing was changed.`,
    remedy: 'Correct the value and try again.',
    facts: ({ userName }) => ({ userName }),
    example: { ...ada, faults: ['A user name has no spaces and no control characters.'] },
  }),
  userConflict: entry<{ userName: string; address: string | null; holder: string | null }>({
    kind: 'badData',
    title: ({ userName }) => `${userName} would clash with another user`,
    cause: ({ address, holder }) =>
      `${address === null ? 'Another user has this name.' : `The address ${address} belongs to the user ${holder}.`} Two users with one name or address would share mail. Nothing was changed.`,
    remedy: ({ holder }, words) =>
      `Choose another name or address, or look at the other user:\nrollcall users show ${holder === null ? words.userName : words.holder}`,
    facts: ({ userName, address }) => ({ userName, address }),
    example: { userName: 'desk', address: 'info@example.com', holder: 'info' },
  }),
}

/** Makes a problem of a change by hand. */
export const userProblem = problemFrom(userProblems)
