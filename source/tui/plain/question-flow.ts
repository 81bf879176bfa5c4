import { asProblem } from '../../views/bug-problem.ts'
import { problemText } from '../../views/problem-view.ts'
import { type Ask, type Dialogue, InputEnded, WentBack } from './dialogue.ts'
import { createQuestions, type Questions } from './questions.ts'

/** Some questions, and what is done with their answers. */
export type Step = {
  /** Said on entering it. */
  title: string
  /**
   * Going back and trying again come here anew, so what is done must come after the last question, or be something that may
   * be done twice.
   *
   * @param cameBack whether the person came here from what follows
   */
  ask: (questions: Questions, cameBack: boolean) => Promise<void>
}

type Way = 'on' | 'back'

/** Goes through steps in order, each until it succeeds or the person goes on without it; back leads to the one before. */
export async function walk(dialogue: Dialogue, steps: readonly Step[]): Promise<Way> {
  // What was answered in a step and is not saved, by question: the person finds it there again.
  const answered = steps.map(() => new Map<string, string>())
  let way: Way = 'on'
  for (let index = 0; index < steps.length; index += way === 'on' ? 1 : -1) {
    const step = steps[index]
    const known = answered[index]
    if (step === undefined || known === undefined) return 'back'
    dialogue.say(step.title)
    way = await goThrough(dialogue, step, known, way === 'back')
  }
  return 'on'
}

async function goThrough(
  dialogue: Dialogue,
  step: Step,
  answered: Map<string, string>,
  cameBack: boolean,
): Promise<Way> {
  const { say, ask } = dialogue
  let given: string[] = []
  for (;;) {
    try {
      const ahead = given
      given = []
      const questions = createQuestions(say, remembering(ask, { ahead, given, answered }))
      const failure = await failureOf(step.ask(questions, cameBack))
      if (failure === null) {
        answered.clear()
        return 'on'
      }
      say(problemText(asProblem(failure)))
      if (!(await createQuestions(say, ask).yes('Try again? n goes on without it', true))) return 'on'
      given = []
    } catch (error) {
      if (!(error instanceof WentBack)) throw error
      // Asked again up to the last answer, which is given again by pressing Enter.
      if (given.pop() === undefined) return 'back'
    }
  }
}

/** What went wrong in a step; null for nothing. That the person leaves it is no failure. */
async function failureOf(work: Promise<void>): Promise<unknown> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof InputEnded || error instanceof WentBack) throw error
    return error
  }
}

type Memory = {
  /** Answers that are given for the person before anything is asked, in order. */
  ahead: readonly string[]
  /** All answers, as they are given. */
  given: string[]
  /** The latest answer to each question. */
  answered: Map<string, string>
}

/** Asks, remembers, and offers what was answered before. */
function remembering(ask: Ask, { ahead, given, answered }: Memory): Ask {
  return async (question) => {
    const answer = ahead[given.length]
    const value = answer === undefined ? undefined : question.read(answer)
    const taken =
      answer !== undefined && value !== undefined
        ? { answer, value }
        : await ask({ ...question, current: answered.get(question.text) ?? question.current })
    given.push(taken.answer)
    answered.set(question.text, taken.answer)
    return taken
  }
}
