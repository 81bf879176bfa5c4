import type { Command } from 'commander'
import { archiveReports } from '../store/archives/archive-report.ts'
import type { ArchiveOutcome } from '../store/archives/archive-work.ts'
import { counted } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'
import { archiveReportText } from '../views/archive-reports.ts'
import { archivesText } from '../views/archives.ts'
import { addYesOption, type ConfirmedOptions, expectConfirmation, isConfirmed } from './cli/confirmation.ts'
import { addExamples } from './cli/examples.ts'
import { exitCodes } from './cli/exit-code.ts'
import { type Answer, runCommand } from './cli/run-command.ts'

type ArchivesOptions = ConfirmedOptions & { all?: boolean }

/** Adds `rollcall archives` with its subcommands; alone it lists. */
export function addArchivesCommand(program: Command): void {
  const archives = program
    .command('archives')
    .summary('find and assign archives without a user')
    .description('Lists archives, and gives or frees those without a user. Each archive is a Maildir.')
  const list = archives
    .command('list', { isDefault: true })
    .summary('list archives without a user')
    .description('Lists the archives without a user, with their messages and size.')
    .option('--all', 'list all archives')
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => listArchives(self.optsWithGlobals<ArchivesOptions>()))
  const assign = archives
    .command('assign <archive> <user>')
    .summary('give an archive to a user')
    .description(
      'Gives an archive without a user to a user whose own archive is missing or empty. Mail of two people never mixes.',
    )
    .option('--json', 'print one JSON document')
    .action((archive: string, user: string, _options: object, self: Command) => assignArchive(archive, user, self))
  addYesOption(assign)
  const setAside = archives
    .command('set-aside <archive>')
    .summary('free the name of an archive')
    .description(
      'Renames an archive without a user, so that the next user of that name gets a new one. The mail stays with its owner.',
    )
    .option('--json', 'print one JSON document')
    .action((archive: string, _options: object, self: Command) =>
      setArchiveAside(archive, self.optsWithGlobals<ArchivesOptions>()),
    )
  const adopt = archives
    .command('adopt [archives...]')
    .summary('let the next user of a name have its archive')
    .description(
      'Lets the next user of a name have the archive that is there already. Without names, takes all archives whose owner nobody knows, such as those from before Rollcall.',
    )
    .option('--json', 'print one JSON document')
    .action((names: string[], _options: object, self: Command) => adoptArchives(names, self))
  addYesOption(adopt)
  const create = archives
    .command('create')
    .summary('create missing archives')
    .description('Creates an empty archive for every user who has none. Mount the volume with the archives first.')
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => createArchives(self))
  addYesOption(create)
  const examples = [
    { line: 'rollcall archives', does: 'archives without a user' },
    { line: 'rollcall archives list --all', does: 'every archive with its size' },
    { line: 'rollcall archives assign dan@example.com boss@example.com', does: "give Dan's archive to the boss" },
    { line: 'rollcall archives set-aside ada@example.com', does: 'keep this mail apart from the next Ada' },
    { line: 'rollcall archives adopt', does: 'let users have the mail from before Rollcall' },
  ]
  for (const command of [archives, list, assign, setAside, adopt, create]) addExamples(command, examples)
}

async function listArchives(options: ArchivesOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { listOwnedArchives } = await import('../operations/archives/list-archives.ts')
    const found = await listOwnedArchives((await tools.context()).home)
    const shown = options.all ? found : found.filter(({ owner }) => owner === null)
    return {
      text: archivesText(shown, options.all === true || found.length === 0),
      json: { archives: shown },
      uneventful: shown.length === 0,
    }
  })
}

async function assignArchive(archive: string, user: string, command: Command): Promise<void> {
  const options = command.optsWithGlobals<ArchivesOptions>()
  await runCommand(options, async (tools) => {
    await expectConfirmation(options, tools, command)
    const question = `Let ${safeText(user)} read all mail in the archive ${safeText(archive)}?`
    if (!(await isConfirmed(options, tools, question))) return nothingChanged
    const operations = await import('../operations/archives/assign-archive.ts')
    const done = await operations.assignArchive((await tools.context()).home, archive, user)
    return archiveAnswer(`The archive ${safeText(archive)} now belongs to ${safeText(user)}.`, done, {
      archive,
      userName: user,
    })
  })
}

async function setArchiveAside(archive: string, options: ArchivesOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const operations = await import('../operations/archives/set-archive-aside.ts')
    const done = await operations.setArchiveAside((await tools.context()).home, archive)
    const { movedAside } = done
    const text =
      movedAside === null
        ? done.committed
          ? `The archive ${safeText(archive)} held nothing and was removed.`
          : `There is no archive ${safeText(archive)}: the name is free.`
        : `The archive ${safeText(archive)} is now called ${safeText(movedAside)}.`
    return archiveAnswer(text, done, { archive, movedAside })
  })
}

async function adoptArchives(names: readonly string[], command: Command): Promise<void> {
  const options = command.optsWithGlobals<ArchivesOptions>()
  await runCommand(options, async (tools) => {
    await expectConfirmation(options, tools, command)
    const operations = await import('../operations/archives/adopt-archives.ts')
    const { home } = await tools.context()
    const archives = names.length === 0 ? await operations.listAdoptable(home) : names
    if (archives.length === 0) {
      return { text: 'There is no archive whose owner nobody knows.', json: { archives: [] }, uneventful: true }
    }
    if (!options.yes) tools.tell(archives.map(safeText).join('\n'))
    const count = archives.length === 1 ? 'this archive' : `these ${archives.length} archives`
    const question = `Let whoever gets the name next read all mail in ${count}?`
    if (!(await isConfirmed(options, tools, question))) return nothingChanged
    const done = await operations.adoptArchives(home, archives)
    const text = `${counted(archives.length, 'archive goes', 'archives go')} to the next users of their names.`
    return archiveAnswer(text, done, { adopted: archives })
  })
}

async function createArchives(command: Command): Promise<void> {
  const options = command.optsWithGlobals<ArchivesOptions>()
  await runCommand(options, async (tools) => {
    await expectConfirmation(options, tools, command)
    if (!(await isConfirmed(options, tools, 'Make an empty archive for every user who has none?')))
      return nothingChanged
    const { createMissingArchives } = await import('../operations/archives/create-archives.ts')
    const done = await createMissingArchives((await tools.context()).home)
    const count = done.archives.filter(({ outcome }) => outcome === 'created').length
    const text = count === 1 ? 'Made 1 archive.' : `Made ${count} archives.`
    return archiveAnswer(done.committed ? text : 'Every user has an archive.', done, { created: count })
  })
}

const nothingChanged: Answer = { text: 'Nothing was changed.', json: null, uneventful: true }

/** Says what was done, or what became of the folder where that failed. */
function archiveAnswer(
  text: string,
  { archives, storeRevision, committed }: { archives: ArchiveOutcome[]; storeRevision: number; committed: boolean },
  about: object,
): Answer {
  const reports = archiveReports(archives)
  const isDone = reports.length === 0
  const head = isDone ? [text] : ['The change is committed, but not every archive folder is as it should be.']
  return {
    text: [...head, ...archiveReportText(archives)].join('\n'),
    json: { ...about, storeRevision, committed, archives: reports },
    exitCode: isDone ? 0 : exitCodes.failed,
  }
}
