import type { CheckStage } from '../../operations/check-stages.ts'
import { deletionLimitText, parseDeletionLimitText } from '../../settings/deletion-limit-text.ts'
import { globFault, splitGlobs } from '../../sync/exclusion-globs.ts'
import { defaultPrivilegeFaults } from '../../sync/privileges.ts'
import { folderPrivilegeNames, privilegeNames } from '../../sync/user.ts'
import { checkText } from '../../views/check.ts'
import { noPaint } from '../../views/colours.ts'
import { safeText } from '../../views/safe-text.ts'
import type { HomeState, Services, TaskTools } from '../services.ts'
import { aboutFolderPrivilege, aboutPrivilege } from '../wizard/about-privileges.ts'
import { consoleSteps } from '../wizard/console-steps.ts'
import { askAuthentication } from './ask-authentication.ts'
import type { Questions } from './questions.ts'
import { tryAgain } from './try-again.ts'

/** What the plain interface works with. */
export type Plain = {
  questions: Questions
  services: Services
  tools: TaskTools
  suggestions: { keyFile: string; administrator: string } | null
}

/** The set-up of the wizard, as one question after another. Each answer is saved as it is given. */
export async function plainSetup(plain: Plain): Promise<void> {
  const { questions, services } = plain
  const { say } = questions
  let home = await services.readHome()
  say('Set-up. Each answer is saved; Enter keeps what is there.')
  if (await questions.yes('Step 1, Google side. Read what to do in Google’s consoles?', home.key === null))
    readConsoleSteps(plain, home)
  say('Step 2, key.')
  await tryAgain(plain, async () => askKey(plain, home))
  say('Step 3, administrator.')
  await tryAgain(plain, async () => {
    const current = home.settings.administrator ?? plain.suggestions?.administrator ?? ''
    await services.saveSettings({
      administrator: await questions.line('E-mail address of a Workspace administrator', current),
    })
  })
  say('Step 4, connection check.')
  await tryAgain(plain, async () => checkConnection(plain))
  say('Step 5, groups.')
  home = await services.readHome()
  await tryAgain(plain, async () => askGroups(plain, home))
  say('Step 6, options.')
  await tryAgain(plain, async () => askOptions(plain, home))
  say('Step 7, default privileges of new users.')
  await tryAgain(plain, async () => askPrivileges(plain, home))
  say('Step 8, authentication.')
  await tryAgain(plain, async () => askAuthentication(plain, home))
}

function readConsoleSteps({ questions }: Plain, home: HomeState): void {
  consoleSteps(home.key?.clientId ?? null).forEach(({ title, what, page, values }, index) => {
    questions.say(`${index + 1}. ${title}. ${what}`)
    questions.say(`Page: ${page}`)
    for (const { name, value } of values) questions.say(`${name}: ${value}`)
  })
}

async function askKey({ questions, services, suggestions }: Plain, home: HomeState): Promise<void> {
  if (home.key !== null && (await questions.yes(`Keep the key of ${safeText(home.key.clientEmail)}?`, true))) return
  const path = await questions.line("Path of the service account's key file", suggestions?.keyFile ?? '')
  const { clientEmail } = await services.saveKey({ path })
  questions.say(`Took the key of ${safeText(clientEmail)}.`)
}

async function checkConnection({ questions, services, tools }: Plain): Promise<void> {
  let stages: readonly CheckStage[] = []
  await services.checkConnection(tools, (now) => {
    stages = now
  })
  const passed = stages.every(({ state }) => state === 'passed')
  questions.say(checkText({ stages: [...stages], passed }, noPaint))
  const failed = stages.find(({ problem }) => problem !== null)?.problem
  if (failed && (await questions.yes('Check again?', true))) throw failed
}

async function askGroups({ questions, services, tools }: Plain, home: HomeState): Promise<void> {
  const groups = await services.listGroups(tools)
  const chosen = new Set(home.settings.groups.map(({ id }) => id))
  const current = groups.flatMap(({ id }, index) => (chosen.has(id) ? [index] : []))
  const options = groups.map((group) => ({
    value: { id: group.id, email: group.email, name: group.name },
    text: `${safeText(group.name)}, ${safeText(group.email)}, ${group.directMembersCount ?? 'some'} members`,
  }))
  await services.saveSettings({
    groups: await questions.several('Which groups? With none, everybody', options, current),
  })
}

async function askOptions({ questions, services }: Plain, { settings }: HomeState): Promise<void> {
  const automaticDeletion = await questions.yes(
    'Automatic deletion: delete users here who are gone from Google or from the groups? Mail stays',
    settings.automaticDeletion,
  )
  const keep = async (what: string, current: 'include' | 'exclude'): Promise<'include' | 'exclude'> =>
    (await questions.yes(`Keep ${what} users?`, current === 'include')) ? 'include' : 'exclude'
  const suspended = await keep('suspended', settings.suspended)
  const archived = await keep('archived', settings.archived)
  const typed = await questions.line(
    'Exclusions, addresses with * separated by blanks, or none',
    settings.exclusions.join(' ') || 'none',
  )
  const exclusions = typed === 'none' ? [] : splitGlobs(typed)
  const fault = exclusions.map(globFault).find((found) => found !== null)
  if (fault) throw new Error(fault)
  const limit = parseDeletionLimitText(
    await questions.line(
      'Most deletions in one run, a number, a share such as 10%, or both',
      deletionLimitText(settings.deletionLimit),
    ),
  )
  if (limit === null) throw new Error('This is no number and no share.')
  await services.saveSettings({ automaticDeletion, suspended, archived, exclusions, deletionLimit: limit })
}

async function askPrivileges({ questions, services }: Plain, { settings }: HomeState): Promise<void> {
  const offered = privilegeNames.filter((name) => name !== 'changePassword')
  const defaultPrivileges = await questions.several(
    'Which privileges?',
    offered.map((name) => ({ value: name, text: `${name}. ${aboutPrivilege[name]}` })),
    offered.flatMap((name, index) => (settings.defaultPrivileges.includes(name) ? [index] : [])),
  )
  const ownArchivePrivileges = await questions.several(
    'Which rights on the own archive?',
    folderPrivilegeNames.map((name) => ({ value: name, text: `${name}. ${aboutFolderPrivilege[name]}` })),
    folderPrivilegeNames.flatMap((name, index) => (settings.ownArchivePrivileges.includes(name) ? [index] : [])),
  )
  const faults = defaultPrivilegeFaults(defaultPrivileges, ownArchivePrivileges)
  if (faults.length > 0) throw new Error(faults.join(' '))
  await services.saveSettings({ defaultPrivileges, ownArchivePrivileges })
}
