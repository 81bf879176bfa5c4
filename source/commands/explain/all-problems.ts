import { environmentProblems } from '../../environment/problems.ts'
import { connectionProblems } from '../../google/problems/connection.ts'
import { directoryProblems } from '../../google/problems/directory-problems.ts'
import { idTokenProblems } from '../../google/problems/id-token-problems.ts'
import { redirectProblems } from '../../google/problems/redirect-problems.ts'
import { signInProblems } from '../../google/problems/sign-in-problems.ts'
import { tokenProblems } from '../../google/problems/token-problems.ts'
import { notifyProblems } from '../../operations/after-run/notify-problems.ts'
import { archiveProblems } from '../../operations/archives/archive-problems.ts'
import { exportProblems } from '../../operations/exports/export-problems.ts'
import { historyProblems } from '../../operations/history/history-problems.ts'
import { installProblems } from '../../operations/install/install-problems.ts'
import { operationProblems } from '../../operations/problems.ts'
import { authenticationProblems } from '../../operations/sign-in/sign-in-problems.ts'
import { signInCheckProblems } from '../../operations/sign-in-check/sign-in-check-problems.ts'
import { userProblems } from '../../operations/users/user-problems.ts'
import { oauthClientProblems } from '../../settings/credentials/oauth-client-problems.ts'
import { keyProblems } from '../../settings/credentials/service-account-key-problems.ts'
import { outsideFileProblems } from '../../settings/outside-files/outside-file-problems.ts'
import { settingsProblems } from '../../settings/problems.ts'
import { diskProblems } from '../../store/disk/disk-problems.ts'
import { homeProblems } from '../../store/home-problems.ts'
import { lockProblems } from '../../store/lock/lock-problems.ts'
import { databaseProblems } from '../../store/postgresql/problems.ts'
import { storeProblems } from '../../store/problems.ts'
import { syncProblems } from '../../sync/problems.ts'
import type { Problem } from '../../text/problem.ts'
import { exampleProblems } from '../../text/problem-catalogue.ts'
import { screenProblems } from '../../tui/problems.ts'
import { bugProblems } from '../../views/bug-problem.ts'
import { serviceProblems } from '../../web/problems.ts'
import { commandProblems } from '../cli/problems.ts'

/** A part of the catalogue as people look for it. */
export type ProblemChapter = {
  heading: string
  /** One example of each code, in the order of the codes. */
  problems: readonly Problem[]
}

/** Lists every problem that Rollcall knows, each with example values. */
export function allProblems(): ProblemChapter[] {
  const chapter = (heading: string, ...problems: Problem[][]): ProblemChapter => ({
    heading,
    problems: problems.flat().sort((a, b) => (a.code < b.code ? -1 : 1)),
  })
  return [
    chapter(
      'Google and the network',
      exampleProblems(connectionProblems),
      exampleProblems(environmentProblems),
      exampleProblems(tokenProblems),
      exampleProblems(directoryProblems),
    ),
    chapter(
      'Sign-in with Google',
      exampleProblems(authenticationProblems),
      exampleProblems(signInProblems),
      exampleProblems(idTokenProblems),
      exampleProblems(redirectProblems),
    ),
    chapter('Sign-in service', exampleProblems(serviceProblems), exampleProblems(signInCheckProblems)),
    chapter('Settings', exampleProblems(settingsProblems)),
    chapter(
      'Key files and other files from outside',
      exampleProblems(keyProblems),
      exampleProblems(oauthClientProblems),
      exampleProblems(outsideFileProblems),
    ),
    chapter('Users and archives', exampleProblems(userProblems)),
    chapter('Exports', exampleProblems(exportProblems)),
    chapter('Synchronization', exampleProblems(syncProblems), exampleProblems(operationProblems)),
    chapter('Notifications', exampleProblems(notifyProblems)),
    chapter(
      'Store, archives and disk',
      exampleProblems(storeProblems),
      exampleProblems(databaseProblems),
      exampleProblems(lockProblems),
      exampleProblems(diskProblems),
      exampleProblems(homeProblems),
      exampleProblems(archiveProblems),
      exampleProblems(historyProblems),
    ),
    chapter(
      'Commands and screens',
      exampleProblems(commandProblems),
      exampleProblems(installProblems),
      exampleProblems(screenProblems),
      exampleProblems(bugProblems),
    ),
  ]
}
