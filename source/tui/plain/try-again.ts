import { bugMessage } from '../../sync/bug-message.ts'
import { Problem } from '../../sync/problem.ts'
import { problemText } from '../../views/problem-view.ts'
import { safeText } from '../../views/safe-text.ts'
import { InputEnded, type Questions } from './questions.ts'

/** Does a step until it succeeds or the person goes on without it; what is wrong is said each time. */
export async function tryAgain({ questions }: { questions: Questions }, step: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await step()
    } catch (error) {
      if (error instanceof InputEnded) throw error
      questions.say(error instanceof Problem ? problemText(error) : safeText(bugMessage(error)))
      if (!(await questions.yes('Try again? n goes on without it', true))) return
    }
  }
}
