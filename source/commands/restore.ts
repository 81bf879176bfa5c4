import type { Command } from 'commander'
import { columns } from '../text/columns.ts'
import { sizeWords } from '../text/sizes.ts'
import {
  addAllowDeletionsOption,
  addYesOption,
  afterConfirmation,
  type ConfirmedOptions,
  expectConfirmation,
} from './cli/confirmation.ts'
import { addExamples } from './cli/examples.ts'
import { wrongUsage } from './cli/problems.ts'
import { runCommand } from './cli/run-command.ts'

/** Adds `rollcall restore`. */
export function addRestoreCommand(program: Command): void {
  const command = program
    .command('restore [revision]')
    .summary('put back all users of an earlier revision')
    .description(
      'Puts back all users of an earlier revision. Shows the changes first. Without a revision, lists those you can restore.',
    )
    .option('--json', 'print one JSON document')
    .action((revision: string | undefined, _options: object, self: Command) => restore(revision, self))
  addAllowDeletionsOption(addYesOption(command))
  addExamples(command, [
    { line: 'rollcall restore', does: 'list the revisions you can restore' },
    { line: 'rollcall restore 11', does: 'show the changes, then ask' },
  ])
}

async function restore(revision: string | undefined, command: Command): Promise<void> {
  const options = command.optsWithGlobals<ConfirmedOptions>()
  await runCommand(options, async (tools) => {
    const operations = await import('../operations/history/restore.ts')
    const { home } = await tools.context()
    if (revision === undefined) return listRevisions(await operations.listRevisions(home))
    if (!/^\d{1,15}$/.test(revision)) {
      throw wrongUsage(`'${revision}' is not a revision`, 'rollcall restore [options] [revision]')
    }
    await expectConfirmation(options, tools, command)
    const { plan, storeProblem } = await operations.previewRestore(home, Number(revision))
    if (storeProblem !== null) {
      const whatBecomesOfIt = storeProblem.code === 'storeMissing' ? 'the backup takes its place' : 'it is put aside'
      tools.note(`${storeProblem.title}: ${whatBecomesOfIt}.`)
    }
    const { changesSomething } = await import('../sync/apply/apply.ts')
    return afterConfirmation(command, tools, {
      question: `Put back revision ${revision}?`,
      preview: () => Promise.resolve({ plan, isSomething: changesSomething(plan) }),
      commit: () => {
        const { allowDeletions } = options
        return operations.restore(home, Number(revision), { seenRevision: plan.storeRevision, allowDeletions })
      },
    })
  })
}

function listRevisions(backups: readonly { revision: number; time: Date; bytes: number | null }[]) {
  const rows = backups.map(({ revision, time, bytes }) => [
    String(revision),
    time.toISOString().slice(0, 19).replace('T', ' '),
    bytes === null ? '' : sizeWords(bytes),
  ])
  return {
    text:
      backups.length === 0
        ? 'There are no backups yet: each commit keeps the store before it.'
        : columns([['Revision', 'Written (UTC)', 'Size'], ...rows]).join('\n'),
    json: { backups: backups.map(({ revision, time, bytes }) => ({ revision, time: time.toISOString(), bytes })) },
  }
}
