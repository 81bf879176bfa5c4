import type { Command } from 'commander'
import { columns } from '../../text/columns.ts'
import { nearest } from '../../text/nearest.ts'
import type { Problem } from '../../text/problem.ts'
import { problemJson, problemLines } from '../../views/problem-view.ts'
import { addExamples } from '../cli/examples.ts'
import { exitCodeMeanings, exitCodes } from '../cli/exit-code.ts'
import type { GlobalOptions } from '../cli/global-options.ts'
import { commandProblem } from '../cli/problems.ts'
import { type Answer, runCommand } from '../cli/run-command.ts'
import type { ProblemChapter } from './all-problems.ts'

type ExplainOptions = GlobalOptions & { json?: boolean }

/** Adds `rollcall explain`. */
export function addExplainCommand(program: Command): void {
  const command = program
    .command('explain')
    .argument('[code]', 'the code at the end of a message; without it, lists all codes')
    .summary('explain an error code and how to fix it')
    .description('Explains a problem: what it means, why it happens, and how to fix it.')
    .option('--json', 'print one JSON document')
    .action((code: string | undefined, _options: ExplainOptions, self: Command) =>
      explain(code, self.optsWithGlobals<ExplainOptions>()),
    )
  addExamples(command, [
    { line: 'rollcall explain', does: 'every code with its title' },
    { line: 'rollcall explain delegationMissing', does: 'what it means and what to do' },
  ])
}

async function explain(code: string | undefined, options: ExplainOptions): Promise<void> {
  await runCommand(options, async () => {
    const { allProblems } = await import('./all-problems.ts')
    const chapters = allProblems()
    if (code === undefined) return listOf(chapters)
    const problems = chapters.flatMap((chapter) => chapter.problems)
    const found = problems.find((problem) => problem.code.toLowerCase() === code.toLowerCase())
    if (found !== undefined) return pageOf(found)
    const codes = problems.map((problem) => problem.code)
    throw commandProblem('codeUnknown', { problemCode: code, near: nearest(code, codes) })
  })
}

function listOf(chapters: readonly ProblemChapter[]): Answer {
  const text = chapters.map(({ heading, problems }) =>
    [heading, ...columns(problems.map(({ code, title }) => [`  ${code}`, title]))].join('\n'),
  )
  const json = chapters.flatMap(({ problems }) =>
    problems.map(({ code, kind, title }) => ({ code, exitCode: exitCodes[kind], title })),
  )
  return { text: text.join('\n\n'), json: { problems: json } }
}

/** The message as it would be shown, with example values. */
function pageOf(problem: Problem): Answer {
  const exitCode = exitCodes[problem.kind]
  const meaning = exitCodeMeanings.find(([code]) => code === exitCode)?.[1] ?? ''
  const [title = '', ...rest] = problemLines(problem)
  const { code, ...told } = problemJson(problem).problem
  const text = [`${code}: exit code ${exitCode}, ${meaning}. With example values:`, '', title, ...rest.slice(0, -1)]
  return { text: text.join('\n'), json: { code, exitCode, ...told } }
}
