import { type Command, Option } from 'commander'
import type { SetupChange } from '../../operations/configure/configure.ts'
import type { Home } from '../../store/home.ts'
import { safeText } from '../../text/safe-text.ts'
import { shellPath } from '../../text/shell-word.ts'
import { readFileOrInput } from '../cli/input-output/read-standard-input.ts'
import { commandProblem } from '../cli/problems.ts'
import type { CommandTools } from '../cli/run-command.ts'
import type { MailFlags } from './setup-mail.ts'

/** The flags of settings that come from another machine. */
export type FromFlags = {
  from?: string
  yes?: boolean
}

/** What a document of settings says. */
type DocumentSettings = SetupChange['settings']

/** Adds the flags to `rollcall setup`. */
export function addFromFlags(command: Command): Command {
  return command
    .option('--from <file>', 'load settings that rollcall settings show --json printed; - reads standard input')
    .addOption(new Option('--yes', 'run the command that the loaded settings hold after each commit, without asking'))
}

/**
 * Reads what another machine's settings say; nothing where none are given. Which files to keep and which command to run
 * were decided for that machine: the places of files are checked here, and a command that this machine did not run before
 * needs the admin's word.
 *
 * @param flags what they name goes before what the document says
 * @returns null when the admin does not want the command to run
 * @throws Problem `commandNotConfirmed` where nobody can be asked, and what is wrong with the document or with an export's place
 */
export async function documentSettings(
  home: Home,
  flags: FromFlags & MailFlags & { json?: boolean },
  tools: CommandTools,
): Promise<DocumentSettings | null> {
  const { from } = flags
  if (from === undefined) return {}
  const { maximumDocumentBytes: maximumBytes, parseSettingsDocument } = await import(
    '../../settings/settings-document.ts'
  )
  const example = 'rollcall setup --from - < settings.json'
  const text = await readFileOrInput(from, { what: 'settings', maximumBytes, example }, tools)
  const document = parseSettingsDocument(text, from === '-' ? 'standard input' : from)
  if (flags.export === undefined && document.exports !== undefined) {
    const { checkExports } = await import('../../operations/configure/check-exports.ts')
    await checkExports(document.exports)
  }
  return (await mayRun(home, document, from, flags, tools)) ? document : null
}

async function mayRun(
  home: Home,
  { after = null }: DocumentSettings,
  from: string,
  flags: FromFlags & MailFlags & { json?: boolean },
  tools: CommandTools,
): Promise<boolean> {
  if (after === null || flags.after !== undefined || flags.yes) return true
  const { readSettings } = await import('../../settings/settings.ts')
  if ((await readSettings(home)).after === after) return true
  const { canAsk, confirm } = await import('../cli/input-output/ask.ts')
  const source = from === '-' ? '- < settings.json' : shellPath(from)
  if (flags.json || from === '-' || !canAsk(tools.streams))
    throw commandProblem('commandNotConfirmed', { after, from: source })
  return confirm(`These settings run this after each commit:\n${safeText(after)}\nRun it on this machine, too?`, tools)
}
