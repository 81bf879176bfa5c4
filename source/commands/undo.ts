import type { Command } from 'commander'
import { addAllowDeletionsOption, addYesOption, afterConfirmation, type ConfirmedOptions } from './cli/confirmation.ts'
import { addExamples } from './cli/examples.ts'
import { wrongUsage } from './cli/problems.ts'
import { runCommand } from './cli/run-command.ts'
import { usage } from './cli/usage.ts'

/** Adds `rollcall undo` and `rollcall redo`. */
export function addUndoCommand(program: Command): void {
  const undo = program
    .command('undo [revision]')
    .summary('take back the last commit')
    .description(
      'Gives the users and archives of a commit back the state they had before it, and shows that first. Each undo goes one commit further back; with a revision it takes back that one. What has changed since stays.',
    )
    .option('--json', 'print one JSON document')
    .action((revision: string | undefined, _options: object, self: Command) => takeBack('undo', self, revision))
  const redo = program
    .command('redo')
    .summary('take back the last undo')
    .description('Takes back the last undo, as long as nothing else was committed after it, and shows that first.')
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => takeBack('redo', self))
  for (const command of [undo, redo]) addAllowDeletionsOption(addYesOption(command))
  addExamples(undo, [
    { line: 'rollcall undo', does: 'shows what it would do, and asks' },
    { line: 'rollcall undo --yes', does: 'for scripts: does not ask' },
    { line: 'rollcall undo 12', does: 'takes back revision 12 only' },
  ])
  addExamples(redo, [{ line: 'rollcall redo', does: 'shows what it would do, and asks' }])
}

async function takeBack(way: 'undo' | 'redo', command: Command, text?: string): Promise<void> {
  const options = command.optsWithGlobals<ConfirmedOptions>()
  await runCommand(options, async (tools) => {
    if (text !== undefined && !/^\d{1,15}$/.test(text)) throw wrongUsage(`'${text}' is no revision`, usage(command))
    const revision = text === undefined ? undefined : Number(text)
    const operations = await import('../operations/history/undo.ts')
    const { doesSomething } = await import('../operations/users/commit-by-hand.ts')
    const { takenBackLines } = await import('../views/taken-back.ts')
    return afterConfirmation(options, tools, {
      question: way === 'undo' ? 'Take it back?' : 'Do it again?',
      preview: async () => {
        const preview = await operations.previewUndo((await tools.context()).home, { way, revision })
        return { plan: preview.plan, isSomething: doesSomething(preview), about: takenBackLines(preview) }
      },
      commit: async (seenRevision) => {
        const { allowDeletions } = options
        return operations.undo((await tools.context()).home, { way, revision, seenRevision, allowDeletions })
      },
    })
  })
}
