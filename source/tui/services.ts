import type { OwnedArchive } from '../operations/archives/list-archives.ts'
import type { SetupChange } from '../operations/configure/configure.ts'
import type {
  AuthenticationChange,
  ConfiguredAuthentication,
} from '../operations/configure/configure-authentication.ts'
import type { KeyFacts, KeySource } from '../operations/configure/import-key.ts'
import type { CheckStage } from '../operations/connection/check-stages.ts'
import type { Progress } from '../operations/context.ts'
import type { FollowUpReport } from '../operations/follow-up/follow-up-state.ts'
import type { UndoPreview } from '../operations/history/undo.ts'
import type { Automation } from '../operations/install/automation.ts'
import type { EndedSessions } from '../operations/sign-in/sessions.ts'
import type { AuthenticationResult } from '../operations/sign-in/test-authentication.ts'
import type { TestedPlan } from '../operations/synchronize/make-current-plan.ts'
import type { SynchronizeOptions, SynchronizeResult } from '../operations/synchronize/synchronize.ts'
import type { UserChange } from '../operations/users/change-users.ts'
import type { CommittedByHand } from '../operations/users/commit-by-hand.ts'
import type { Settings } from '../settings/settings-schema.ts'
import type { HistoryRecord } from '../store/history/history-record.ts'
import type { LastFailure } from '../store/last-failure.ts'
import type { RunningService } from '../store/service-mark.ts'
import type { OpenSession } from '../store/sessions/session-list.ts'
import type { DirectoryGroup, DirectoryUser, GroupMembers } from '../sync/directory.ts'
import type { Skipped } from '../sync/plan.ts'
import type { Person } from '../sync/scope/people.ts'
import type { ChosenGroup, SyncSettings } from '../sync/settings.ts'
import type { User } from '../sync/user.ts'
import type { Problem } from '../text/problem.ts'
import type { ExportedTable } from './export-table.ts'
import type { WizardDraft } from './wizard/wizard-draft.ts'

/** How a use case is watched and ended. */
export type TaskTools = { signal: AbortSignal; onProgress: (progress: Progress) => void }

/** The state of the home, as the screens show it. */
export type HomeState = {
  settings: Settings
  /** Null before the setup. */
  key: KeyFacts | null
  users: { directoryServices: number; integrated: number }
  /** The newest commit; null when there was none. */
  lastCommit: { time: string; command: string; changes: string } | null
  /** The last synchronization that failed, a timer's too; null when the last one succeeded. */
  lastFailure: LastFailure | null
  /** What waits for somebody's decision, a line each, in the words of `rollcall status`. */
  decisions: readonly string[]
  signIn: SignInState
}

/** How the sign-in stands. */
export type SignInState = {
  isSetUp: boolean
  /** The `rollcall serve` of this home; null when none runs. */
  service: RunningService | null
  /** Who is signed in, the newest first; null when the list cannot be read. */
  sessions: readonly OpenSession[] | null
}

/** The users of the store, and the addresses that more than one of them claims. */
export type ListedUsers = { users: readonly User[]; shared: ReadonlyMap<string, readonly string[]> }

/** Everybody who was read, in scope or not, and members who can't become users. */
export type PreviewedPeople = { people: readonly Person[]; skipped: readonly Skipped[] }

/** Members of groups: those that were read, and the ids of those of other organizations that can't be. */
export type GroupTree = { groups: GroupMembers[]; foreignGroupIds: string[] }

/** What groups give, by their addresses. */
export type GroupChange = Pick<SetupChange, 'groupArchiveAddresses' | 'privilegesByGroup'> & {
  settings?: Pick<Settings, 'followGroups'>
}

/** Everything the screens ask of the rest of the program. Tests of a screen replace some of it. */
export type Services = {
  readHome(): Promise<HomeState>
  saveKey(source: KeySource): Promise<KeyFacts>
  saveSettings(change: Partial<Omit<Settings, 'version'>>): Promise<Settings>
  /** Says whose archive gets mail for addresses that nobody has; null refuses it. Returns what became of exports. */
  saveCatchAll(name: string | null): Promise<FollowUpReport | null>
  /** Keeps the users in a database. Throws Problem `databasePasswordMissing` where it wants a password and none is given. */
  chooseStore(url: string, password: string | null): Promise<void>
  /** Checks the archive's own address, as browsers find it. */
  checkSignIn(tools: TaskTools, onStages: (stages: readonly CheckStage[]) => void): Promise<void>
  checkConnection(tools: TaskTools, onStages: (stages: readonly CheckStage[]) => void): Promise<void>
  listGroups(tools: TaskTools): Promise<DirectoryGroup[]>
  /** Looks the groups up by address, and saves them. */
  saveGroups(tools: TaskTools, change: GroupChange): Promise<Settings>
  /** The primary addresses of everybody in the organization, to see whom a pattern matches. */
  listAddresses(tools: TaskTools): Promise<string[]>
  /** The members of these groups, with every group inside of them. */
  readMembers(tools: TaskTools, groups: readonly ChosenGroup[]): Promise<GroupTree>
  /** Everybody in the organization, or null where only one page is asked for and there are more. */
  readPeople(tools: TaskTools, options: { onePage: boolean }): Promise<DirectoryUser[] | null>
  /** Who would be in scope with these settings. */
  previewPeople(tools: TaskTools, settings: Partial<SyncSettings>): Promise<PreviewedPeople>
  testSettings(tools: TaskTools): Promise<TestedPlan>
  synchronize(tools: TaskTools, options: SynchronizeOptions): Promise<SynchronizeResult>
  /** Writes the rows of a table as CSV, or as JSON where the path says so; returns the absolute path. Never overwrites. */
  exportTable(path: string, table: ExportedTable): Promise<string>
  /** The paths that complete what is typed; folders end with a slash. */
  completePath(typed: string): Promise<string[]>
  listUsers(): Promise<ListedUsers>
  addUser(userName: string, change: UserChange): Promise<CommittedByHand>
  editUser(userName: string, change: UserChange): Promise<CommittedByHand>
  removeUser(userName: string): Promise<CommittedByHand>
  takeOverUser(userName: string): Promise<CommittedByHand>
  releaseUser(userName: string): Promise<CommittedByHand>
  listArchives(): Promise<OwnedArchive[]>
  assignArchive(archive: string, userName: string): Promise<CommittedByHand>
  readSignIn(): Promise<SignInState>
  /** Ends sessions; returns those that were open. */
  endSessions(whose: EndedSessions): Promise<readonly OpenSession[]>
  /** Makes sure that a certificate and its key can be served; returns their absolute paths. */
  checkCertificate(cert: string, key: string): Promise<{ cert: string; key: string }>
  /** What `rollcall install` would do for this home, and who does it. */
  readAutomation(): Promise<Automation>
  /** Installs it; returns what was done, a line each. */
  installAutomation(): Promise<string[]>
  readHistory(limit: number): Promise<HistoryRecord[]>
  previewUndo(): Promise<UndoPreview>
  undo(seenRevision: number, allowDeletions?: number): Promise<CommittedByHand>
  saveAuthentication(change: AuthenticationChange): Promise<ConfiguredAuthentication>
  testAuthentication(
    tools: TaskTools,
    userName: string,
    onAddress: (address: string) => void,
    next: (problem: Problem | null) => Promise<string | null>,
  ): Promise<AuthenticationResult>
  /** What an interrupted setup left: where it was, and what was typed. Null when there was none. */
  readDraft(): WizardDraft | null
  /** Kept at once, also while the program is ending; null removes it. */
  saveDraft(draft: WizardDraft | null): void
}
