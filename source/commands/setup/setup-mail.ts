import type { Command } from 'commander'
import type { SetupChange } from '../../operations/configure/configure.ts'
import type { Home } from '../../store/home.ts'

/** The flags of what mail servers are told. */
export type MailFlags = {
  /** False with --no-catch-all. */
  catchAll?: string | false
}

/** Adds the flags to `rollcall setup`. */
export function addMailFlags(command: Command): Command {
  return command
    .option('--catch-all <user>', 'the user whose archive gets mail for addresses that nobody has; by name or address')
    .option('--no-catch-all', 'refuse that mail')
}

/**
 * What the flags say about mail; nothing where they name nothing.
 *
 * @throws Problem `userNotFound`, `catchAllUnusable`, and those of the store
 */
export async function mailChange(home: Home, { catchAll }: MailFlags): Promise<SetupChange['settings']> {
  if (catchAll === undefined) return {}
  if (catchAll === false) return { catchAll: null }
  const { checkCatchAll } = await import('../../operations/configure/check-catch-all.ts')
  await checkCatchAll(home, catchAll.trim())
  return { catchAll: catchAll.trim() }
}
