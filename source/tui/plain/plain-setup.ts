import type { CheckStage } from '../../operations/connection/check-stages.ts'
import { deletionLimitText, parseDeletionLimitText } from '../../settings/deletion-limit-text.ts'
import { graceDaysWords, parseGraceDays } from '../../settings/grace-days-text.ts'
import { globFault, globLanguage } from '../../sync/globs/glob-words.ts'
import { splitGlobs } from '../../sync/globs/split-globs.ts'
import { defaultPrivilegeFaults } from '../../sync/privileges.ts'
import { countMatches } from '../../sync/scope/exclusions.ts'
import { folderPrivilegeNames, privilegeNames } from '../../sync/user.ts'
import { Problem } from '../../text/problem.ts'
import { safeText } from '../../text/safe-text.ts'
import { checkText, firstProblem } from '../../views/check.ts'
import { exclusionWords } from '../../views/exclusions.ts'
import { followUpLines } from '../../views/follow-up.ts'
import { wholePrint } from '../../views/print.ts'
import type { HomeState } from '../services.ts'
import { aboutFolderPrivilege, aboutPrivilege } from '../wizard/about-privileges.ts'
import { consoleSteps, scriptStep } from '../wizard/console-steps.ts'
import { askAuthentication } from './ask-authentication.ts'
import { askGroupArchives, askGroupPrivileges } from './ask-group-settings.ts'
import { askWho } from './ask-who.ts'
import type { Plain } from './plain.ts'
import { walk } from './question-flow.ts'
import type { Questions } from './questions.ts'
import { synchronize } from './synchronize.ts'

/** What the questions of the setup need besides being asked. */
type SetupStep = (questions: Questions, plain: Plain, home: HomeState, cameBack: boolean) => Promise<void>

const steps: readonly [name: string, ask: SetupStep][] = [
  ['Google side', readConsoleSteps],
  ['key', askKey],
  ['administrator', askAdministrator],
  ['connection check', checkConnection],
  ['who', askWho],
  ['options', askOptions],
  ['default privileges of new users', askPrivileges],
  ['authentication', askAuthentication],
  ['Test Settings', async (questions, plain) => synchronize(questions, plain, true)],
]

/**
 * The setup of the wizard, as one question after another. Each step is saved when its last question is answered.
 *
 * @returns `back` when the person leaves it before its first question
 */
export async function plainSetup(plain: Plain): Promise<'on' | 'back'> {
  const { dialogue, services } = plain
  dialogue.say('Setup. Each step is saved. Enter keeps the current value, back returns to the previous question.')
  return walk(
    dialogue,
    steps.map(([name, ask], index) => ({
      title: `Step ${index + 1}, ${name}.`,
      ask: async (questions, cameBack) => ask(questions, plain, await services.readHome(), cameBack),
    })),
  )
}

async function readConsoleSteps(questions: Questions, { dialogue }: Plain, home: HomeState): Promise<void> {
  const { page, what, values } = scriptStep
  const answer = await questions.line(
    "Google's side: script prints a script for Google's Cloud Shell that does most of it, list says how to do it by hand, n continues",
    home.key === null ? 'script' : 'n',
    (typed) => (/^(script|list|n|no)$/i.test(typed) ? null : 'Answer script, list or n.'),
  )
  if (/^script$/i.test(answer)) {
    questions.say(what)
    questions.say(`Page: ${page}`)
    questions.say(scriptMark)
    for (const { value } of values) dialogue.verbatim(value.trimEnd())
    questions.say(scriptMark)
  } else if (/^list$/i.test(answer)) {
    consoleSteps(home.key?.clientId ?? null).forEach((step, index) => {
      questions.say(`${index + 1}. ${step.title}. ${step.what}`)
      questions.say(`Page: ${step.page}`)
      for (const { name, value } of step.values) questions.say(`${name}: ${value}`)
    })
  }
}

/** Stands before the script and behind it. */
const scriptMark = '# ---- script ----'

async function askKey(questions: Questions, { services, suggestions }: Plain, home: HomeState): Promise<void> {
  if (home.key !== null && (await questions.yes(`Keep the key of ${safeText(home.key.clientEmail)}?`, true))) return
  const path = await questions.line("Path of the service account's JSON key", suggestions?.keyFile ?? '')
  const { clientEmail } = await services.saveKey({ path })
  questions.say(`Using the key of ${safeText(clientEmail)}.`)
}

async function askAdministrator(
  questions: Questions,
  { services, suggestions }: Plain,
  { settings }: HomeState,
): Promise<void> {
  const current = settings.administrator ?? suggestions?.administrator
  const administrator = await questions.line('E-mail address of a Workspace administrator', current, addressFault)
  await services.saveSettings({ administrator })
}

async function checkConnection(
  questions: Questions,
  { services, tools }: Plain,
  _home: HomeState,
  cameBack: boolean,
): Promise<void> {
  // Without a question here nobody could go back past this step.
  if (cameBack && !(await questions.yes('Check the connection again?', true))) return
  let stages: readonly CheckStage[] = []
  await services.checkConnection(tools, (now) => {
    stages = now
  })
  const passed = stages.every(({ state }) => state === 'passed')
  const failed = firstProblem(stages)
  // The problem itself is said by whoever asks whether to try again.
  questions.say(checkText({ stages: stages.map((stage) => ({ ...stage, problem: null })), passed }, wholePrint))
  if (failed !== null) throw failed
}

