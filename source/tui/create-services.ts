import { join } from 'node:path'
import { createWaitBudget } from '../google/http/wait-budget.ts'
import { importKey, keyFacts } from '../operations/configure/import-key.ts'
import type { OperationContext } from '../operations/context.ts'
import { watchForFailure } from '../operations/synchronize/watch-for-failure.ts'
import { readServiceAccountKey } from '../settings/credentials/credentials.ts'
import { defaultSettings } from '../settings/default-settings.ts'
import { readSettings, writeSettings } from '../settings/settings.ts'
import type { Settings } from '../settings/settings-schema.ts'
import { onDisk } from '../store/disk/disk-problems.ts'
import { disk, ignoring } from '../store/disk/file-operations.ts'
import { readWholeFile } from '../store/disk/read-whole-file.ts'
import { replaceFile } from '../store/disk/replace-file.ts'
import type { Home } from '../store/home.ts'
import { readLastFailure } from '../store/last-failure.ts'
import { openStore } from '../store/open-store.ts'
import { runningService } from '../store/service-mark.ts'
import { sharedAddresses } from '../sync/matching/address-claims.ts'
import { Problem } from '../text/problem.ts'
import { safeText } from '../text/safe-text.ts'
import { attentionWords, countSentence } from '../views/history.ts'
import { decisionLines } from '../views/status.ts'
import { completePath } from './complete-path.ts'
import type { HomeState, Services, SignInState, TaskTools } from './services.ts'
import { parseDraft } from './wizard/wizard-draft.ts'

// What speaks to Google, and what is seldom used, is loaded when it is needed: the first screen should be there at once.
const changes = () => import('../operations/users/change-users.ts')
const archives = () => import('../operations/archives/list-archives.ts')
const assigning = () => import('../operations/archives/assign-archive.ts')
const sessions = () => import('../operations/sign-in/sessions.ts')
const choosing = () => import('../operations/scope/people-to-choose.ts')
const certificates = () => import('../operations/configure/checked-certificate.ts')
const undoing = () => import('../operations/history/undo.ts')
const automation = () => import('../operations/install/automation.ts')

/** Joins the screens to the use cases, on this home. */
export function createServices(base: Pick<OperationContext, 'home' | 'google'>): Services {
  const { home } = base
  // Each task is a run of its own, and may wait as long as a command.
  const googleNow = () => ({
    ...base.google,
    waits: createWaitBudget(base.google.waits && base.google.limits?.patience),
  })
  const contextFor = (tools: TaskTools): OperationContext => ({
    home,
    google: googleNow(),
    ...tools,
    onDetail: () => undefined,
  })
  const draftPath = join(home.folder, 'wizard-draft.json')
  return {
    readHome: () => readHome(home),
    saveKey: (source) => importKey(home, source),
    saveSettings: (change) => writeSettings(home, change),
    saveCatchAll: async (name) => (await import('../operations/configure/save-catch-all.ts')).saveCatchAll(home, name),
    chooseStore: async (url, password) => {
      const { chooseStore } = await import('../operations/store/choose-store.ts')
      await chooseStore(home, { store: url }, password === null ? null : async () => password)
    },
    checkConnection: async (tools, onStages) => {
      const { checkConnection } = await import('../operations/connection/check-connection.ts')
      await checkConnection(contextFor(tools), onStages)
    },
    checkSignIn: async (tools, onStages) => {
      const { checkSignIn } = await import('../operations/sign-in-check/check-sign-in.ts')
      await checkSignIn(contextFor(tools), onStages)
    },
    listGroups: async (tools) =>
      (await import('../operations/connection/list-groups.ts')).listGroups(contextFor(tools)),
    saveGroups: async (tools, change) => {
      const { configure } = await import('../operations/configure/configure.ts')
      return configure(contextFor(tools), { settings: {}, ...change })
    },
    listAddresses: async (tools) =>
      (await import('../operations/configure/count-people.ts')).listAddresses(contextFor(tools)),
    readMembers: async (tools, groups) => (await choosing()).readMembers(contextFor(tools), groups),
    readPeople: async (tools, options) => (await choosing()).readPeople(contextFor(tools), options),
    previewPeople: async (tools, settings) => (await choosing()).previewPeople(contextFor(tools), settings),
    testSettings: async (tools) =>
      (await import('../operations/synchronize/test-settings.ts')).testSettings(contextFor(tools)),
    synchronize: async (tools, options) => {
      const { synchronize } = await import('../operations/synchronize/synchronize.ts')
      const { watched } = await import('../operations/after-run/watched.ts')
      return watched(contextFor(tools), (context) => watchForFailure(home, 'sync', () => synchronize(context, options)))
    },
    exportTable: async (path, table) => (await import('./export-table.ts')).exportTable(path, table),
    completePath,
    listUsers: async () => {
      const { users } = await (await openStore(home)).read()
      return { users, shared: sharedAddresses(users) }
    },
    addUser: async (userName, change) => (await changes()).addUser(home, userName, change),
    editUser: async (userName, change) => (await changes()).editUser(home, userName, change),
    removeUser: async (userName) => {
      const { removeUser } = await import('../operations/users/remove-user.ts')
      const tools = { signal: new AbortController().signal, onProgress: () => undefined }
      return removeUser(contextFor(tools), userName)
    },
    takeOverUser: async (userName) => (await changes()).takeOverUser(home, userName),
    releaseUser: async (userName) => (await changes()).releaseUser(home, userName),
    listArchives: async () => (await archives()).listOwnedArchives(home),
    assignArchive: async (archive, userName) => (await assigning()).assignArchive(home, archive, userName),
    readSignIn: async () => readSignIn(home, await readSettings(home)),
    endSessions: async (whose) => (await sessions()).endSessions(home, whose, Date.now()),
    checkCertificate: async (cert, key) => (await certificates()).checkedCertificate(cert, key),
    readAutomation: async () => (await automation()).readAutomation(home),
    installAutomation: async () => (await automation()).installAutomation(home),
    readHistory: async (limit) => (await openStore(home)).history.records(limit),
    previewUndo: async () => (await undoing()).previewUndo(home),
    undo: async (seenRevision, allowDeletions) => (await undoing()).undo(home, { seenRevision, allowDeletions }),
    saveAuthentication: async (change) => {
      const { configureAuthentication } = await import('../operations/configure/configure-authentication.ts')
      return configureAuthentication(home, change)
    },
    testAuthentication: async (tools, userName, onAddress, next) => {
      const { testAuthentication } = await import('../operations/sign-in/test-authentication.ts')
      return testAuthentication(contextFor(tools), { userName, back: { way: 'paste', next }, onAddress })
    },
    readDraft: () => {
      const file = onDisk('read', draftPath, () =>
        ignoring(['ENOENT', 'ELOOP'], () => readWholeFile(disk, draftPath, 64 * 1024)),
      )
      return file?.state === 'read' ? parseDraft(file.text) : null
    },
    saveDraft: (draft) =>
      onDisk('write', draftPath, () => {
        if (draft === null) ignoring(['ENOENT'], () => disk.unlinkSync(draftPath))
        else replaceFile(disk, draftPath, [JSON.stringify(draft)])
      }),
  }
}

