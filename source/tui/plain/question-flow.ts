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
  let given: Given[] = []
  for (;;) {
    try {
      const ahead = given.map(({ answer }) => answer)
      given = []
      const questions = createQuestions(say, remembering(ask, { ahead, given, answered }))
      const failure = await failureOf(step.ask(questions, cameBack))
      if (failure === null) {
        answered.clear()
        return 'on'
      }
      say(problemText(asProblem(failure)))
      // What failed is not offered again.
      for (const { text } of given) answered.delete(text)
      const free = given.filter(({ isFree }) => isFree)
      const reply = await askAgain(ask, free.length === 1)
      if (reply === 'on') return 'on'
      if (reply === 'again') given = []
      else given = given.map((one) => (one.isFree ? { ...one, answer: reply.answer } : one))
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

/** An answer as it was given, with its question. */
type Given = { text: string; answer: string; isFree: boolean }

/**
 * Asks whether to try again what failed. Where one line was asked for, another line is taken for the better answer: people
 * type it at once.
 */
async function askAgain(ask: Ask, takesAnswer: boolean): Promise<'again' | 'on' | { answer: string }> {
  const read = (answer: string): 'again' | 'on' | { answer: string } | undefined => {
    if (/^(y|yes)$/i.test(answer)) return 'again'
    if (/^(n|no)$/i.test(answer)) return 'on'
    return takesAnswer ? { answer } : undefined
  }
  const answers = takesAnswer ? 'y, n, another answer' : 'y, n'
  const text = 'Try again? (n skips this)'
  return (await ask({ text, answers, current: 'y', read, wrong: () => 'Answer y or n.', goesBack: true })).value
}

type Memory = {
  /** Answers that are given for the person before anything is asked, in order. */
  ahead: readonly string[]
  /** All answers, as they are given. */
  given: Given[]
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
    given.push({ text: question.text, answer: taken.answer, isFree: question.isFree === true })
    answered.set(question.text, taken.answer)
    return taken
  }
}
