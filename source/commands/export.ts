import { type Command, Option } from 'commander'
import { type FileExportKind, printedKinds } from '../operations/exports/export-kinds.ts'
import { safeText } from '../text/safe-text.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { wrongUsage } from './cli/problems.ts'
import { runCommand } from './cli/run-command.ts'

type Format = 'csv' | 'json' | 'postfix' | 'dovecot'
type ExportOptions = GlobalOptions & { format: Format; map?: string }

/** Adds `rollcall export`. */
export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .summary('print the users for other programs')
    .description('Prints the users for spreadsheets, mail servers and scripts.')
    .addOption(
      new Option('--format <format>', 'the format')
        .choices(['csv', 'json', 'postfix', 'dovecot'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--map <map>', 'only one of the maps of Postfix, or who shares with whom for Dovecot').choices([
        'aliases',
        'mailboxes',
        'senders',
        'domains',
        'shared',
      ]),
    )
    .action((_options: ExportOptions, self: Command) => exportUsers(self.optsWithGlobals<ExportOptions>()))
  addExamples(command, [
    { line: 'rollcall export --format csv > users.csv', does: 'for a spreadsheet' },
    { line: 'rollcall export --format postfix --map mailboxes > /etc/postfix/vmailbox', does: 'virtual_mailbox_maps' },
    { line: 'rollcall export --format postfix --map aliases > /etc/postfix/virtual', does: 'virtual_alias_maps' },
    { line: 'rollcall export --format dovecot > /etc/dovecot/archive-users', does: 'a passwd-file' },
  ])
}

async function exportUsers(options: ExportOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { format, map } = options
    if (map !== undefined && !maps[format].includes(map)) {
      throw wrongUsage(`'--map ${map}' does not go with '--format ${format}'`, 'rollcall export [options]')
    }
    const { readForExport } = await import('../operations/exports/read-for-export.ts')
    const { makeExport } = await import('../operations/exports/make-export.ts')
    const exported = await readForExport((await tools.context()).home)
    const leftOut = new Set<string>()
    const make = (kind: Parameters<typeof makeExport>[0]): Iterable<string> => {
      const made = makeExport(kind, exported)
      for (const name of made.leftOut) leftOut.add(name)
      return made.pieces
    }
    const text =
      format === 'postfix' && map === undefined
        ? withoutLastBreak([
            '# virtual_alias_maps\n',
            ...make('postfix:aliases'),
            `# virtual_mailbox_maps, below virtual_mailbox_base = ${exported.archives}\n`,
            ...make('postfix:mailboxes'),
          ])
        : withoutLastBreak(make(kindOf(format, map)))
    for (const name of leftOut) tools.note(`Left out, because the format cannot hold it: ${safeText(name)}`)
    return { text, json: null }
  })
}

/** The maps of each format. */
const maps: Readonly<Record<Format, readonly string[]>> = {
  csv: [],
  json: [],
  postfix: ['mailboxes', 'aliases', 'senders', 'domains'],
  dovecot: ['shared'],
}

function kindOf(format: Format, map: string | undefined): FileExportKind {
  const name = map === undefined ? format : `${format}:${map}`
  return printedKinds.find((kind) => kind === name) ?? 'csv'
}

/** Whoever prints adds a line break. */
function* withoutLastBreak(pieces: Iterable<string>): Generator<string> {
  let held = ''
  for (const piece of pieces) {
    if (piece === '') continue
    yield held
    held = piece
  }
  yield held.replace(/\r?\n$/, '')
}