/** What is in a home before anything is. */
const emptyHome = (): HomeState => ({
  settings: defaultSettings,
  key: null,
  users: { directoryServices: 0, integrated: 0 },
  lastCommit: null,
  lastFailure: null,
  decisions: [],
  signIn: { isSetUp: false, service: null, sessions: [] },
})

async function readHome(home: Home): Promise<HomeState> {
  // The first step of the setup should be there at once: what reads a home is not loaded before something is in it.
  const names = onDisk('read', home.folder, () => ignoring(['ENOENT'], () => disk.readdirSync(home.folder)))
  if (names === null || names.length === 0) return emptyHome()
  const kept = await openStore(home)
  const [settings, key, store, [last]] = await Promise.all([
    readSettings(home),
    readServiceAccountKey(home),
    kept.read(),
    kept.history.heads(1),
  ])
  const directoryServices = store.users.filter(({ authentication }) => authentication === 'directoryServices').length
  return {
    settings,
    key: key === null ? null : keyFacts(key),
    users: { directoryServices, integrated: store.users.length - directoryServices },
    lastCommit:
      last === undefined
        ? null
        : { time: last.time, command: last.command, changes: `${countSentence(last.summary)}${attentionWords(last)}` },
    lastFailure: readLastFailure(home),
    decisions: await decisionsOf(home),
    signIn: await readSignIn(home, settings),
  }
}

async function decisionsOf(home: Home): Promise<string[]> {
  const { readDecisions } = await import('../operations/after-run/status.ts')
  try {
    return decisionLines(await readDecisions(home)).map(({ words, line }) => `${words} (${line})`)
  } catch (error) {
    // The home screen has more to show than this.
    if (error instanceof Problem) return [`${safeText(error.title)} (${error.code})`]
    throw error
  }
}

async function readSignIn(home: Home, { authentication }: Settings): Promise<SignInState> {
  if (authentication === null) return { isSetUp: false, service: null, sessions: [] }
  const { listSessions } = await sessions()
  const open = await listSessions(home, Date.now()).catch((error: unknown) => {
    // The home screen has more to show than this.
    if (error instanceof Problem) return null
    throw error
  })
  return { isSetUp: true, service: runningService(home), sessions: open }
}
