import type { Command } from 'commander'
import type { Home } from '../../store/home.ts'
import { wrongUsage } from '../cli/problems.ts'
import type { CommandTools } from '../cli/run-command.ts'
import { absolute, passwordQuestion } from '../store.ts'

/** The flags of where the users are kept. */
export type StoreFlags = { store?: string; storePasswordFile?: string; archiveHost?: string }

/** Adds the flags to `rollcall setup`. */
export function addStoreFlags(command: Command): Command {
  return command
    .option('--store <url>', 'keep the users in this PostgreSQL database, with other machines; file: in the home')
    .option('--store-password-file <file>', 'the file that holds the password of the database user')
    .option('--archive-host <name>', "this machine's name among those that have the archives; one for a shared folder")
}

/** Says where the store is, where the flags name that. */
export async function setUpStore(home: Home, flags: StoreFlags, tools: CommandTools): Promise<void> {
  const { store, storePasswordFile, archiveHost } = flags
  if (store === undefined && storePasswordFile === undefined && archiveHost === undefined) return
  if (store === undefined) {
    const { readStoreTarget } = await import('../../store/postgresql/store-target.ts')
    const flag = archiveHost === undefined ? '--store-password-file' : '--archive-host'
    if (readStoreTarget(home) === null)
      throw wrongUsage(`'${flag}' goes with '--store URL'`, 'rollcall setup [options]')
  }
  const { chooseStore } = await import('../../operations/store/choose-store.ts')
  const passwordFile = await absolute(storePasswordFile)
  await chooseStore(home, { store, passwordFile, archiveHost }, await passwordQuestion(tools))
}
