import type { Command } from 'commander'
import { addArchivesCommand } from '../archives.ts'
import { addCheckCommand } from '../check.ts'
import { addCompletionCommand } from '../completion.ts'
import { addExplainCommand } from '../explain/explain.ts'
import { addExportCommand } from '../export.ts'
import { addGroupsCommand } from '../groups.ts'
import { addHelpCommand } from '../help.ts'
import { addHistoryCommand } from '../history.ts'
import { addInstallCommands } from '../install/install.ts'
import { addHealthCommand } from '../is-healthy.ts'
import { addNotifyCommand } from '../notify.ts'
import { addPlanCommand } from '../plan.ts'
import { addRestoreCommand } from '../restore.ts'
import { addServeCommand } from '../serve.ts'
import { addSessionsCommand } from '../sessions.ts'
import { addSettingsCommand } from '../settings.ts'
import { addSetupCommand } from '../setup/setup.ts'
import { addSimulateCommand } from '../simulate.ts'
import { addStatusCommand } from '../status.ts'
import { addStoreCommand } from '../store.ts'
import { addSyncCommand } from '../sync.ts'
import { addTestAuthenticationCommand } from '../test-authentication.ts'
import { addTimerCommand } from '../timer/timer.ts'
import { addUndoCommand } from '../undo.ts'
import { addUsersCommand } from '../users/users.ts'
import { addWhoCommand } from '../who.ts'

/**
 * Adds every command but the interface itself.
 *
 * @param run runs one command line
 */
export function addCommands(program: Command, run: (args: readonly string[]) => Promise<void>): void {
  addSetupCommand(program, run)
  addCheckCommand(program)
  addGroupsCommand(program)
  addPlanCommand(program)
  addSyncCommand(program)
  addUsersCommand(program)
  addWhoCommand(program)
  addArchivesCommand(program)
  addTestAuthenticationCommand(program)
  addHistoryCommand(program)
  addUndoCommand(program)
  addRestoreCommand(program)
  addExportCommand(program)
  addSettingsCommand(program)
  addStoreCommand(program)
  addTimerCommand(program)
  addInstallCommands(program)
  addStatusCommand(program)
  addNotifyCommand(program)
  addHealthCommand(program)
  addServeCommand(program)
  addSessionsCommand(program)
  addExplainCommand(program)
  addSimulateCommand(program)
  addCompletionCommand(program)
  addHelpCommand(program)
}
