import type { Problem } from '../../../text/problem.ts'

/** What to do on the screen, for problems whose own remedy is for somebody at a command line. */
const remedies: Readonly<Record<string, string>> = {
  contentNotPath:
    'Clear the field with Ctrl-U and type the path of the file. If what you gave was a secret, make a new one in the Google Cloud console and delete this one.',
  userNotFound: 'Check the name: on the home screen choose Users, then press / to filter.',
  notIntegrated: 'Change the account in Google, or make the user local first: press l under Users.',
  alreadyTakenOver: 'Choose Synchronize now on the home screen.',
  userConflict: 'Nothing was changed. Choose another name or address.',
  nothingToUndo: 'Look at the history. To go back further, run in a shell: rollcall restore',
  archiveNotAssignable: 'Choose an archive without a user. They come first in the list.',
  authenticationIncomplete: 'Nothing was saved. Give the client file, or the client ID and its secret, and the host.',
  authenticationNotSetUp: 'Set it up on the home screen under Settings, Authentication.',
  signsInWithPassword: 'Choose another user, or hand this one over to Google: press t under Users.',
  notSetUp: 'Complete the setup: on the home screen, Settings.',
  groupNotFound: 'Choose the groups again: on the home screen, Settings, Groups.',
}

/** What to do about a problem, for somebody at the screen. A command that is needed all the same is for a shell. */
export function screenRemedy({ code, remedy }: Problem): string {
  return remedies[code] ?? remedy.replace(/:(\s+)(?=(?:rollcall [a-z]|mv )\S*)/g, ' in a shell:$1')
}
