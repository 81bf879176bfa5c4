import type { Command } from 'commander'
import type { OperationContext } from '../operations/context.ts'
import { settingsText } from '../views/settings.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { runCommand } from './cli/run-command.ts'

type SettingsOptions = GlobalOptions & { json?: boolean }

/** Adds `rollcall settings show`. */
export function addSettingsCommand(program: Command): void {
  const settings = program
    .command('settings')
    .summary('show the settings')
    .description('Shows the settings. To change them: rollcall setup')
  const show = settings
    .command('show', { isDefault: true })
    .summary('show the settings')
    .description('Shows the settings, without secrets.')
    .option('--json', 'print one JSON document, for rollcall setup --from')
    .action((_options: SettingsOptions, self: Command) => {
      const options = self.optsWithGlobals<SettingsOptions>()
      return runCommand(options, async (tools) => showSettings(await tools.context()))
    })
  const examples = [
    { line: 'rollcall settings show', does: 'one line for each setting' },
    {
      line: 'rollcall settings show --json | ssh other rollcall setup --from -',
      does: 'copy the settings to another machine',
    },
  ]
  addExamples(show, examples)
  addExamples(settings, examples)
}

/** The settings as an answer. */
export type SettingsAnswer = { text: string; json: Record<string, unknown> }

/** The settings and what may be shown of the key, as `settings show` and `setup` answer. */
export async function showSettings({ home }: OperationContext): Promise<SettingsAnswer> {
  const { readSettings } = await import('../settings/settings.ts')
  const { readServiceAccountKey } = await import('../settings/credentials/credentials.ts')
  const { redirectUri } = await import('../settings/redirect/redirect-uri.ts')
  const { keyFacts } = await import('../operations/configure/import-key.ts')
  const settings = await readSettings(home)
  const stored = await readServiceAccountKey(home)
  const key = stored === null ? null : keyFacts(stored)
  const { authentication } = settings
  return {
    text: settingsText(settings, key),
    json: { settings, key, redirectUri: authentication === null ? null : redirectUri(authentication) },
  }
}
