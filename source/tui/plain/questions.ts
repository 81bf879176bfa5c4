import type { Ask } from './dialogue.ts'

type Option<Value> = { value: Value; text: string }

/** What can be asked, one question at a time, in plain text. */
export type Questions = {
  /** Prints lines. */
  say: (text: string) => void
  /**
   * One line of an answer. Empty: the value that is there stays.
   *
   * @param fault what is wrong with an answer, which is then asked for again; null for nothing
   */
  line: (question: string, current?: string, fault?: (answer: string) => string | null) => Promise<string>
  /** Yes or no. */
  yes: (question: string, current: boolean) => Promise<boolean>
  /** One of several, by number. */
  choice: <Value>(question: string, options: readonly Option<Value>[], current: number) => Promise<Value>
  /** Any of several, by numbers with blanks or commas; `none` for none. */
  several: <Value>(
    question: string,
    options: readonly Option<Value>[],
    current: readonly number[],
    fault?: (values: Value[]) => string | null,
  ) => Promise<Value[]>
}

/** The kinds of questions. From each `back` leads to the one before, but for a choice, which is a menu of its own. */
export function createQuestions(say: (text: string) => void, ask: Ask): Questions {
  const line: Questions['line'] = async (text, current = '', fault = () => null) => {
    const read = (answer: string) => (fault(answer) === null ? answer : undefined)
    const wrong = (answer: string): string => fault(answer) ?? ''
    return (await ask({ text, answers: 'an answer', current, read, wrong, goesBack: true, isFree: true })).value
  }
  const yes: Questions['yes'] = async (text, current) => {
    const read = (answer: string) => (/^(y|yes|n|no)$/i.test(answer) ? /^y/i.test(answer) : undefined)
    const wrong = (): string => 'Answer y or n.'
    return (await ask({ text, answers: 'y, n', current: current ? 'y' : 'n', read, wrong, goesBack: true })).value
  }
  function list(options: readonly { text: string }[]): void {
    options.forEach(({ text }, index) => {
      say(`${index + 1}. ${text}`)
    })
  }
  const choice: Questions['choice'] = async (text, options, current) => {
    list(options)
    const answers = `1 to ${options.length}`
    const read = (answer: string) => options[Number(answer) - 1]
    const wrong = (): string => `Answer with a number from 1 to ${options.length}.`
    return (await ask({ text, answers, current: String(current + 1), read, wrong, goesBack: false })).value.value
  }
  const several: Questions['several'] = async (text, options, current, fault = () => null) => {
    list(options)
    type Values = (typeof options)[number]['value'][]
    const numbered = (answer: string): Values | undefined => {
      const numbers = /^none$/i.test(answer) ? [] : answer.split(/[\s,]+/)
      const chosen = numbers.flatMap((number) => options[Number(number) - 1] ?? [])
      return chosen.length === numbers.length ? chosen.map(({ value }) => value) : undefined
    }
    const read = (answer: string): Values | undefined => {
      const values = numbered(answer)
      return values !== undefined && fault(values) === null ? values : undefined
    }
    const wrong = (answer: string): string => {
      const values = numbered(answer)
      const numbers = `Answer with numbers from 1 to ${options.length}, or none.`
      return (values === undefined ? null : fault(values)) ?? numbers
    }
    const now = current.length === 0 ? 'none' : current.map((index) => index + 1).join(' ')
    return (await ask({ text, answers: 'numbers, none', current: now, read, wrong, goesBack: true })).value
  }
  return { say, line, yes, choice, several }
}
