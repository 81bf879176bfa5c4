import type { Problem } from '../../../text/problem.ts'

/** What to do on the screen, for problems whose own remedy is for somebody at a command line. */
const remedies: Readonly<Record<string, string>> = {
  contentNotPath:
    'Clear the field with Ctrl-U and type the path of the file. If what you gave was a secret, make a new one in the Google Cloud console and delete this one.',
  userNotFound: 'Check the name among the users: on the home screen, Users, then / filters.',
  notIntegrated: 'Change the account in Google, or release the user first: r among the users.',
  alreadyTakenOver: 'Choose Synchronize now on the home screen.',
  userConflict: 'Nothing was changed. Choose another name or address.',
  nothingToUndo: 'Look at what was done in the history. To go back further, in a shell: rollcall restore',
  archiveNotAssignable: 'Choose an archive without a user: they come first among the archives.',
  authenticationIncomplete: 'Nothing was saved. Give the client file, or the client ID and its secret, and the host.',
  authenticationNotSetUp: 'Set it up on the home screen under Settings, Authentication.',
  signsInWithPassword: 'Choose another user, or let the directory have this one: t among the users.',
  notSetUp: 'Complete the set-up: on the home screen, Settings.',
  groupNotFound: 'Choose the groups again: on the home screen, Settings, Groups.',
}

/** What to do about a problem, for somebody at the screen. A command that is needed all the same is for a shell. */
export function screenRemedy({ code, remedy }: Problem): string {
  return remedies[code] ?? remedy.replace(/:(\s+)(?=(?:rollcall [a-z]|mv )\S*)/g, ' in a shell:$1')
}
