import { type Command, InvalidArgumentError, Option } from 'commander'
import type { SetupChange } from '../../operations/configure/configure.ts'
import { exportKinds, type KeptExport } from '../../settings/settings-schema.ts'
import { absolutePath } from '../../store/disk/absolute-path.ts'
import type { Home } from '../../store/home.ts'
import { followUpLines } from '../../views/follow-up.ts'
import type { CommandTools } from '../cli/run-command.ts'

/** The flags of what mail servers and other programs are told. */
export type MailFlags = {
  /** False with --no-catch-all. */
  catchAll?: string | false
  /** False with --no-export. */
  export?: KeptExport[] | false
  /** False with --no-after. */
  after?: string | false
}

/** Adds the flags to `rollcall setup`. */
export function addMailFlags(command: Command): Command {
  return command
    .option('--catch-all <user>', 'file mail for addresses that nobody has in the archive of this user')
    .option('--no-catch-all', 'refuse mail for addresses that nobody has')
    .addOption(
      new Option(
        '--export <format=path>',
        `keep this file up to date after each commit; repeatable, replaces those set before. Formats: ${exportKinds.join(', ')}`,
      ).argParser(collectExports),
    )
    .option('--no-export', 'keep no files up to date')
    .option('--after <command>', 'run this shell command once after each commit, with the plan as JSON on its input')
    .option('--no-after', 'run no command after commits')
}

/**
 * What the flags say; nothing where they name nothing.
 *
 * @throws Problem `userNotFound`, `catchAllUnusable`, what is wrong with an export's place, and those of the store
 */
export async function mailChange(home: Home, flags: MailFlags): Promise<SetupChange['settings']> {
  const change: SetupChange['settings'] = {}
  if (flags.catchAll === false) Object.assign(change, { catchAll: null, catchAllId: null })
  else if (flags.catchAll !== undefined) {
    const { checkCatchAll } = await import('../../operations/configure/check-catch-all.ts')
    change.catchAll = flags.catchAll.trim()
    change.catchAllId = await checkCatchAll(home, change.catchAll)
  }
  if (flags.export === false) change.exports = []
  else if (flags.export !== undefined) {
    const { checkExports } = await import('../../operations/configure/check-exports.ts')
    change.exports = flags.export.map(({ kind, path }) => ({ kind, path: absolutePath(path) }))
    await checkExports(change.exports)
  }
  if (flags.after !== undefined) change.after = flags.after === false ? null : flags.after
  return change
}

/** Writes exports at once where the flags change what is in them, and says which could not be written. */
export async function bringExportsUpToDate(home: Home, flags: MailFlags, tools: CommandTools): Promise<void> {
  if (flags.catchAll === undefined && flags.export === undefined && flags.after === undefined) return
  const { catchUp } = await import('../../operations/follow-up/catch-up.ts')
  for (const line of followUpLines(await catchUp(home))) tools.note(line)
}

function collectExports(text: string, earlier: KeptExport[] | false | undefined): KeptExport[] {
  const [name, ...rest] = text.split('=')
  const kind = exportKinds.find((one) => one === name)
  const path = rest.join('=')
  if (kind === undefined)
    throw new InvalidArgumentError(`Give FORMAT=PATH with one of these formats: ${exportKinds.join(', ')}.`)
  if (path === '') throw new InvalidArgumentError(`Give the path too: ${kind}=PATH.`)
  return [...(earlier || []), { kind, path }]
}
