import type { GoogleEndpoint } from '../../google/http/endpoint.ts'
import type { Progress } from '../../operations/context.ts'
import type { Home } from '../../store/home.ts'
import { stageWords } from '../../views/progress-words.ts'
import { createServices } from '../create-services.ts'
import { InputEnded, openDialogue } from './dialogue.ts'
import type { Plain } from './plain.ts'
import { plainSetup } from './plain-setup.ts'
import { walk } from './question-flow.ts'
import { createQuestions } from './questions.ts'
import { synchronize } from './synchronize.ts'

/** What the plain interface is opened with. */
export type PlainOptions = {
  home: Home
  google: GoogleEndpoint
  /** Opens the setup whatever is set up already. */
  wizard: boolean
  suggestions: { keyFile: string; administrator: string } | null
  streams: { input: typeof process.stdin; output: typeof process.stdout }
}

type HomeChoice = 'synchronize' | 'test' | 'setup' | 'quit'

const choices: readonly { value: HomeChoice; text: string }[] = [
  { value: 'synchronize', text: 'Sync now: preview changes, then apply them' },
  { value: 'test', text: 'Test settings: preview changes only' },
  { value: 'setup', text: 'Setup.' },
  {
    value: 'quit',
    text: 'Quit (for people, archives and history run: rollcall users, rollcall archives, rollcall history)',
  },
]

/**
 * The interface without a screen: numbered questions, one at a time, for screen readers and for terminals that cannot move
 * their cursor. The same setup and the same synchronization.
 *
 * @returns the exit code
 */
export async function runPlainInterface(options: PlainOptions): Promise<number> {
  const { home, google, wizard, suggestions, streams } = options
  const dialogue = openDialogue(streams.input, streams.output)
  const questions = createQuestions(dialogue.say, dialogue.ask)
  const controller = new AbortController()
  const services = createServices({ home, google })
  const plain: Plain = {
    dialogue,
    services,
    tools: { signal: controller.signal, onProgress: sayStages(dialogue.say) },
    suggestions,
  }
  const interrupt = (): void => {
    controller.abort()
    dialogue.close()
  }
  process.on('SIGINT', interrupt)
  try {
    const state = await services.readHome()
    if (wizard || state.key === null || state.settings.administrator === null) {
      while ((await plainSetup(plain)) === 'back') dialogue.say('This is the first question.')
    }
    for (;;) {
      const choice = await questions.choice('What next?', choices, 0)
      if (choice === 'quit') return 0
      if (choice === 'setup') await plainSetup(plain)
      else {
        const commits = choice === 'synchronize'
        const title = commits ? 'Synchronize.' : 'Test settings.'
        await walk(dialogue, [{ title, ask: async (questions) => synchronize(questions, plain, commits) }])
      }
    }
  } catch (error) {
    if (!(error instanceof InputEnded)) throw error
    // The line of the question that was open is not ended yet.
    dialogue.say('')
    return controller.signal.aborted ? 130 : 0
  } finally {
    process.off('SIGINT', interrupt)
    dialogue.close()
  }
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
