import { fstatSync } from 'node:fs'
import { isDumbTerminal } from '../../environment/terminal.ts'
import type { OperationContext, Progress } from '../../operations/context.ts'
import { interrupted } from '../../sync/problems.ts'
import { noPaint, type Paint, paintWith } from '../../text/colours.ts'
import { printedJson } from '../../text/json/printed-json.ts'
import { Problem } from '../../text/problem.ts'
import { safeText } from '../../text/safe-text.ts'
import { themeFor } from '../../text/theme.ts'
import { wrapOutput } from '../../text/width/wrap.ts'
import { asProblem } from '../../views/bug-problem.ts'
import { problemJson, problemText } from '../../views/problem-view.ts'
import { endingSignals, listenForEndingSignals } from './ending-signals.ts'
import { exitCodes } from './exit-code.ts'
import type { GlobalOptions } from './global-options.ts'
import { createProgressReporter } from './input-output/progress-reporter.ts'
import { writeOutput } from './input-output/write-output.ts'
import { openContext } from './open-context.ts'
import { outputFailed, withHome } from './problems.ts'

/** What a command has to say when it succeeded. */
export type Answer = {
  /** For standard output, without the last line break; empty for nothing. In pieces where it may be very long. */
  text: string | Iterable<string>
  /** The document for `--json`. */
  json: unknown
  /** True when nothing changed: then `--quiet` prints nothing. */
  uneventful?: boolean
  /** 0 unless given. */
  exitCode?: number
}

/** What a command works with. */
export type CommandTools = {
  /** Opens the home and what operations need. A home that is missing is a problem, unless the command makes it. */
  context(options?: { makesHome: boolean }): Promise<OperationContext>
  paint: Paint
  /** The home that a flag named, for commands that are printed. */
  home: string | undefined
  signal: AbortSignal
  /** A line on standard error, not under --quiet. */
  note(line: string): void
}

/**
 * The one place that runs a command: signals, progress, the result on standard output, failures, and the exit code, which
 * it sets. Prints exactly one JSON document with `--json`, whatever happens.
 */
export async function runCommand(
  options: GlobalOptions & { json?: boolean },
  work: (tools: CommandTools) => Promise<Answer>,
  watchedSignals: readonly NodeJS.Signals[] = endingSignals,
): Promise<void> {
  const reporter = createProgressReporter(progressMode(options), process.stderr)
  let committing = false
  const signals = listenForEndingSignals(() => committing, watchedSignals)
  const onProgress = (progress: Progress) => {
    committing = progress.stage === 'committing' || progress.stage === 'archives'
    reporter.report(progress)
  }
  const reporting = {
    signal: signals.signal,
    onProgress,
    onDetail: (line: string) => {
      if (options.verbose) reporter.line(safeText(line))
    },
  }
  const tools: CommandTools = {
    context: ({ makesHome } = { makesHome: false }) => openContext(options, reporting, makesHome),
    paint: usesColour(options) ? paintWith(themeFor(true, process.env)) : noPaint,
    home: options.home,
    signal: signals.signal,
    note: (line) => {
      if (!options.quiet) reporter.line(line)
    },
  }
  try {
    const answer = await work(tools)
    reporter.end()
    const silent = options.quiet && answer.uneventful && !options.json
    if (!silent) await print(options.json ? printedJson(answer.json) : answer.text)
    process.exitCode = signals.received() === 'SIGINT' ? exitCodes.interrupted : (answer.exitCode ?? 0)
  } catch (error) {
    reporter.end()
    const problem =
      signals.signal.aborted && !(error instanceof Problem) ? interrupted() : withHome(error, options.home)
    await fail(problem, options.json === true)
  } finally {
    signals.release()
  }
}

/** Prints a failure where it belongs and sets its exit code. */
export async function fail(error: unknown, json: boolean): Promise<void> {
  const problem = asProblem(error)
  const asText = () => process.stderr.write(`${journalled(wrapOutput(problemText(problem), process.stderr.columns))}\n`)
  if (!json || problem.code === 'outputFailed') asText()
  else await print(printedJson(problemJson(problem))).catch(asText)
  process.exitCode = exitCodes[problem.kind]
}

/** In the journal each line has the priority "error" (sd-daemon(3)); systemd says where standard error leads. */
function journalled(text: string): string {
  if (!isJournal(process.env.JOURNAL_STREAM)) return text
  return text.replaceAll(/^/gm, '<3>')
}

function isJournal(stream: string | undefined): boolean {
  if (stream === undefined) return false
  try {
    const { dev, ino } = fstatSync(process.stderr.fd)
    return stream === `${dev}:${ino}`
  } catch {
    return false
  }
}

/**
 * Prints a result on standard output, with a line break behind it.
 *
 * @throws Problem `outputFailed`
 */
export async function print(text: string | Iterable<string>): Promise<void> {
  try {
    if (text === '') return
    await writeOutput(text)
    await writeOutput('\n')
  } catch (error) {
    throw outputFailed(error as NodeJS.ErrnoException)
  }
}

function progressMode(options: GlobalOptions): 'live' | 'stages' | 'silent' {
  if (options.quiet) return 'silent'
  return process.stderr.isTTY && !options.plain && !isDumbTerminal(process.env) ? 'live' : 'stages'
}

function usesColour(options: GlobalOptions): boolean {
  if (!process.stdout.isTTY || options.plain || !options.color) return false
  return !process.env.NO_COLOR && !isDumbTerminal(process.env)
}
