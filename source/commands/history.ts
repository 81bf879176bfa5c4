import type { Command } from 'commander'
import type { HistoryRecord } from '../store/history/history-record.ts'
import { commitText, historyText } from '../views/history.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { wrongUsage } from './cli/problems.ts'
import { runCommand } from './cli/run-command.ts'
import { wholeNumber } from './cli/whole-number.ts'

type HistoryOptions = GlobalOptions & { json?: boolean; limit?: number }

const usualLimit = 20

/** Adds `rollcall history`. */
export function addHistoryCommand(program: Command): void {
  const command = program
    .command('history [revision]')
    .summary('show what changed, when and by whom')
    .description('Lists the commits, newest first. With a revision, shows each of its changes.')
    .option('--limit <number>', 'how many commits to show (20)', wholeNumber(1))
    .option('--json', 'print one JSON document')
    .action((revision: string | undefined, _options: object, self: Command) =>
      history(revision, self.optsWithGlobals<HistoryOptions>()),
    )
  addExamples(command, [
    { line: 'rollcall history', does: 'the last 20 commits' },
    { line: 'rollcall history 12', does: 'each change of revision 12' },
  ])
}

async function history(revision: string | undefined, options: HistoryOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    if (revision !== undefined && !/^\d{1,15}$/.test(revision)) {
      throw wrongUsage(`'${revision}' is not a revision`, 'rollcall history [options] [revision]')
    }
    if (revision !== undefined && options.limit !== undefined) {
      throw wrongUsage(
        "a revision cannot be used with option '--limit <number>'",
        'rollcall history [options] [revision]',
      )
    }
    const { openStore } = await import('../store/open-store.ts')
    const { home } = await tools.context()
    const kept = await openStore(home)
    const { readFollowUps } = await import('../operations/follow-up/follow-up-state.ts')
    const followUps = new Map((readFollowUps(home)?.reports ?? []).map((report) => [report.revision, report]))
    const withFollowUp = (record: HistoryRecord) => {
      const followUp = followUps.get(record.revision)
      return followUp === undefined ? record : { ...record, followUp }
    }
    if (revision === undefined) {
      const limit = options.limit ?? usualLimit
      if (options.json) return { text: '', json: { history: (await kept.history.records(limit)).map(withFollowUp) } }
      return { text: historyText(await kept.history.heads(limit), followUps, tools.print), json: null }
    }
    const found = await kept.history.ofRevision(Number(revision))
    if (found.length === 0) {
      const { historyProblem } = await import('../operations/history/history-problems.ts')
      throw historyProblem('revisionUnknown', { revision: Number(revision) })
    }
    return {
      // Only the one that is asked for is made: a commit may have half a million changes.
      get text() {
        return found.map((record) => commitText(record, followUps.get(record.revision), tools.print)).join('\n\n')
      },
      json: { history: found.map(withFollowUp) },
    }
  })
}
