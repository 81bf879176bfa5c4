import { oneLine } from './one-line.ts'
import { Problem, type ProblemKind, type ProblemOutline } from './problem.ts'
import { shellArgument } from './shell-word.ts'

/** What a problem is told about: values by lower camel case name. Never a secret. */
export type Given = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

type Words<About extends Given> = string | ((about: About) => string)

/** The same values, each as a word of a shell's command. */
type ShellWords<About extends Given> = { readonly [Name in keyof About]: string }

/** One row of a catalogue: everything that is said about one code. */
export type ProblemEntry<About extends Given> = {
  kind: ProblemKind
  /** What happened: at most seven words, without a full stop. */
  title: Words<About>
  /** Why it happened, and what is safe. */
  cause: Words<About>
  /** What to do now. A command stands on a line of its own, with values as words of a shell in it. */
  remedy: string | ((about: About, words: ShellWords<About>) => string)
  /** The values to copy or to look up. Those that are null are left out, lists are joined by commas. */
  facts?: (about: About) => Given
  /**
   * The texts that name nobody: calls, Google's hosts, variables, words of our own. Every other text is left out where a
   * problem is told to a service outside. Numbers are told.
   */
  nameless?: readonly (keyof About & string)[]
  /** What the page about the code shows. */
  example: About
}

/** The rows of one neighbour by their codes, which are stable and in lower camel case. */
export type ProblemCatalogue<Abouts extends Readonly<Record<string, Given>>> = {
  readonly [Code in keyof Abouts]: ProblemEntry<Abouts[Code]>
}

/** Longer values are a stranger's: no path, address or name that anybody uses is cut. */
const longestValue = 300
const longestCommand = 16_000

/** Declares a row for the values that it is told about; without values, for a text that is always the same. */
export function entry<About extends Given = Record<never, never>>(row: ProblemEntry<About>): ProblemEntry<About> {
  return row
}

/**
 * Returns the function that makes the problems of a catalogue. Every value is made fit for a message first: one line, no
 * control characters, no longer than it can sensibly be.
 */
export function problemFrom<Abouts extends Readonly<Record<string, Given>>>(catalogue: ProblemCatalogue<Abouts>) {
  return <Code extends keyof Abouts & string>(code: Code, about: Abouts[Code], origin?: unknown): Problem =>
    writeProblem(code, catalogue[code], about, origin)
}

/** Makes each problem of a catalogue as its example has it. */
export function exampleProblems<Abouts extends Readonly<Record<string, Given>>>(
  catalogue: ProblemCatalogue<Abouts>,
): Problem[] {
  const codes = Object.keys(catalogue) as (keyof Abouts & string)[]
  return codes.map((code) => writeProblem(code, catalogue[code], catalogue[code].example))
}

function writeProblem<About extends Given>(
  code: string,
  row: ProblemEntry<About>,
  about: About,
  origin?: unknown,
): Problem {
  const { kind, title, cause, remedy, facts } = row
  const safe = Object.fromEntries(
    Object.entries(about).map(([name, value]) => [name, presentable(name, value)]),
  ) as About
  // Made from the value itself: a path that was made fit for a message is another path.
  const words = shellWordsOf(about)
  const write = (text: Words<About>) => (typeof text === 'string' ? text : text(safe))
  const shown = Object.entries(facts?.(safe) ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [[name, Array.isArray(value) ? value.join(', ') : String(value)] as const],
  )
  return new Problem(
    {
      code,
      kind,
      title: write(title),
      cause: write(cause),
      remedy: typeof remedy === 'string' ? remedy : remedy(safe, words),
      facts: Object.fromEntries(shown),
      outline: () => outlineOf(code, row, safe),
    },
    origin,
  )
}

/** Stands where a text was left out that could name somebody. */
const omitted = '[...]'

/** Made from values that hold no name any more, so that no form of one can reach the text. */
function outlineOf<About extends Given>(code: string, row: ProblemEntry<About>, about: About): ProblemOutline {
  const { title, cause, remedy, nameless = [] } = row
  const told = Object.fromEntries(
    Object.entries(about).map(([name, value]) => [name, nameless.includes(name) ? value : withoutText(value)]),
  ) as About
  const words = shellWordsOf(told)
  const whole = (text: string) => (text.includes(omitted) ? null : text)
  const shown = typeof title === 'string' ? title : title(told)
  return {
    title: shown === omitted ? code : shown,
    cause: whole(typeof cause === 'string' ? cause : cause(told)),
    remedy: whole(typeof remedy === 'string' ? remedy : remedy(told, words)),
  }
}

function withoutText(value: Given[string]): Given[string] {
  if (typeof value === 'string') return omitted
  return Array.isArray(value) ? value.map(() => omitted) : value
}

const shellWordsOf = <About extends Given>(about: About): ShellWords<About> =>
  Object.fromEntries(
    Object.entries(about).map(([name, value]) => [name, shellArgument(String(value))]),
  ) as ShellWords<About>

function presentable(name: string, value: Given[string]): Given[string] {
  // A command that is cut would do something else; its words are quoted already.
  if (typeof value === 'string') return oneLine(value, name === 'command' ? longestCommand : longestValue)
  return Array.isArray(value) ? value.map((one: string) => oneLine(one, longestValue)) : value
}
