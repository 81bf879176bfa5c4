import { type Command, Option } from 'commander'
import { thisProgram } from '../../environment/this-program.ts'
import type { Step } from '../../operations/install/install.ts'
import { absolutePath } from '../../store/disk/absolute-path.ts'
import { shellWord } from '../../text/shell-word.ts'
import { addExamples } from '../cli/examples.ts'
import type { GlobalOptions } from '../cli/global-options.ts'
import { runCommand } from '../cli/run-command.ts'
import { parseCalendar } from '../timer/timer-options.ts'
import { installationText } from './installation-text.ts'

type InstallOptions = GlobalOptions & {
  json?: boolean
  dryRun?: boolean
  /** Only `install` has these. */
  calendar?: string
  timer?: boolean
  serve?: boolean
}

const account = 'rollcall'
const usualHome = '/var/lib/rollcall'

/** Adds `rollcall install` and `rollcall uninstall`. */
export function addInstallCommands(program: Command): void {
  const install = program
    .command('install')
    .summary('install the service on this machine')
    .description(
      'Makes the account and the home of the service, and puts units for systemd, completions and the manual in their places. Starts the timer and the sign-in service once they are set up. Run it again after the setup, and after each upgrade.',
    )
    .addOption(
      new Option('--calendar <when>', "when to sync, as systemd's OnCalendar= has it")
        .argParser(parseCalendar)
        .default('hourly'),
    )
    .option('--no-timer', "don't start the timer")
    .option('--no-serve', "don't start the sign-in service")
    .option('--dry-run', 'show the steps and change nothing')
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => run('install', program, self.optsWithGlobals<InstallOptions>()))
  const uninstall = program
    .command('uninstall')
    .summary('remove the service from this machine')
    .description(
      'Stops the timer and the sign-in service, and removes units, completions and manual. Keeps the home with all users, credentials and mail, and the program itself.',
    )
    .option('--dry-run', 'show the steps and change nothing')
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => run('uninstall', program, self.optsWithGlobals<InstallOptions>()))
  addExamples(install, [
    { line: 'sudo rollcall install', does: 'account, home, units, completions, manual' },
    { line: "sudo rollcall install --calendar '*-*-* 05:30'", does: 'sync once a day' },
    { line: 'rollcall install --dry-run', does: 'see the steps first' },
  ])
  addExamples(uninstall, [
    { line: 'sudo rollcall uninstall', does: 'keeps all data' },
    { line: 'rollcall uninstall --dry-run', does: 'see the steps first' },
  ])
}

async function run(what: 'install' | 'uninstall', commands: Command, options: InstallOptions): Promise<void> {
  await runCommand(options, async () => {
    const [operations, { uninstall }, { thisMachine }, { installProblem }, description] = await Promise.all([
      import('../../operations/install/install.ts'),
      import('../../operations/install/uninstall.ts'),
      import('../../operations/install/machine.ts'),
      import('../../operations/install/install-problems.ts'),
      import('./installed-files.ts'),
    ])
    const program = thisProgram()
    if (program.cameBy === 'debian') throw installProblem('installedByPackage', {})
    if (process.platform !== 'linux') throw installProblem('installNeedsLinux', { platform: process.platform })
    const isDry = options.dryRun === true
    if (!isDry && process.geteuid?.() !== 0) {
      throw installProblem('installNeedsRoot', { command: [...program.command.map(shellWord), what].join(' ') })
    }
    const { command } = program
    const { calendar = 'hourly', timer = true, serve = true } = options
    const home = options.home === undefined ? usualHome : absolutePath(options.home)
    const { installedFiles, administratorLayout } = description
    const files = installedFiles(commands, administratorLayout, { calendar, account, home, command })
    // Account and home are made at once, so that a machine without systemd has them, too.
    const placed = files.filter((file) => file.what !== 'account' && file.what !== 'home')
    const wanted = { account, home, command, files: placed, timer, serve }
    const steps: Step[] =
      what === 'install' ? operations.install(thisMachine, wanted, isDry) : uninstall(thisMachine, wanted, isDry)
    const after = { isInstall: what === 'install', isDry, program: program.file, account, command }
    return {
      text: installationText(steps, after),
      json: { dryRun: isDry, steps },
      uneventful: steps.every(({ outcome }) => outcome === 'unchanged'),
    }
  })
}
