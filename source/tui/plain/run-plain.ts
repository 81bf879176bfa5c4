import type { GoogleEndpoint } from '../../google/endpoint.ts'
import type { Progress } from '../../operations/context.ts'
import type { Home } from '../../store/home.ts'
import { changesSomething } from '../../sync/apply.ts'
import { noPaint } from '../../views/colours.ts'
import { planText } from '../../views/plan-text.ts'
import { stageWords } from '../../views/progress-words.ts'
import { createServices } from '../create-services.ts'
import { type Plain, plainSetup } from './plain-setup.ts'
import { createQuestions, InputEnded } from './questions.ts'
import { tryAgain } from './try-again.ts'

/** What the plain interface is opened with. */
export type PlainOptions = {
  home: Home
  google: GoogleEndpoint
  /** Opens the set-up whatever is set up already. */
  wizard: boolean
  suggestions: { keyFile: string; administrator: string } | null
}

type HomeChoice = 'synchronize' | 'test' | 'setup' | 'quit'

const choices: readonly { value: HomeChoice; text: string }[] = [
  { value: 'synchronize', text: 'Synchronize now. Shows what changes, and asks once.' },
  { value: 'test', text: 'Test settings. Shows what would change, and changes nothing.' },
  { value: 'setup', text: 'Set-up.' },
  { value: 'quit', text: 'Quit. Users, archives and history: rollcall users, rollcall archives, rollcall history.' },
]

/**
 * The interface without a screen: numbered questions, one at a time, for screen readers and for terminals that cannot move
 * their cursor. The same set-up and the same synchronization.
 *
 * @returns the exit code
 */
export async function runPlainInterface(options: PlainOptions): Promise<number> {
  const { home, google, wizard, suggestions } = options
  const questions = createQuestions(process.stdin, process.stdout)
  const controller = new AbortController()
  const services = createServices({ home, google })
  const plain: Plain = {
    questions,
    services,
    tools: { signal: controller.signal, onProgress: sayStages(questions.say) },
    suggestions,
  }
  const interrupt = (): void => {
    controller.abort()
    questions.close()
  }
  process.on('SIGINT', interrupt)
  try {
    const state = await services.readHome()
    if (wizard || state.key === null || state.settings.administrator === null) {
      await plainSetup(plain)
      await tryAgain(plain, () => synchronize(plain, true))
    }
    for (;;) {
      const choice = await questions.choice('What next?', choices, 0)
      if (choice === 'quit') return 0
      if (choice === 'setup') await plainSetup(plain)
      else await tryAgain(plain, () => synchronize(plain, choice === 'synchronize'))
    }
  } catch (error) {
    if (!(error instanceof InputEnded)) throw error
    return controller.signal.aborted ? 130 : 0
  } finally {
    process.off('SIGINT', interrupt)
    questions.close()
  }
}

async function synchronize({ questions, services, tools }: Plain, commits: boolean): Promise<void> {
  const tested = await services.testSettings(tools)
  const { plan } = tested
  questions.say(planText(plan, { all: false, paint: noPaint, tense: 'planned' }))
  if (!commits || !changesSomething(plan)) return
  const { exceeded, deletions, limit } = plan.deletionLimit
  if (exceeded) {
    const typed = await questions.line(
      `This deletes ${deletions} users, and the limit is ${limit}. Type ${deletions} to do it`,
    )
    if (typed !== String(deletions)) return questions.say('Nothing was changed.')
  } else if (!(await questions.yes('Synchronize?', false))) return questions.say('Nothing was changed.')
  const done = await services.synchronize(tools, { tested, allowDeletions: exceeded ? deletions : undefined })
  questions.say(`Done. The store is now at revision ${done.storeRevision}.`)
}

/** One line for each stage, said once. */
function sayStages(say: (text: string) => void): (progress: Progress) => void {
  let last = ''
  return (progress) => {
    const words = stageWords(progress)
    if (words !== last) say(words)
    last = words
  }
}
