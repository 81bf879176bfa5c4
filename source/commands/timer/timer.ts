import { type Command, Option } from 'commander'
import { thisProgram } from '../../environment/this-program.ts'
import { absolutePath } from '../../store/disk/absolute-path.ts'
import { timerText, timerUnits } from '../../views/units/timer-units.ts'
import { addExamples } from '../cli/examples.ts'
import type { GlobalOptions } from '../cli/global-options.ts'
import { wrongUsage } from '../cli/problems.ts'
import { runCommand } from '../cli/run-command.ts'
import { parseAccount, parseCalendar } from './timer-options.ts'

type TimerOptions = GlobalOptions & { json?: boolean; calendar: string; user: string }

/** Adds `rollcall timer print`. */
export function addTimerCommand(program: Command): void {
  const timer = program
    .command('timer')
    .summary('sync on a schedule')
    .description('Prints systemd units and a line for cron that sync on a schedule.')
  const print = timer
    .command('print', { isDefault: true })
    .summary('print systemd units and a line for cron')
    .description(
      'Prints a hardened systemd service and timer, a template for several organizations, what to do when a run fails, and a line for cron. Installs nothing.',
    )
    .addOption(
      new Option('--calendar <when>', 'when to run, in the form of OnCalendar= in systemd')
        .argParser(parseCalendar)
        .default('hourly'),
    )
    .addOption(new Option('--user <account>', 'the account that runs it').argParser(parseAccount).default('rollcall'))
    .option('--json', 'print one JSON document: each file with its path and content')
    .action((_options: TimerOptions, self: Command) => printUnits(self.optsWithGlobals<TimerOptions>()))
  const examples = [
    { line: 'rollcall timer print', does: 'all files, with the steps to install them' },
    { line: "rollcall timer print --calendar '*-*-* 05:30'", does: 'once a day' },
    {
      line: "rollcall timer print --json | jq -r '.files[0].content'",
      does: 'only the first file',
    },
  ]
  addExamples(timer, examples)
  addExamples(print, examples)
}

async function printUnits(options: TimerOptions): Promise<void> {
  await runCommand(options, async () => {
    const { calendar, user } = options
    const home = options.home ?? (process.env.ROLLCALL_HOME || null)
    if (home !== null && /\p{Cc}/u.test(home)) {
      throw wrongUsage('a unit file cannot hold a home with a line break in its path', 'rollcall timer print [options]')
    }
    const units = timerUnits({
      calendar,
      user,
      home: home === null ? null : absolutePath(home),
      command: thisProgram().command,
    })
    return { text: timerText(units), json: units }
  })
}