async function askOptions(questions: Questions, plain: Plain, { settings }: HomeState): Promise<void> {
  const { services } = plain
  const automaticDeletion = await questions.yes(
    'Automatic deletion: delete users who left Google or the groups? Mail stays',
    settings.automaticDeletion,
  )
  const deleteAfter = automaticDeletion ? await askDays(questions, settings.deleteAfter) : settings.deleteAfter
  const keep = async (what: string, current: 'include' | 'exclude'): Promise<'include' | 'exclude'> =>
    (await questions.yes(`Keep ${what} users?`, current === 'include')) ? 'include' : 'exclude'
  const suspended = await keep('suspended', settings.suspended)
  const archived = await keep('archived', settings.archived)
  for (const sentence of globLanguage) questions.say(sentence)
  const typed = await questions.line(
    'Exclusions: patterns for people to skip, separated by spaces, or none',
    settings.exclusions.join(' ') || 'none',
    (answer) =>
      globsOf(answer)
        .map(globFault)
        .find((found) => found !== null) ?? null,
  )
  const exclusions = globsOf(typed)
  const typedLimit = await questions.line(
    'Stop if a sync would delete more than: a number, 10%, or 5,10% (the larger)',
    deletionLimitText(settings.deletionLimit),
    (answer) =>
      parseDeletionLimitText(answer) === null ? 'Type a number, a percentage such as 10%, or both: 5,10%.' : null,
  )
  const deletionLimit = parseDeletionLimitText(typedLimit) ?? settings.deletionLimit
  await services.saveSettings({ automaticDeletion, deleteAfter, suspended, archived, exclusions, deletionLimit })
  if (exclusions.length > 0) await sayMatches(questions, plain, exclusions)
  await askCatchAll(questions, plain, settings)
}

async function askCatchAll(
  questions: Questions,
  { services }: Plain,
  { catchAll }: HomeState['settings'],
): Promise<void> {
  const typed = await questions.line(
    'Catch-all archive: the user who gets mail for addresses that nobody has, or none to refuse it',
    catchAll ?? 'none',
  )
  const name = typed === 'none' ? null : typed
  if (name === catchAll) return
  for (const line of followUpLines(await services.saveCatchAll(name))) questions.say(line)
}

async function askDays(questions: Questions, current: number): Promise<number> {
  const typed = await questions.line(
    'Delete them how many days after they left? 0 deletes at the next sync',
    String(current),
    (answer) => (parseGraceDays(answer) === null ? graceDaysWords : null),
  )
  return parseGraceDays(typed) ?? current
}

/** Says how many people each exclusion matches, or why that cannot be told. */
async function sayMatches(
  { say }: Questions,
  { services, tools }: Plain,
  exclusions: readonly string[],
): Promise<void> {
  try {
    const addresses = await services.listAddresses(tools)
    for (const counted of countMatches(exclusions, addresses)) say(exclusionWords(counted, addresses.length))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    say(`Rollcall can't count the matches yet: ${error.title}.`)
  }
}

async function askPrivileges(questions: Questions, plain: Plain, { settings }: HomeState): Promise<void> {
  const { services } = plain
  const offered = privilegeNames.filter((name) => name !== 'changePassword')
  const defaultPrivileges = await questions.several(
    'Which privileges?',
    offered.map((name) => ({ value: name, text: privilegeText(name, aboutPrivilege[name]) })),
    offered.flatMap((name, index) => (settings.defaultPrivileges.includes(name) ? [index] : [])),
    (names) => faultWords(defaultPrivilegeFaults(names, ['none'])),
  )
  const ownArchivePrivileges = await questions.several(
    'Which rights on their own archive?',
    folderPrivilegeNames.map((name) => ({ value: name, text: privilegeText(name, aboutFolderPrivilege[name]) })),
    folderPrivilegeNames.flatMap((name, index) => (settings.ownArchivePrivileges.includes(name) ? [index] : [])),
    (names) => faultWords(defaultPrivilegeFaults(defaultPrivileges, names)),
  )
  const everybody = 'Every new user becomes an administrator of the archive. Is that right?'
  const isNew = defaultPrivileges.includes('admin') && !settings.defaultPrivileges.includes('admin')
  if (isNew && !(await questions.yes(everybody, false))) return questions.say('Privileges unchanged.')
  await services.saveSettings({ defaultPrivileges, ownArchivePrivileges })
  await askGroupPrivileges(questions, plain, settings)
  await askGroupArchives(questions, plain, settings)
}

const globsOf = (answer: string): string[] => (answer === 'none' ? [] : splitGlobs(answer))

const faultWords = (faults: readonly { message: string }[]): string | null =>
  faults.map(({ message }) => message).join(' ') || null

const addressFault = (answer: string): string | null =>
  /^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(answer) ? null : 'Type an e-mail address, such as admin@example.com.'

/** A privilege by its label, with the name that flags and files have for it. */
const privilegeText = (name: string, { label, about }: { label: string; about: string }): string =>
  `${label} (${name}). ${about}`
