import { type Command, Option } from 'commander'
import type { ExportedUsers } from '../operations/users/export-users.ts'
import { withoutPassword } from '../sync/user.ts'
import { safeText } from '../text/safe-text.ts'
import { printedJson } from '../views/printed-json.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { wrongUsage } from './cli/problems.ts'
import { type Answer, runCommand } from './cli/run-command.ts'

type Format = 'csv' | 'json' | 'postfix' | 'dovecot'
type ExportOptions = GlobalOptions & { format: Format; map?: 'aliases' | 'mailboxes' }

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
    .addOption(new Option('--map <map>', 'only one of the two Postfix maps').choices(['aliases', 'mailboxes']))
    .action((_options: ExportOptions, self: Command) => exportUsers(self.optsWithGlobals<ExportOptions>()))
  addExamples(command, [
    { line: 'rollcall export --format csv > users.csv', does: 'for a spreadsheet' },
    { line: 'rollcall export --format postfix --map mailboxes > /etc/postfix/vmailbox', does: 'virtual_mailbox_maps' },
    { line: 'rollcall export --format postfix --map aliases > /etc/postfix/virtual', does: 'virtual_alias_maps' },
    { line: 'rollcall export --format dovecot > /etc/dovecot/archive-users', does: 'a passwd-file for userdb' },
  ])
}

async function exportUsers(options: ExportOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    if (options.map !== undefined && options.format !== 'postfix') {
      throw wrongUsage("'--map' goes with '--format postfix' only", 'rollcall export [options]')
    }
    const { readForExport } = await import('../operations/users/export-users.ts')
    const exported = await readForExport((await tools.context()).home)
    const { text, leftOut } = await format(options, exported)
    for (const name of leftOut) tools.note(`Left out, because the format cannot hold it: ${safeText(name)}`)
    return { text: typeof text === 'string' ? text.replace(/\r?\n$/, '') : text, json: null }
  })
}

type Formatted = { text: Answer['text']; leftOut: string[] }

async function format(options: ExportOptions, exported: ExportedUsers): Promise<Formatted> {
  const { users, storeRevision } = exported
  switch (options.format) {
    case 'csv': {
      const { usersCsv } = await import('../views/exports/users-csv.ts')
      return { text: usersCsv(users), leftOut: [] }
    }
    case 'json':
      return { text: printedJson({ storeRevision, users: users.map(withoutPassword) }), leftOut: [] }
    case 'postfix': {
      const { postfixMaps } = await import('../views/exports/postfix.ts')
      const { aliases, mailboxes, leftOut } = postfixMaps(users, exported.folderOf)
      const both = `# virtual_alias_maps\n${aliases}# virtual_mailbox_maps, below virtual_mailbox_base = ${exported.archives}\n${mailboxes}`
      return { text: options.map === undefined ? both : options.map === 'aliases' ? aliases : mailboxes, leftOut }
    }
    case 'dovecot': {
      const { dovecotPasswdFile } = await import('../views/exports/dovecot.ts')
      return dovecotPasswdFile(users, exported.pathOf)
    }
  }
}
