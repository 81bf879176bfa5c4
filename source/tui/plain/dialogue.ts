import { createInterface } from 'node:readline'
import { safeText } from '../../text/safe-text.ts'
import { wrapOutput } from '../../text/width/wrap.ts'

/** One question, and what is taken for an answer. */
export type Question<Value> = {
  text: string
  /** What can be answered, in a few words. */
  answers: string
  /** What an empty answer stands for. */
  current: string
  /** What an answer means; undefined for one that cannot be taken. */
  read: (answer: string) => Value | undefined
  /** What to say about an answer that cannot be taken. */
  wrong: (answer: string) => string
  /** Any text can be an answer, such as a path. */
  isFree?: boolean
  /** Whether `back` leads to the question before; elsewhere it is an answer like any other. */
  goesBack: boolean
}

/**
 * Asks until there is an answer that can be taken. Throws InputEnded and WentBack.
 *
 * @returns the answer as it was given, or the one that Enter stood for, and what it means
 */
export type Ask = <Value>(question: Question<Value>) => Promise<{ answer: string; value: Value }>

/** Where lines are said and questions asked. */
export type Dialogue = {
  /** Prints lines. */
  say: (text: string) => void
  /** Prints lines as they are, to be copied: long ones are not broken. */
  verbatim: (text: string) => void
  ask: Ask
  close: () => void
}

/** The input ended, or the person pressed Ctrl-C: nothing more will be answered. */
export class InputEnded extends Error {
  override readonly name = 'InputEnded'
}

/** The person wants to return to the question before. */
export class WentBack extends Error {
  override readonly name = 'WentBack'
}

/** Asks on the given streams; a screen reader reads one question after another, and nothing is ever drawn over. */
export function openDialogue(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream & { columns?: number },
): Dialogue {
  const reader = createInterface({ input, terminal: false })
  const lines = reader[Symbol.asyncIterator]()
  const write = (text: string): void => void output.write(wrapOutput(text, output.columns))
  const say = (text: string): void => write(`${text}\n`)

  const verbatim = (text: string): void => void output.write(`${text}\n`)

  const ask: Ask = async ({ text, answers, current, read, wrong, goesBack }) => {
    // A word, since many screen readers pass over signs. A file of this name can be given as ./back.
    const hints = [
      goesBack ? `${answers} or back` : answers,
      ...(current === '' ? [] : [`Enter: ${safeText(current)}`]),
    ]
    for (;;) {
      write(`${text} (${hints.join('; ')}): `)
      const next = await lines.next()
      if (next.done) throw new InputEnded()
      const line = String(next.value).trim()
      if (goesBack && /^back$/i.test(line)) throw new WentBack()
      if (line === '?') {
        say(helpWords({ answers, current, goesBack }))
        continue
      }
      const answer = line === '' ? current : line
      const value = read(answer)
      if (value !== undefined) return { answer, value }
      say(safeText(wrong(answer)))
    }
  }
  return { say, verbatim, ask, close: () => reader.close() }
}

/** What can be answered, for somebody who answers with a question mark. A file of that name can be given as ./? */
function helpWords({ answers, current, goesBack }: { answers: string; current: string; goesBack: boolean }): string {
  return [
    `You can answer: ${answers}.`,
    ...(current === '' ? [] : [`Enter keeps: ${safeText(current)}.`]),
    ...(goesBack ? ['Type back for the previous question.'] : []),
    'Ctrl-C quits. What you saved stays.',
  ].join(' ')
}
