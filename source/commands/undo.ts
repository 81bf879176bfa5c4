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
    .summary('undo the last commit')
    .description(
      'Puts users and archives back to how they were before the last commit. Shows the changes first. Each undo goes one commit further back; with a revision, it undoes that one. Later changes stay.',
    )
    .option('--json', 'print one JSON document')
    .action((revision: string | undefined, _options: object, self: Command) => takeBack('undo', self, revision))
  const redo = program
    .command('redo')
    .summary('redo what the last undo took back')
    .description('Takes back the last undo, if nothing was committed after it. Shows the changes first.')
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => takeBack('redo', self))
  for (const command of [undo, redo]) addAllowDeletionsOption(addYesOption(command))
  addExamples(undo, [
    { line: 'rollcall undo', does: 'show the changes, then ask' },
    { line: 'rollcall undo --yes', does: "don't ask (for scripts)" },
    { line: 'rollcall undo 12', does: 'undo revision 12 only' },
  ])
  addExamples(redo, [{ line: 'rollcall redo', does: 'show the changes, then ask' }])
}

async function takeBack(way: 'undo' | 'redo', command: Command, text?: string): Promise<void> {
  const options = command.optsWithGlobals<ConfirmedOptions>()
  await runCommand(options, async (tools) => {
    if (text !== undefined && !/^\d{1,15}$/.test(text)) throw wrongUsage(`'${text}' is no revision`, usage(command))
    const revision = text === undefined ? undefined : Number(text)
    const operations = await import('../operations/history/undo.ts')
    const { doesSomething } = await import('../operations/users/commit-by-hand.ts')
    const { takenBackLines } = await import('../views/taken-back.ts')
    return afterConfirmation(command, tools, {
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
