import type { Command } from 'commander'
import { safeText } from '../text/safe-text.ts'
import { archivesText } from '../views/archives.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { runCommand } from './cli/run-command.ts'

type ArchivesOptions = GlobalOptions & { json?: boolean; all?: boolean }

/** Adds `rollcall archives` with its subcommands; alone it lists. */
export function addArchivesCommand(program: Command): void {
  const archives = program
    .command('archives')
    .summary('archive folders without a user')
    .description('The archive folders, each a Maildir.')
  const list = archives
    .command('list', { isDefault: true })
    .summary('list archive folders without a user')
    .description('Lists the archive folders that belong to no user, with their number of messages and size.')
    .option('--all', 'list those of users, too')
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => listArchives(self.optsWithGlobals<ArchivesOptions>()))
  const assign = archives
    .command('assign <archive> <user>')
    .summary('give an archive to a user')
    .description('Gives an archive without a user to one whose own archive is missing or empty. Mail is never mixed.')
    .option('--json', 'print one JSON document')
    .action((archive: string, user: string, _options: object, self: Command) =>
      assignArchive(archive, user, self.optsWithGlobals<ArchivesOptions>()),
    )
  const examples = [
    { line: 'rollcall archives', does: "whose mail is nobody's" },
    { line: 'rollcall archives list --all', does: 'every folder with its size' },
    { line: 'rollcall archives assign dan@example.com boss@example.com', does: 'the boss gets the archive of dan' },
  ]
  for (const command of [archives, list, assign]) addExamples(command, examples)
}

async function listArchives(options: ArchivesOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { listOwnedArchives } = await import('../operations/archives.ts')
    const found = await listOwnedArchives((await tools.context()).home)
    const shown = options.all ? found : found.filter(({ owner }) => owner === null)
    return {
      text: archivesText(shown, options.all === true || found.length === 0),
      json: { archives: shown },
      uneventful: shown.length === 0,
    }
  })
}

async function assignArchive(archive: string, user: string, options: ArchivesOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const operations = await import('../operations/archives.ts')
    const { storeRevision } = await operations.assignArchive((await tools.context()).home, archive, user)
    return {
      text: `The archive ${safeText(archive)} now belongs to ${safeText(user)}.`,
      json: { archive, userName: user, storeRevision, committed: true },
    }
  })
}
