import { fstatSync } from 'node:fs'
import { isDumbTerminal } from '../../environment/terminal.ts'
import type { OperationContext, Progress } from '../../operations/context.ts'
import type { Warning } from '../../sync/plan.ts'
import { interrupted } from '../../sync/problems.ts'
import { noPaint, paintWith } from '../../text/colours.ts'
import { printedJson } from '../../text/json/printed-json.ts'
import { Problem } from '../../text/problem.ts'
import { safeText } from '../../text/safe-text.ts'
import { themeFor } from '../../text/theme.ts'
import { wrapOutput } from '../../text/width/wrap.ts'
import { asProblem } from '../../views/bug-problem.ts'
import type { Print } from '../../views/print.ts'
import { problemJson, problemText } from '../../views/problem-view.ts'
import { endingSignals, listenForEndingSignals } from './ending-signals.ts'
import { exitCodes } from './exit-code.ts'
import type { GlobalOptions } from './global-options.ts'
import { createProgressReporter } from './input-output/progress-reporter.ts'
import { processStreams, type Streams } from './input-output/streams.ts'
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
  print: Print
  /** The home that a flag named, for commands that are printed. */
  home: string | undefined
  signal: AbortSignal
  streams: Streams
  /** Lines on standard error that were asked for: also under --quiet. */
  tell(text: string): void
  /** A line on standard error, not under --quiet. */
  note(line: string): void
  /** Something that went wrong and does not fail the command: a line on standard error, always, and in the document. */
  warn(problem: Problem): void
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
  const reporter = createProgressReporter(progressMode(options), processStreams.errors)
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
  const warnings: Warning[] = []
  const tools: CommandTools = {
    context: ({ makesHome } = { makesHome: false }) => openContext(options, reporting, makesHome),
    print: {
      paint: usesColour(options) ? paintWith(themeFor(true, process.env)) : noPaint,
      columns: process.stdout.isTTY && !options.plain ? process.stdout.columns : undefined,
      sentences: options.plain === true,
    },
    home: options.home,
    signal: signals.signal,
    streams: processStreams,
    tell: reporter.line,
    note: (line) => {
      if (!options.quiet) reporter.line(line)
    },
    warn: (problem) => {
      const { code, message } = asWarning(problem)
      warnings.push({ code, message })
      reporter.line(journalled(safeText(`Warning: ${message} To fix it: rollcall explain ${code}`), priorities.warning))
    },
  }
  try {
    const answer = await work(tools)
    reporter.end()
    const silent = options.quiet && answer.uneventful && !options.json
    if (!silent) await print(options.json ? printedJson(withWarnings(answer.json, warnings)) : answer.text)
    process.exitCode = signals.received() === 'SIGINT' ? exitCodes.interrupted : (answer.exitCode ?? 0)
  } catch (error) {
    reporter.end()
    const problem =
      signals.signal.aborted && !(error instanceof Problem) ? interrupted() : withHome(error, options.home)
    await fail(problem, options.json === true, warnings)
  } finally {
    signals.release()
  }
}

/** A problem that fails nothing, as a document lists it. */
export const asWarning = ({ code, title, why }: Problem): Warning => ({ code, message: `${title}. ${why}` })

/** Adds warnings to those that a document has already. */
function withWarnings(document: unknown, warnings: readonly Warning[]): unknown {
  if (warnings.length === 0 || typeof document !== 'object' || document === null || Array.isArray(document))
    return document
  const earlier = 'warnings' in document && Array.isArray(document.warnings) ? document.warnings : []
  return { ...document, warnings: [...earlier, ...warnings] }
}

/** Prints a failure where it belongs, with what else went wrong, and sets its exit code. */
export async function fail(error: unknown, json: boolean, warnings: readonly Warning[] = []): Promise<void> {
  const problem = asProblem(error)
  const { errors } = processStreams
  const asText = () =>
    errors.write(`${journalled(wrapOutput(problemText(problem), errors.columns), priorities.error)}\n`)
  if (!json || problem.code === 'outputFailed') asText()
  else await print(printedJson(withWarnings(problemJson(problem), warnings))).catch(asText)
  process.exitCode = exitCodes[problem.kind]
}

/** How the journal marks a line (sd-daemon(3)). */
const priorities = { error: '<3>', warning: '<4>' } as const

/** In the journal each line has its priority; systemd says where standard error leads. */
function journalled(text: string, priority: (typeof priorities)[keyof typeof priorities]): string {
  return isJournal(process.env.JOURNAL_STREAM) ? text.replaceAll(/^/gm, priority) : text
}

function isJournal(stream: string | undefined): boolean {
  if (stream === undefined) return false
  try {
    const { dev, ino } = fstatSync(processStreams.errors.fd)
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
    await writeOutput(text, processStreams.output)
    await writeOutput('\n', processStreams.output)
  } catch (error) {
    throw outputFailed(error as NodeJS.ErrnoException)
  }
}

function progressMode(options: GlobalOptions): 'live' | 'stages' | 'silent' {
  if (options.quiet) return 'silent'
  return processStreams.errors.isTTY && !options.plain && !isDumbTerminal(process.env) ? 'live' : 'stages'
}

function usesColour(options: GlobalOptions): boolean {
  if (!processStreams.output.isTTY || options.plain || !options.color) return false
  return !process.env.NO_COLOR && !isDumbTerminal(process.env)
}
