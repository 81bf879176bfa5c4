import type { Command } from 'commander'
import { commandPage, isShown, pageName, programPage } from './program-page.ts'
import { settingsPage } from './settings-page.ts'

/** One page of the manual: its name, its section, and its text in roff. */
export type ManualPage = { name: string; section: 1 | 5; text: string }

/**
 * Returns the whole manual: the program, each command, and the settings.
 *
 * @param program with all its commands
 */
export function manualPages(program: Command): ManualPage[] {
  return [
    { name: 'rollcall', section: 1, text: programPage(program) },
    ...program.commands
      .filter(isShown)
      .map((command): ManualPage => ({ name: pageName(command), section: 1, text: commandPage(command) })),
    { name: 'rollcall-settings', section: 5, text: settingsPage() },
  ]
}
