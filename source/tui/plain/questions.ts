import { createInterface } from 'node:readline'

/** What can be asked, one question at a time, in plain text. */
export type Questions = {
  /** Prints lines. */
  say: (text: string) => void
  /** One line of an answer. Empty: the value that is there stays. */
  line: (question: string, current?: string) => Promise<string>
  /** Yes or no. */
  yes: (question: string, current: boolean) => Promise<boolean>
  /** One of several, by number. */
  choice: <Value>(
    question: string,
    options: readonly { value: Value; text: string }[],
    current: number,
  ) => Promise<Value>
  /** Any of several, by numbers with blanks or commas; `none` for none. */
  several: <Value>(
    question: string,
    options: readonly { value: Value; text: string }[],
    current: readonly number[],
  ) => Promise<Value[]>
  close: () => void
}

/** The input ended, or the person pressed Ctrl-C: nothing more will be answered. */
export class InputEnded extends Error {
  override readonly name = 'InputEnded'
}

/** Asks on the given streams; a screen reader reads one question after another, and nothing is ever drawn over. */
export function createQuestions(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Questions {
  const reader = createInterface({ input, terminal: false })
  const lines = reader[Symbol.asyncIterator]()
  const say = (text: string): void => void output.write(`${text}\n`)

  async function read(question: string): Promise<string> {
    output.write(`${question} `)
    const next = await lines.next()
    if (next.done) throw new InputEnded()
    return String(next.value).trim()
  }
  const line: Questions['line'] = async (question, current = '') => {
    const answer = await read(current === '' ? `${question}:` : `${question} (now: ${current}; Enter keeps it):`)
    return answer === '' ? current : answer
  }
  const yes: Questions['yes'] = async (question, current) => {
    for (;;) {
      const answer = (await read(`${question} (y or n, Enter: ${current ? 'y' : 'n'}):`)).toLowerCase()
      if (answer === '') return current
      if (/^(y|yes|n|no)$/.test(answer)) return answer.startsWith('y')
      say('Please answer y or n.')
    }
  }
  function list(options: readonly { text: string }[]): void {
    options.forEach(({ text }, index) => {
      say(`${index + 1}. ${text}`)
    })
  }
  const choice: Questions['choice'] = async (question, options, current) => {
    list(options)
    for (;;) {
      const answer = await read(`${question} (1 to ${options.length}, Enter: ${current + 1}):`)
      const chosen = options[answer === '' ? current : Number(answer) - 1]
      if (chosen !== undefined) return chosen.value
      say(`Please answer a number from 1 to ${options.length}.`)
    }
  }
  const several: Questions['several'] = async (question, options, current) => {
    list(options)
    const now = current.length === 0 ? 'none' : current.map((index) => index + 1).join(' ')
    for (;;) {
      const answer = await read(`${question} (numbers, or none; Enter: ${now}):`)
      const wanted = answer === '' ? now : answer
      const numbers = /^none$/i.test(wanted) ? [] : wanted.split(/[\s,]+/).map((part) => Number(part) - 1)
      const chosen = numbers.map((number) => options[number])
      if (chosen.every((option) => option !== undefined)) return chosen.map(({ value }) => value)
      say(`Please answer numbers from 1 to ${options.length}, or none.`)
    }
  }
  return { say, line, yes, choice, several, close: () => reader.close() }
}
